"""Pictures, documents and tables made from a scorecard.

Of a scorecard, of how levels are spread in a team, of a line over time: each picture has a file.
`drawing` is their pen, `lettering` their fonts, `png` what Slack is given. Nothing here is loaded at a start.
"""
