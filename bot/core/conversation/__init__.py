"""The conversation with one respondent: how an answer is read, and what it changes."""
