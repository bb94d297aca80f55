"""Who may ask for ballots: a list that grows openly, since everybody else meets none."""

import ast
from pathlib import Path

BOT = Path(__file__).parents[2] / "bot"
QUESTIONS = frozenset(
    {"assessment_or_ballot", "ballots", "ballot_of", "own_ballots", "handed_in", "unopened", "assessment_in_thread"}
)
MAY_ASK = {
    "store": "answers",
    "use_cases/ballots.py": "opens a ballot, and shows one to whose it is",
    "use_cases/sittings.py": "closes and reveals, and checks a receipt for whose it is",
    "use_cases/conversation.py": "takes what is typed and pressed, from the respondent alone",
    "use_cases/page.py": "shows and takes the page of the respondent alone",
    "use_cases/thread.py": "puts the thread of a ballot right, in the person's direct messages",
    "use_cases/nudges.py": "reminds whose ballot waits",
    "use_cases/notices.py": "says a private word in the thread of a ballot",
    "use_cases/catch_up.py": "reads what was typed during an outage",
    "use_cases/lost_threads.py": "lets a ballot go on in a new thread",
    "use_cases/home.py": "shows a person that their own ballot waits",
    "use_cases/greeting.py": "leads a person to their own ballot",
    "use_cases/saved.py": "offers saved messages at a question",
    "use_cases/jobs.py": "tells whose ballot it is that work for it was given up",
    "use_cases/intake.py": "looks whether a thread is taken",
    "slack/listeners/conversation.py": "opens the form that changes an answer, to the respondent alone",
    "slack/listeners/page.py": "opens the page, to the respondent alone",
}


def askers() -> set[str]:
    """Find the modules that call one of the questions."""
    found = set()
    for path in BOT.rglob("*.py"):
        source = path.read_text("utf-8")
        if not any(each in source for each in QUESTIONS):
            continue  # to parse it takes a hundred times as long
        called = {
            each.func.attr
            for each in ast.walk(ast.parse(source))
            if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute)
        }
        if called & QUESTIONS:
            name = path.relative_to(BOT).as_posix()
            found.add("store" if name.startswith("store/") else name)
    return found


def test_ballots_are_asked_for_only_where_it_is_said_why() -> None:
    assert askers() == MAY_ASK.keys()
