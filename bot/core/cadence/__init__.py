"""Cadences: the rule that makes an assessment due, the moments that it gives and the words people type for it."""
