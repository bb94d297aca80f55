"""Facts as JSON and back: the wording of a framework, the export, and the figures computed from it again."""
