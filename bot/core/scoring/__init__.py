"""The arithmetic: from ratings to the scorecard, its changes and its line over time."""
