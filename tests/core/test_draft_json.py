"""Briefs, contents and findings survive JSON exactly, and what is malformed is named by its key path."""

import contextlib
import json
from collections.abc import Callable
from dataclasses import asdict
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.drafts.brief import Brief, Fact, FactKind, Kind, Standing
from bot.core.drafts.briefs import brief_for, pieces_of
from bot.core.drafts.built_texts import built
from bot.core.drafts.draft import Content, Finding, Proposal, Proposals, Prose, Reply
from bot.core.drafts.draft_json import BRIEF, CONTENT, FINDING, REPLY
from bot.core.json_values import MalformedError
from bot.core.plan.plan import Plan
from bot.core.scoring.scorecard import scorecard
from tests.core.drafted import ACTIONS, LIE, PROSE, brief_of, briefs, contents, findings, replies
from tests.core.examples import example_framework
from tests.core.rated import assessment_of
from tests.core.strategies import SMALL
from tests.known import as_a

Change = Callable[[dict[str, Any]], object]


def _through_json(value: object) -> Any:
    return json.loads(json.dumps(value))


def _refusal(read: Callable[[object], object], value: object) -> str:
    with pytest.raises(ValueError) as refusal:
        read(value)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda brief: brief.pop("names"), "names: this key is missing"),
        (lambda brief: brief.update(extra=1), "extra: this key is not known"),
        (lambda brief: brief.update(kind="poem"), "kind: expected one of 'note', 'narrative', 'plan'"),
        (lambda brief: brief["facts"][1].update(kind="rumour"), "facts[1].kind: expected one of 'subject'"),
        (lambda brief: brief["facts"][0].update(id=" "), "facts[0].id: expected a text that is not empty"),
        (lambda brief: brief["facts"][0].update(text=None), "facts[0].text: expected a text"),
        (lambda brief: brief["standings"][0].update(target="4"), "standings[0].target: expected a whole number"),
        (lambda brief: brief["standings"][0].update(place=True), "standings[0].place: expected a whole number"),
        (lambda brief: brief["standings"][0].update(value=2), "standings[0].value: expected a text"),
        (lambda brief: brief["scale"].update(max=0), "scale.max: expected a whole number from 1 to 100"),
        (lambda brief: brief["facts"][0].update(level="2"), "facts[0].level: expected a whole number"),
        (lambda brief: brief.update(names="Initial"), "names: expected a list"),
    ],
)
def test_a_malformed_brief_is_refused_with_its_key_path(change: Change, said: str) -> None:
    value = _through_json(BRIEF.write(brief_of()))
    change(value)
    assert said in _refusal(BRIEF.parse, value)


@pytest.mark.parametrize(
    ("content", "change", "said"),
    [
        (PROSE, lambda value: value.pop("sentences"), "sentences: this key is missing"),
        (PROSE, lambda value: value.update(actions=[]), "sentences: this key is not known here"),
        (PROSE, lambda value: value["sentences"].append("more"), "sentences[2]: expected an object"),
        (PROSE, lambda value: value["sentences"][0].update(facts="F1"), "sentences[0].facts: expected a list"),
        (PROSE, lambda value: value["sentences"][1].update(facts=[1]), "sentences[1].facts[0]: expected a text"),
        (ACTIONS, lambda value: value["actions"][0].pop("measure"), "actions[0].measure: this key is missing"),
        (
            ACTIONS,
            lambda value: value["actions"][0].update(due_day="30"),
            "actions[0].due_day: expected a whole number",
        ),
        (
            ACTIONS,
            lambda value: value["actions"][0].update(due_day=30.0),
            "actions[0].due_day: expected a whole number",
        ),
    ],
)
def test_a_malformed_content_is_refused_with_its_key_path(content: Content, change: Change, said: str) -> None:
    value = _through_json(CONTENT.write(content))
    change(value)
    assert said in _refusal(CONTENT.parse, value)


def test_everything_malformed_is_named_at_once() -> None:
    value = _through_json(CONTENT.write(ACTIONS))
    value["actions"][0]["what"] = 1
    value["actions"][1]["due_day"] = None
    message = _refusal(CONTENT.parse, value)
    assert "actions[0].what" in message
    assert "actions[1].due_day" in message


@pytest.mark.parametrize("read", [BRIEF.parse, CONTENT.parse, FINDING.parse])
@pytest.mark.parametrize("value", [None, 3, "x", [], {1: 2}])
def test_what_is_no_object_is_refused(read: Callable[[object], object], value: object) -> None:
    _refusal(read, value)


def test_a_finding_without_a_check_is_refused() -> None:
    assert "check: expected a text that is not empty" in _refusal(FINDING.parse, FINDING.write(LIE) | {"check": ""})


def test_a_plan_with_a_day_outside_its_phases_is_kept_as_it_was_written() -> None:
    value = _through_json(CONTENT.write(ACTIONS))
    value["actions"][0]["due_day"] = 400
    assert as_a(Plan, CONTENT.parse(value)).actions[0].due_day == 400


@pytest.mark.parametrize("content", [Prose(()), Plan(())])
def test_an_empty_text_stays_what_it_is(content: Content) -> None:
    assert CONTENT.parse(_through_json(CONTENT.write(content))) == content


@given(briefs)
@settings(SMALL)
def test_every_brief_survives_json_exactly(brief: Brief) -> None:
    assert BRIEF.parse(_through_json(BRIEF.write(brief))) == brief


