"""A report for whoever asks in Slack: who may, once, with names, and what is said where Slack takes no file."""

from collections import deque
from zoneinfo import ZoneInfo

import pytest

from bot.slack.views.private import private_word
from bot.use_cases.notified import Upload
from bot.use_cases.ports import Deed, Job, PersonFacts, Presence
from bot.use_cases.report import REPORT, ReportFacts, ask_report, find_report, send_report
from bot.use_cases.scorecards import Card, HelpWanted, NoMatch
from tests.use_cases.fakes import Fault
from tests.use_cases.talking import CHANNEL, DANA, OLGA, TEAM, Talking, played


class Reporting:
    """Remembers what it was given."""

    def __init__(self) -> None:
        self.given: list[ReportFacts] = []

    def report(self, facts: ReportFacts) -> Upload:
        self.given.append(facts)
        return Upload("acme.pdf", "Report", b"%PDF", "The report.")


@pytest.fixture
def reporting(talking: Talking, monkeypatch: pytest.MonkeyPatch) -> Reporting:
    """Let the jobs of a rated assessment write reports."""
    made, plain = Reporting(), talking.run

    def run(job: Job) -> None:
        if job.kind != REPORT:
            return plain(job)
        return send_report(talking.store, talking.clock, talking.slack, made, job)

    monkeypatch.setattr(talking, "run", run)
    played(talking, "rated", lambda: talking.say("3", "2", "2", "2", "2", "2"))
    talking.slack.members.add((CHANNEL, OLGA))
    return made


def ask(talking: Talking, *, by: str = OLGA, channel: str = CHANNEL, event: str = "r1") -> bool:
    return ask_report(talking.kept, talking.clock, Deed(TEAM, channel, by, event), talking.id, "cx-team")


def files(talking: Talking) -> list[str]:
    return [each.channel for each in talking.slack.messages if isinstance(each.shows, Upload)]


def test_a_report_of_another_channel_is_not_written(talking: Talking, reporting: Reporting) -> None:
    assert not ask(talking, channel="C9")
    talking.settle()
    assert reporting.given == []


def test_presses_before_it_is_written_bring_one_file_to_the_asker_alone(talking: Talking, reporting: Reporting) -> None:
    assert ask(talking)
    assert not ask(talking)
    ask(talking, event="r2")
    talking.settle()
    assert files(talking) == [talking.slack.direct_channel(OLGA)]
    assert len(reporting.given) == 1


@pytest.mark.parametrize("fault", [Fault.BEFORE, Fault.AFTER, Fault.LOST])
@pytest.mark.parametrize("calls", [0, 1, 2, 3])
def test_a_call_without_an_answer_sends_one_file(
    talking: Talking, reporting: Reporting, fault: Fault, calls: int
) -> None:
    talking.slack.faults = deque([*[Fault.NONE] * calls, fault])
    ask(talking)
    talking.settle()
    assert reporting.given
    assert len(files(talking)) == 1


def test_it_names_people_and_the_channel_and_tells_the_time_of_its_reader(
    talking: Talking, reporting: Reporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {DANA: PersonFacts("", active=False, name="Dana Weber"), OLGA: PersonFacts("Europe/Berlin", active=True)}
    monkeypatch.setattr(talking.slack, "person", lambda person: known[person])
    ask(talking)
    talking.settle()
    (facts,) = reporting.given
    assert (facts.people[DANA], facts.channel, facts.zone) == ("Dana Weber", "cx-team", ZoneInfo("Europe/Berlin"))


def test_where_slack_names_nobody_the_ids_stand_in_it(talking: Talking, reporting: Reporting) -> None:
    talking.slack.refusals = {"person": "missing_scope"}
    ask(talking)
    talking.settle()
    assert len(files(talking)) == 1
    assert not reporting.given[0].people[DANA]


@pytest.mark.parametrize("presence", [None, Presence.OUT, Presence.UNSEEN, Presence.UNKNOWN])
def test_where_slack_takes_no_file_and_who_has_left_the_channel_meanwhile_is_told(
    talking: Talking, reporting: Reporting, presence: Presence | None
) -> None:
    ask(talking)
    talking.slack.refusals = {"upload": "missing_scope"} if presence is None else {}
    talking.slack.unsure = {CHANNEL: presence} if presence is not None else {}
    talking.settle()
    assert reporting.given
    assert files(talking) == []
    assert [(each.hint, each.person) for each in talking.slack.directs] == [("report_failed", OLGA)]
    has_left = "Slack does not say that you are in its channel" in private_word(talking.slack.directs[0]).text
    assert has_left is (presence is not None)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("report", Card),
        ("Report acme", Card),
        ("acme report", Card),
        ("report help", HelpWanted),
        ("report globex", NoMatch),
        ("acme", type(None)),
        ("", type(None)),
    ],
)
@pytest.mark.usefixtures("reporting")
def test_the_word_report_asks_for_one(talking: Talking, words: str, found: type) -> None:
    assert isinstance(find_report(talking.kept, TEAM, CHANNEL, words), found)
