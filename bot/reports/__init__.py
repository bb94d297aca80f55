"""Pictures, documents and tables made from a scorecard.

`scorecard_picture` puts together what `radar` and `bars` draw; how ratings are spread in a team will stand beside them.
`drawing` is their pen, `lettering` their fonts, `png` what Slack is given. Nothing here is loaded at a start.
"""
