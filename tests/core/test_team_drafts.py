"""Drafts of a team assessment rest on what may be told: quoted, told in other words, or not at all."""

import json

import pytest

from bot.core.assessment import Assessment
from bot.core.drafts.brief import Brief, FactKind, Kind, Piece
from bot.core.drafts.briefs import brief_for, brief_lines, pieces_of
from bot.core.drafts.built_texts import built
from bot.core.drafts.draft import Draft, Finding, Made, PromptStamp, Prose, Reply, Sentence
from bot.core.drafts.render import show_text
from bot.core.json_values import Node
from bot.core.record.unscored import DRAFTS
from bot.core.scoring.scorecard import scorecard
from bot.core.team import Leave
from bot.slack.views.drafts import sources_view
from tests.core.balloted import FIRST, KEYS, START, ballot
from tests.core.strategies import EVERY_WORD
from tests.core.teamed import sitting, team_with
from tests.known import as_a

NOTE = Piece(Kind.NOTE, FIRST)
WORDS = {
    Leave.QUOTE: "we keep a list of causes",
    Leave.RETELL: "Petra from billing fixes every single one alone",
    Leave.NOTHING: "my manager hides the complaints",
}


def team_of(*leaves: Leave | None, level: int = 4) -> Assessment:
    ballots = [
        ballot(f"U{place}", {FIRST: (level, WORDS[leave or Leave.NOTHING]), KEYS[1]: (4, "two only")}, leave=leave)
        if place < 2
        else ballot(f"U{place}", {FIRST: (level, WORDS[leave or Leave.NOTHING])}, leave=leave)
        for place, leave in enumerate(leaves)
    ]
    return team_with(sitting(1, ballots))


def brief_of(assessment: Assessment) -> Brief:
    return brief_for(assessment, scorecard(assessment), NOTE)


def note_of(assessment: Assessment) -> str:
    return as_a(Prose, built(brief_of(assessment))).text


def test_what_may_be_quoted_is_evidence_what_may_be_told_is_heard_and_the_rest_is_no_fact() -> None:
    team = team_of(Leave.QUOTE, Leave.RETELL, Leave.NOTHING, None)
    brief = brief_of(team)
    assert [each.text for each in brief.of_kind(FactKind.EVIDENCE)] == [WORDS[Leave.QUOTE]]
    assert [each.text for each in brief.of_kind(FactKind.HEARD)] == [WORDS[Leave.RETELL]]
    assert WORDS[Leave.NOTHING] not in repr(brief)
    assert "U0" not in repr(brief)
    assert pieces_of(scorecard(team)) == (NOTE,), "nothing is drafted of what is withheld"
    (heard,) = (json.loads(line) for line in brief_lines(brief).splitlines() if '"heard"' in line)
    assert "never by its slot" in heard["use"]
    assert not [each.text for each in brief.unheard.facts if each.kind is FactKind.HEARD and each.text]


@pytest.mark.parametrize(
    ("sentence", "facts", "check"),
    [
        ("as heard: {HEARD}.", (), "slots"),
        ("as heard: {HEARD|fixes every single one}.", (), "slots"),
        ("somebody in billing fixes every single one of them.", ("HEARD",), "quotations"),
        ("somebody called Petra mends them.", ("HEARD",), "names"),
        ("the mending is left to a colleague.", ("HEARD",), ""),
    ],
)
def test_what_may_be_told_is_told_in_other_words_only(sentence: str, facts: tuple[str, ...], check: str) -> None:
    brief = brief_of(team_of(Leave.QUOTE, Leave.RETELL, Leave.RETELL))
    ids = {each.kind: each.id for each in brief.facts}
    level = Sentence(f"{{{ids[FactKind.DIMENSION]}}} was rated {{{ids[FactKind.LEVEL]}}}.", ())
    written = sentence.replace("HEARD", ids[FactKind.HEARD])
    own = Sentence(written, tuple(ids[FactKind.HEARD] for _ in facts))
    shown = show_text(EVERY_WORD, brief, FIRST, Prose((level, own)))
    assert [each.check for each in shown.findings][:1] == ([check] if check else [])


def test_a_text_without_a_model_says_that_more_was_said_and_quotes_none_of_it() -> None:
    text = note_of(team_of(Leave.RETELL, Leave.RETELL, Leave.RETELL))
    assert "More was said to show it than may be quoted." in text
    assert "Petra" not in text
    assert "Nothing was given" not in text
    untold = note_of(team_of(None, None, None))
    assert "evidence that is not to be told" in untold
    assert "Nothing was given" in note_of(team_of(None, None, None, level=2))


def test_an_export_has_no_words_that_are_to_be_told_differently() -> None:
    brief = brief_of(team_of(Leave.RETELL, Leave.RETELL, Leave.RETELL))
    said = Sentence("Petra from billing fixes every single one.", ())
    found = (Finding("quotations", said.text, "It repeats word for word."),)
    reply = Reply(1, Prose((said,)), None, found, "m", PromptStamp("note", "1", "d"), 1, 1, 1, START)
    made = Made(built(brief), by_model=False, brief=brief, trouble=None, findings=found, at=START)
    draft = Draft("d1", NOTE, "Dana", START, replies=(reply,), made=made)
    file = DRAFTS.write((draft,))
    assert "Petra" not in json.dumps(file)
    assert DRAFTS.write(DRAFTS.read(Node("drafts", file))) == file


def test_sources_say_that_a_sentence_rests_on_what_was_heard_and_not_the_words() -> None:
    brief = brief_of(team_of(Leave.RETELL, Leave.RETELL, Leave.RETELL))
    draft = Draft("d1", NOTE, "Dana", START, made=Made(built(brief), False, brief, None, (), START))  # noqa: FBT003 -- by no model
    shown = json.dumps(sources_view(draft, "Journeys"))
    assert "_said, in other words_" in shown
    assert "Petra" not in shown
