"""The only place that knows the model: it is asked for prose, and whatever comes back or goes wrong becomes a value."""
