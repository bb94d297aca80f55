"""A small Slack of our own on loopback, for playing and for the end-to-end tests; it refuses what Slack refuses."""
