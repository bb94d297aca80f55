"""The only layer that knows Slack: payloads in, views out, and the gateway as the one way to post."""
