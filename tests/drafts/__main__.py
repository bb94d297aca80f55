"""Print how the renderer does on the fresh corpus, as Markdown: ``python -m tests.drafts``."""

from tests.drafts.report import report

if __name__ == "__main__":
    print(report())  # noqa: T201  # printing is what the command is for
