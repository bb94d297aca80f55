"""Who may see and do what: every right against every kind of person and channel; receipts and the root over them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core import privacy
from bot.core.json_values import MalformedError, Node
from bot.core.privacy import RULES, Relation, Right, entitled, has, may, visible
from bot.core.sealing import digest, receipt, receipt_from_node, receipt_to_dict, root
from tests.core.balloted import FIRST, SECOND, ballot
from tests.core.examples import example_framework
from tests.core.rated import assessment_of

HERE, ELSEWHERE = "C1", "C2"
ASSESSMENT = replace(assessment_of(example_framework(), {}, respondents=("erin",)), channel=HERE)
DANA, ERIN, OLGA, OWEN, PASSER_BY = "dana", "erin", "olga", "owen", "a passer-by"
"""The facilitator, a respondent, an observer, whose action or shared scorecard it is, and a member of the channel."""

EVERYBODY = {DANA, ERIN, OLGA, OWEN, PASSER_BY}
TABLE = {
    Right.SEE: (EVERYBODY, {HERE}),
    Right.SHARE: (EVERYBODY, {HERE}),
    Right.TAKE_BACK: ({DANA, OWEN}, {HERE}),
    Right.ANSWER: ({ERIN}, {HERE}),
    Right.CORRECT: ({ERIN}, {HERE, ELSEWHERE, ""}),
    Right.DRAFT: ({DANA, ERIN}, {HERE}),
    Right.REPORT: ({DANA, ERIN, OWEN}, {HERE, ELSEWHERE, ""}),
    Right.TAKE_OVER: (EVERYBODY, {HERE}),
    Right.GO_ON_ANEW: ({DANA, ERIN}, {HERE, ELSEWHERE, ""}),
    Right.MEASURE: (EVERYBODY, {HERE}),
    Right.REMIND: (EVERYBODY, {HERE}),
    Right.CONDUCT: ({DANA}, {HERE, ELSEWHERE, ""}),
    Right.SETTLE: ({DANA}, {HERE}),
    Right.NOTE: ({DANA, ERIN}, {HERE, ELSEWHERE, ""}),
    Right.OFFER: (set(), {HERE, ELSEWHERE, ""}),
    Right.VOTE: ({ERIN}, {HERE, ELSEWHERE, ""}),
}
"""For each right who has it and from which channels; an empty channel is that of a form or of the Home tab."""


def test_every_right_has_a_rule_and_a_row_in_this_table() -> None:
    assert set(RULES) == set(TABLE) == set(Right)


@pytest.mark.parametrize("right", Right)
def test_nobody_has_a_right_but_those_of_the_table(right: Right) -> None:
    people, _ = TABLE[right]
    assert {each for each in EVERYBODY if may(right, ASSESSMENT, each, by=OWEN)} == people


@pytest.mark.parametrize("right", Right)
def test_from_another_channel_an_assessment_is_as_if_it_did_not_exist(right: Right) -> None:
    _, channels = TABLE[right]
    assert {each for each in (HERE, ELSEWHERE, "") if visible(right, ASSESSMENT, each)} == channels
    assert visible(right, None, HERE) is None


@pytest.mark.parametrize("right", Right)
def test_whose_action_it_is_counts_for_nothing_where_that_is_nobody(right: Right) -> None:
    people, _ = TABLE[right]
    assert not may(right, ASSESSMENT, "", by=None) or people == EVERYBODY
    assert may(right, ASSESSMENT, OWEN, by=None) == (people == EVERYBODY)


@pytest.mark.parametrize("right", Right)
def test_who_is_named_as_having_a_right_has_it_and_is_named_once(right: Right) -> None:
    named = entitled(right, ASSESSMENT, by=ERIN)
    assert all(may(right, ASSESSMENT, each, by=ERIN) for each in named)
    assert len(named) == len(set(named))
    assert (named == ()) == (right is Right.OFFER or Relation.ANYBODY in RULES[right].parts)


def test_frameworks_are_for_admins_alone() -> None:
    assert [each for each in Relation if has(Right.OFFER, each)] == [Relation.ADMIN]


def test_no_listener_and_no_use_case_decides_for_itself() -> None:
    bot = Path(privacy.__file__).parents[1]
    decides = re.compile(r"\.channel (?:!=|==) |\bif \w+.* in \w+\.respondents\(\)|\.sender\.outside")
    deciding = {
        path.relative_to(bot).as_posix()
        for path in (*bot.glob("use_cases/*.py"), *bot.glob("slack/**/*.py"))
        if decides.search(path.read_text("utf-8"))
    }
    assert deciding == set()  # outsiders are turned away by one function of the routes


OWN = ballot("A", {SECOND: (4, "a list"), FIRST: 2}, late={FIRST: 5})


def test_a_receipt_holds_what_counts_in_the_order_of_the_framework_and_comes_back_from_its_file() -> None:
    made = receipt(OWN)
    assert [(each.dimension, each.level) for each in made.answers] == [(FIRST, 2), (SECOND, 4)]
    assert receipt_from_node(Node("", receipt_to_dict(made))) == made


def test_a_digest_changes_with_everything_that_it_seals() -> None:
    made = receipt(OWN)
    first = made.answers[0]
    others = [
        replace(made, assessment="a2"),
        replace(made, sitting=2),
        replace(made, salt="0" * 32),
        replace(made, answers=made.answers[:1]),
        replace(made, answers=(replace(first, level=3), *made.answers[1:])),
        replace(made, answers=(first, replace(made.answers[1], evidence=()))),
    ]
    assert len({digest(each) for each in (made, *others)}) == len(others) + 1


def test_a_root_rests_on_the_receipts_not_on_their_order() -> None:
    three = ["a" * 64, "b" * 64, "c" * 64]
    assert root("a1", 1, three) == root("a1", 1, three[::-1])
    different = [root("a1", 1, three), root("a1", 2, three), root("a2", 1, three), root("a1", 1, three[:2])]
    assert len(set(different)) == len(different)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"salt": "xyz"}, "salt"),
        ({"sitting": 0}, "sitting"),
        ({"answers": [{"dimension": "d", "level": 3, "verdict": "not_rated", "evidence": []}]}, "answers[0].level"),
        ({"answers": [{"dimension": "d", "level": None, "verdict": "rated", "evidence": []}]}, "answers[0].level"),
        ({"format": "other"}, "format"),
        ({"format_version": 2}, "format_version"),
        ({"person": "U1"}, "person"),
    ],
)
def test_a_receipt_that_is_none_is_refused_with_its_key(change: dict[str, object], where: str) -> None:
    with pytest.raises(MalformedError) as refused:
        receipt_from_node(Node("", receipt_to_dict(receipt(OWN)) | change))
    assert refused.value.problems[0].source == where
