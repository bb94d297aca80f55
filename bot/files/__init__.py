"""The only layer that reads frameworks from disk: Markdown text to a core value, or its problems by line."""
