"""What people see in Slack, one file per journey: pure functions from values to text and blocks."""
