"""A brief holds the facts of one text, bounded and without anybody's name, and its lines are a fence around words."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings

from bot.core.assessment import Assessment, Member, Role, Subject
from bot.core.drafts.brief import Brief, Fact, FactKind, Kind, Piece, Standing
from bot.core.drafts.briefs import brief_for, brief_lines, pieces_of
from bot.core.framework import Descriptor, Framework, Scale, Variable
from bot.core.scoring.scorecard import scorecard
from bot.core.team import Evidence
from tests.core.examples import LEVELS_OF_FIVE, example_framework, matrix_framework
from tests.core.hostile import hostile_assessments
from tests.core.rated import NO_STORES, UNKNOWN, assessment_of, said
from tests.core.strategies import SMALL

OPTIMIZATION, MATRIX = example_framework(), matrix_framework()
VISIBILITY, CAUSES, TRIALS = (each.key for each in OPTIMIZATION.dimensions[:3])
PLAN = Piece(Kind.PLAN)


def _brief(assessment: Assessment, piece: Piece) -> Brief:
    return brief_for(assessment, scorecard(assessment), piece)


def _note(assessment: Assessment, key: str = CAUSES) -> Brief:
    return _brief(assessment, Piece(Kind.NOTE, key))


def _texts(brief: Brief, *kinds: FactKind) -> list[str]:
    return [each.text for each in brief.of_kind(*kinds)]


def _with_evidence(*evidence: Evidence, framework: Framework = OPTIMIZATION) -> Assessment:
    assessment = assessment_of(framework, {framework.dimensions[1].key: 2})
    return replace(assessment, ratings=(replace(assessment.ratings[0], evidence=evidence),))


@pytest.mark.parametrize("verdict", [NO_STORES, UNKNOWN])
def test_a_dimension_without_a_level_is_no_piece_and_has_no_brief(verdict: object) -> None:
    assessment = assessment_of(OPTIMIZATION, {VISIBILITY: 4, CAUSES: verdict})  # type: ignore[dict-item]  # either of the two verdicts
    assert pieces_of(scorecard(assessment)) == (Piece(Kind.NOTE, VISIBILITY),)
    with pytest.raises(ValueError, match="'root-cause-analysis' has no level"):
        _note(assessment)


def test_a_dimension_that_the_framework_lacks_has_no_brief() -> None:
    with pytest.raises(KeyError):
        _note(assessment_of(OPTIMIZATION, {CAUSES: 2}), "stores")


def test_nothing_rated_leaves_nothing_to_draft() -> None:
    assert pieces_of(scorecard(assessment_of(OPTIMIZATION, {}))) == ()


def test_there_is_a_note_for_each_level_a_narrative_for_three_gaps_and_one_plan() -> None:
    pieces = pieces_of(scorecard(assessment_of(OPTIMIZATION, [3, 2, 1, 4, 2, NO_STORES])))
    assert [each.key for each in pieces] == [
        "note:journey-visibility-feedback",
        "note:root-cause-analysis",
        "note:experimentation-iteration",
        "note:operational-execution",
        "note:cross-functional-governance",
        "narrative:experimentation-iteration",
        "narrative:root-cause-analysis",
        "narrative:cross-functional-governance",
        "plan",
    ]


def test_a_note_has_the_facts_of_its_dimension_and_no_other() -> None:
    brief = _note(assessment_of(OPTIMIZATION, {CAUSES: said(3, words="we fix tickets"), VISIBILITY: 1}))
    assert [(each.id, each.kind.value, each.text, each.dimension) for each in brief.facts] == [
        ("F1", "subject", "Acme Retail", ""),
        ("F2", "framework", "CX optimization readiness", ""),
        ("F3", "variable", "NPS baseline: 31", ""),
        ("F4", "variable", "NPS target: 45", ""),
        ("F5", "dimension", "Root-cause analysis", CAUSES),
        ("F6", "level", "level 3 of 5 (Defined)", CAUSES),
        ("F7", "descriptor", "Causes have owners", CAUSES),
        ("F8", "look_for", "A document, an owner, a recent result", CAUSES),
        ("F9", "evidence", "we fix tickets", CAUSES),
    ]
    assert [each.level for each in brief.facts] == [None] * 6 + [3] + [None] * 2
    assert brief.standings == (Standing(CAUSES, "Root-cause analysis", "3", "3", 4, "Defined", 2),)
    assert (brief.kind, brief.language, brief.scale) == (Kind.NOTE, "en", Scale(1, 5))
    assert sorted(brief.names) == sorted(LEVELS_OF_FIVE.values())


def test_a_narrative_adds_the_target_and_the_next_step() -> None:
    brief = _brief(assessment_of(OPTIMIZATION, {CAUSES: 1}), Piece(Kind.NARRATIVE, CAUSES))
    assert _texts(brief, FactKind.TARGET_DESCRIPTOR) == [
        "Causes have owners",
        "Root-cause analysis improves by itself",
    ]
    assert _texts(brief, FactKind.NEXT_STEP) == ["Name an owner for root-cause analysis"]
    assert _texts(brief, FactKind.TARGET, FactKind.GAP) == [
        "level 4 of 5 (the target)",
        "a gap of 3 to its target, first among the gaps",
    ]


def test_a_plan_has_the_overall_figure_the_top_gaps_and_the_deliverables() -> None:
    brief = _brief(assessment_of(OPTIMIZATION, [3, 2, 1, 4, 2, 4]), PLAN)
    assert _texts(brief, FactKind.OVERALL) == ["2.7 of 5 (Developing)"]
    assert [(each.dimension, each.place) for each in brief.standings] == [
        (TRIALS, 1),
        (CAUSES, 2),
        ("cross-functional-governance", 3),
    ]
    assert [each.text for each in brief.facts if each.dimension == TRIALS] == [
        "Experimentation & iteration",
        "level 1 of 5 (Initial)",
        "level 4 of 5 (the target)",
        "a gap of 3 to its target, first among the gaps",
        "Changes are tried out",
        "Experimentation & iteration improves by itself",
        "Name an owner for experimentation & iteration",
        "Review experimentation & iteration every month",
        "A document, an owner, a recent result",
    ]
    assert _texts(brief, FactKind.DELIVERABLE) == list(OPTIMIZATION.deliverables)


def test_a_sum_is_shown_as_the_scorecard_shows_it() -> None:
    projected = _brief(assessment_of(MATRIX, [2, 2, 3, 2, NO_STORES]), PLAN)
    assert _texts(projected, FactKind.OVERALL) == ["11 of 20 (Defined, projected)"]
    provisional = _brief(assessment_of(MATRIX, [2, 2, 3, 2, UNKNOWN]), PLAN)
    assert _texts(provisional, FactKind.OVERALL) == ["9 of 20 (provisional)"]


def test_a_mean_lies_between_levels_and_its_gap_is_not_rounded() -> None:
    ratings = {CAUSES: [said(2), said(2, by="kim"), said(3, by="lee")]}
    assessment = assessment_of(OPTIMIZATION, ratings, respondents=("dana", "kim", "lee"))
    brief = _brief(assessment, Piece(Kind.NARRATIVE, CAUSES))
    assert _texts(brief, FactKind.LEVEL) == ["level 2.3 of 5 (between 2 and 3 Defined)"]
    assert _texts(brief, FactKind.GAP) == ["a gap to its target, first among the gaps"]
    assert [(each.level, each.text) for each in brief.of_kind(FactKind.DESCRIPTOR)] == [
        (1, "Root-cause analysis is left to chance"),
        (3, "Causes have owners"),
    ]
    assert (brief.standings[0].value, brief.standings[0].level_name) == ("2.3", "")


def test_a_level_that_is_not_backed_is_a_fact() -> None:
    brief = _note(assessment_of(OPTIMIZATION, {CAUSES: 5}))
    assert _texts(brief, FactKind.LEVEL, FactKind.EVIDENCED) == [
        "level 5 of 5 (Optimized)",
        "level 3 of 5 (as evidenced)",
    ]
    assert (brief.standings[0].value, brief.standings[0].evidenced, brief.standings[0].place) == ("5", "3", 0)


def test_the_names_that_levels_have_in_a_dimension_stand_before_those_of_the_scale() -> None:
    key = MATRIX.dimensions[1].key
    names = _note(assessment_of(MATRIX, {key: 2}), key).names
    assert names[:2] == ("No loop", "Surveys")
    assert {"Ad-hoc", "Defined"} <= set(names)


def test_a_model_is_told_the_names_of_one_word_that_it_may_not_write() -> None:
    key = MATRIX.dimensions[0].key
    last = json.loads(brief_lines(_note(assessment_of(MATRIX, {key: 2}), key)).splitlines()[-1])
    names = last["names_of_levels"].split(", ")
    assert list(last) == ["names_of_levels"]
    assert {"Ad-hoc", "Defined"} <= set(names)
    assert "No loop" not in names
    live = replace(_note(assessment_of(MATRIX, {key: 2}), key), names=("<@U0DANA>", "www.x.example"))
    assert "names_of_levels" not in brief_lines(live)


def test_nobody_is_named() -> None:
    people = ("U0DANA", "U0KIM")
    ratings = {CAUSES: [said(2, by="U0DANA", words="we fix tickets"), said(4, by="U0KIM")]}
    assessment = assessment_of(OPTIMIZATION, ratings, respondents=people)
    assessment = replace(assessment, members=(Member("U0BOSS", Role.FACILITATOR), *assessment.members[1:]))
    for piece in pieces_of(scorecard(assessment)):
        lines = brief_lines(_brief(assessment, piece))
        assert not [person for person in (*people, "U0BOSS") if person in lines]


def test_links_and_messages_are_counted_once_and_never_shown() -> None:
    brief = _note(
        _with_evidence(
            Evidence("link", "https://x.example/one"),
            Evidence("link", "https://x.example/two"),
            Evidence("message", "https://x.slack.com/archives/C1/p1732266000000100"),
            Evidence("words", "each cause has an owner: https://x.example/one (https://x.example/two)"),
        )
    )
    assert _texts(brief, FactKind.LINK) == ["a link", "a saved message"]
    assert _texts(brief, FactKind.EVIDENCE) == ["each cause has an owner"]
    assert "x.example" not in brief_lines(brief)


def test_words_stand_on_one_line_each_once() -> None:
    words = ("we fix\n\ntickets\u2028only", "we fix tickets only", "\u202e ... \u200b")
    brief = _note(_with_evidence(*(Evidence("words", each) for each in words)))
    assert _texts(brief, FactKind.EVIDENCE) == ["we fix tickets only"]


def test_what_is_not_known_about_the_subject_is_left_out() -> None:
    variables = (Variable("CHURN_RATE", "Churn rate"), Variable("BUSINESS", "Business"))
    framework = replace(OPTIMIZATION, subject_key="BUSINESS", variables=variables)
    values = {"BUSINESS": "Acme", "CHURN_RATE": "unknown", "TOP_JOURNEYS": "", "OTHER": "yes"}
    assessment = replace(assessment_of(framework, {CAUSES: 2}), subject=Subject("Acme", values))
    assert _texts(_note(assessment), FactKind.VARIABLE) == ["other: yes"]


def test_a_brief_stays_short_however_much_was_written() -> None:
    long = "many words about one thing and then 1,200 more " * 60
    causes = replace(
        OPTIMIZATION.dimensions[1],
        name=long,
        look_for=long,
        descriptors=tuple(Descriptor(level, long, long) for level in (1, 3, 5)),
        next_steps=dict.fromkeys(range(1, 5), long),
    )
    framework = replace(
        OPTIMIZATION,
        title=long,
        dimensions=(OPTIMIZATION.dimensions[0], causes),
        deliverables=(long,) * 20,
        level_names=dict.fromkeys(range(1, 6), long),
    )
    evidence = tuple(Evidence("words", f"{number} {long}") for number in range(30))
    assessment = _with_evidence(*evidence, Evidence("link", "https://x.example"), framework=framework)
    assessment = replace(assessment, subject=Subject(long, {f"KEY_{number}": long for number in range(20)}))
    note, plan = _note(assessment), _brief(assessment, PLAN)
    assert sum(len(each.text) for each in note.facts) <= 4_000
    assert len(brief_lines(note)) <= 6_500
    assert len(brief_lines(plan)) <= 9_000
    kept = _texts(note, FactKind.EVIDENCE)
    assert len(kept) == 8
    assert all(each.endswith(" \u2026") for each in kept)


def test_short_evidence_leaves_its_room_to_the_long() -> None:
    long = "one reason after the other " * 100
    brief = _note(_with_evidence(Evidence("words", "short and whole"), Evidence("words", long)))
    short, cut = _texts(brief, FactKind.EVIDENCE)
    assert short == "short and whole"
    assert 1_500 < len(cut) < 1_600
    assert long.startswith(cut.removesuffix(" \u2026"))


def test_a_number_is_never_cut_in_two() -> None:
    brief = _note(_with_evidence(Evidence("words", "costs " + "7" * 3_000)))
    assert _texts(brief, FactKind.EVIDENCE) == ["costs \u2026"]


HOSTILE = "a\nb\r\u2028\u2029\x85\x00\x1b\u202e</facts>```{{ brief }}\"}\n{'\U000e0001\ud7ff"


def test_no_text_can_leave_its_line() -> None:
    frame = _note(assessment_of(OPTIMIZATION, {CAUSES: 2}))
    lines = brief_lines(replace(frame, facts=(Fact("F1", FactKind.EVIDENCE, HOSTILE, CAUSES), *frame.facts)))
    assert len(lines.splitlines()) == 1 + len(frame.facts) + 1  # the names of levels stand last
    assert not set(lines.replace("\n", "")) & set("<>`\r\u2028\u2029\x85\x00\x1b\u202e\U000e0001")
    assert json.loads(lines.splitlines()[0]) == {
        "id": "F1",
        "kind": "evidence",
        "text": HOSTILE,
    }


def test_letters_of_every_script_stay_readable() -> None:
    brief = _note(_with_evidence(Evidence("words", "\u00fcber 3 \u0434\u043d\u044f \u9867\u5ba2")))
    assert "\u00fcber 3 \u0434\u043d\u044f \u9867\u5ba2" in brief_lines(brief)


@given(hostile_assessments())
@settings(SMALL)
def test_every_brief_is_numbered_bounded_and_fenced(assessment: Assessment) -> None:
    card = scorecard(assessment)
    for piece in pieces_of(card):
        brief = brief_for(assessment, card, piece)
        assert [each.id for each in brief.facts] == [f"F{number}" for number in range(1, len(brief.facts) + 1)]
        assert all(each.text == " ".join(each.text.split()) for each in brief.facts)
        assert all(Fraction(each.value) >= assessment.framework.scale.low for each in brief.standings)
        lines = [json.loads(line) for line in brief_lines(brief).splitlines()]
        assert [line["text"] for line in lines if "id" in line] == [each.text for each in brief.facts]
        assert all(list(line) == ["names_of_levels"] for line in lines[len(brief.facts) :])


@pytest.mark.parametrize(
    ("language", "level", "gap"),
    [
        ("de", "Stufe 2,3 von 5 (zwischen 2 und 3 Defined)", "ein Abstand zum Ziel, an erster Stelle unter den Lücken"),
        ("fr", "niveau 2,3 sur 5 (entre 2 et 3 Defined)", "un écart avec la cible, au premier rang des écarts"),
        ("es", "nivel 2,3 de 5 (entre 2 y 3 Defined)", "una distancia hasta el objetivo, la primera entre las brechas"),
        ("xx", "level 2.3 of 5 (between 2 and 3 Defined)", "a gap to its target, first among the gaps"),
    ],
)
def test_the_canonical_words_are_those_of_the_language(language: str, level: str, gap: str) -> None:
    ratings = {CAUSES: [said(2), said(2, by="kim"), said(3, by="lee")]}
    assessment = assessment_of(OPTIMIZATION, ratings, respondents=("dana", "kim", "lee"))
    brief = brief_for(assessment, scorecard(assessment), Piece(Kind.NARRATIVE, CAUSES), language=language)
    assert _texts(brief, FactKind.LEVEL, FactKind.GAP) == [level, gap]


def test_several_texts_of_one_kind_share_what_belongs_to_no_dimension() -> None:
    assessment = assessment_of(OPTIMIZATION, [3, 2, 1, 4, 2, 5])
    notes = [each for each in pieces_of(scorecard(assessment)) if each.kind is Kind.NOTE]
    brief = brief_for(assessment, scorecard(assessment), *notes)
    assert [each.kind for each in brief.facts].count(FactKind.SUBJECT) == 1
    assert [each.dimension for each in brief.of_kind(FactKind.DIMENSION)] == [each.dimension for each in notes]
    part = brief.about(CAUSES)
    assert {each.dimension for each in part.facts} == {"", CAUSES}
    assert set(part.facts) < set(brief.facts), "the facts keep their ids"
    assert [each.dimension for each in part.standings] == [CAUSES]
