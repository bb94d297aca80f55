"""The accepted 90-day plan: its actions, and how they stand."""
