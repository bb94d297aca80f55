"""What Slack delivers, one file per kind: payload to use case to reply, each a few lines."""
