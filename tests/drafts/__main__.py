"""Print how the checks do on the corpus, as Markdown: ``python -m tests.drafts``."""

from tests.drafts.report import caught_by_category, refused_by_kind, report

if __name__ == "__main__":
    print(report(caught_by_category(), refused_by_kind()))  # noqa: T201  # printing is what the command is for
