"""Pictures, documents and tables made from a scorecard."""