@given(contents)
@settings(SMALL)
def test_every_content_survives_json_exactly(content: Content) -> None:
    assert CONTENT.parse(_through_json(CONTENT.write(content))) == content


@given(replies)
@settings(SMALL)
def test_every_reply_survives_json_exactly(reply: Reply) -> None:
    if reply.content is not None:
        assert REPLY.parse(_through_json(REPLY.write(reply.content))) == reply.content


@pytest.mark.parametrize("target", [90, 0.5, True, "nan", "1e5", "1/0", ""])
def test_a_figure_that_is_no_number_is_refused(target: object) -> None:
    proposal = Proposal("F1", "do it", "lead", "begin", 30, "share", Fraction(90), "%", "", ())
    value = REPLY.write(Proposals((proposal,)))
    value["proposals"][0]["target"] = target
    assert "proposals[0].target: expected a" in _refusal(REPLY.parse, value)


@given(findings)
@settings(SMALL)
def test_every_finding_survives_json_exactly(found: tuple[Finding, ...]) -> None:
    assert tuple(FINDING.parse(_through_json(FINDING.write(each))) for each in found) == found


def test_the_drafts_of_an_assessment_survive_json_with_their_briefs() -> None:
    assessment = assessment_of(example_framework(), [3, 2, 1, 4, 2, 5])
    card = scorecard(assessment)
    for piece in pieces_of(card):
        brief = brief_for(assessment, card, piece)
        assert BRIEF.parse(_through_json(BRIEF.write(brief))) == brief
        assert CONTENT.parse(_through_json(CONTENT.write(built(brief)))) == built(brief)


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=10,
)


@given(st.sampled_from(["kind", "piece", "facts", "standings", "scale", "names", "language"]), json_values)
def test_any_value_in_any_place_is_read_or_refused(key: str, value: object) -> None:
    file = BRIEF.write(brief_of())
    file[key] = value
    with contextlib.suppress(MalformedError):
        BRIEF.parse(file)
    with contextlib.suppress(MalformedError):
        CONTENT.parse({"actions": value, "sentences": value} if key == "piece" else {"actions": value})


# Briefs of version 1, in which figures were words


def _of_version_1(*facts: tuple[str, str]) -> dict[str, Any]:
    return {
        "piece": {"kind": "narrative", "dimension": "causes"},
        "facts": [
            {"id": f"F{place}", "kind": kind, "text": text, "dimension": "causes"}
            for place, (kind, text) in enumerate(facts, start=1)
        ],
        "standings": [asdict(Standing("causes", "Causes", "2", "1", 4, "Developing", 1))],
        "scale": {"min": 1, "max": 5},
        "overall": "2.2",
        "band": "",
        "bands": ["Initial", "Developing"],
        "level_names": [{"level": 2, "name": "Developing"}],
    }


@pytest.mark.parametrize(
    ("kind", "text", "today"),
    [
        ("level", "Level 3 of 5 (Defined)", Fact("F1", FactKind.LEVEL, "level 3 of 5 (Defined)", "causes")),
        ("level", "Evidenced: level 1 of 5", Fact("F1", FactKind.EVIDENCED, "level 1 of 5 (as evidenced)", "causes")),
        (
            "level",
            "Level 2.5 of 5, between 2 (Developing) and 3",
            Fact("F1", FactKind.LEVEL, "level 2.5 of 5 (between 2 Developing and 3)", "causes"),
        ),
        (
            "target",
            "Target: level 4 of 5 (Managed)",
            Fact("F1", FactKind.TARGET, "level 4 of 5 (Managed, the target)", "causes", 4),
        ),
        ("target", "Target: level 4 of 5", Fact("F1", FactKind.TARGET, "level 4 of 5 (the target)", "causes", 4)),
        (
            "target",
            "Gap to the target: 2; first among the gaps",
            Fact("F1", FactKind.GAP, "a gap of 2 to its target, first among the gaps", "causes"),
        ),
        (
            "target",
            "Below the target; third among the gaps",
            Fact("F1", FactKind.GAP, "a gap to its target, third among the gaps", "causes"),
        ),
        ("next_step", "From level 2: Meet.", Fact("F1", FactKind.NEXT_STEP, "Meet", "causes", 2)),
        ("descriptor", "Level 3: One.\nTwo.", Fact("F1", FactKind.DESCRIPTOR, "One.\nTwo", "causes", 3)),
        ("descriptor", "as it came", Fact("F1", FactKind.DESCRIPTOR, "as it came", "causes")),
        ("link", "A link was given.", Fact("F1", FactKind.LINK, "a link", "causes")),
        ("evidence", "Level 3: said so.", Fact("F1", FactKind.EVIDENCE, "Level 3: said so.", "causes")),
    ],
)
def test_a_fact_of_version_1_is_read_as_what_it_would_be_today(kind: str, text: str, today: Fact) -> None:
    brief = BRIEF.parse(_of_version_1((kind, text)))
    assert brief.facts == (today,)
    assert (brief.kind, brief.language, brief.names) == (Kind.NARRATIVE, "en", ("Developing", "Initial"))
    assert BRIEF.parse(_through_json(BRIEF.write(brief))) == brief


def test_a_malformed_brief_of_version_1_is_refused_with_its_key_path() -> None:
    value = _of_version_1(("level", "Level 3 of 5"))
    value["facts"][0]["kind"] = "rumour"
    assert "facts[0].kind: expected one of" in _refusal(BRIEF.parse, value)
    value.pop("bands")
    assert "bands: this key is missing" in _refusal(BRIEF.parse, value)
