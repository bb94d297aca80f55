"""HTTP: the endpoint that Slack delivers to, and the health of the process."""
