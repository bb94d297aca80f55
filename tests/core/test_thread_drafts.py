"""Where drafts stand in the layout of a thread, from the facts alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.assessment import Assessment, Status
from bot.core.conversation.talk import Because, Detail, Question, Wants
from bot.core.drafts.brief import Kind, Piece
from bot.core.drafts.briefs import brief_for, pieces_of
from bot.core.drafts.built_texts import built
from bot.core.drafts.draft import Decision, Draft, Made, Trouble, Verb
from bot.core.drafts.standing import accepted_texts, changed_pieces, contradicting, is_stale, wanted_pieces
from bot.core.plan.plan import ActionStanding
from bot.core.scoring.scorecard import Scorecard, scorecard
from bot.core.thread import Drafting, DraftShown, Placed, layout
from tests.core.drafted import ACTION, PROSE, accepted_action, answered
from tests.core.examples import example_framework
from tests.core.rated import NO_STORES, Given, assessment_of, said
from tests.known import as_a

FRAMEWORK = example_framework()
FIRST, SECOND = (each.key for each in FRAMEWORK.dimensions[:2])
NOTE, PLAN = Piece(Kind.NOTE, FIRST), Piece(Kind.PLAN)
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def complete(given: Given | None = None) -> Assessment:
    return assessment_of(FRAMEWORK, given or [2] * 6)


def card_of(assessment: Assessment) -> Scorecard:
    return scorecard(assessment)


def asked(name: str, piece: Piece = NOTE) -> Draft:
    return Draft(name, piece, "dana", NOON)


def made(
    name: str, piece: Piece = NOTE, *, at: int = 0, by_model: bool = True, trouble: Trouble | None = None
) -> Draft:
    """A draft of a text about six dimensions at 2, finished so many minutes after noon."""
    assessment = complete()
    brief = brief_for(assessment, card_of(assessment), piece)
    text = Made(built(brief), by_model, brief, trouble, (), NOON + timedelta(minutes=at))
    return replace(asked(name, piece), made=text)


def decided(draft: Draft, *verbs: Verb) -> Draft:
    return replace(draft, decisions=tuple(Decision(verb, "dana", NOON) for verb in verbs))


def placed(*drafts: Draft, of: Assessment | None = None, actions: tuple[ActionStanding, ...] = ()) -> list[Placed]:
    """Give what stands below the scorecard."""
    found = layout(of or complete(), (), None, drafts=drafts, actions=actions)
    return list(found[[each.key for each in found].index("scorecard") + 1 :])


def status(*drafts: Draft, of: Assessment | None = None) -> Drafting:
    return as_a(Drafting, placed(*drafts, of=of)[0].shows)


def shown(*drafts: Draft, of: Assessment | None = None) -> list[DraftShown]:
    return [each.shows for each in placed(*drafts, of=of) if isinstance(each.shows, DraftShown)]


def test_an_assessment_under_way_shows_no_drafts() -> None:
    under_way = replace(complete(), status=Status.OPEN)
    assert all(not each.key.startswith("draft") for each in layout(under_way, (), None, drafts=(made("d1"),)))


def test_without_drafts_nothing_is_said_about_them() -> None:
    assert placed() == []


def test_what_is_being_written_is_counted_and_not_shown() -> None:
    assert [each.key for each in placed(asked("d1"), made("d2", PLAN))] == ["drafting", "draft:d2"]
    assert status(asked("d1"), made("d2", PLAN)) == Drafting(complete().id, 2, 1, 0, "", 1)


def test_drafts_stand_in_the_order_in_which_they_were_finished() -> None:
    found = placed(made("d1", at=5), made("d2", PLAN, at=3))
    assert [each.key for each in found] == ["drafting", "draft:d2", "draft:d1"]


def test_an_older_draft_stays_without_a_way_to_decide_until_the_newer_is_finished() -> None:
    (old,) = shown(made("d1"), asked("d2"))
    assert (old.draft.id, old.replaced) == ("d1", True)
    (new,) = shown(made("d1"), made("d2", at=1))
    assert (new.draft.id, new.replaced) == ("d2", False)


def test_an_open_question_stands_below_the_drafts() -> None:
    question = Question(7, "dana", FIRST, Wants.LEVEL, Because.CHANGE, Detail(after_completion=True))
    keys = [each.key for each in layout(complete(), (question,), None, drafts=(made("d1"),))]
    assert keys[-3:] == ["drafting", "draft:d1", "q7"]


def test_a_draft_has_its_dimensions_name_and_the_plan_has_none() -> None:
    assert [each.name for each in shown(made("d1"), made("d2", PLAN))] == ["Journey visibility & feedback", ""]


def test_only_the_plan_that_they_belong_to_shows_actions() -> None:
    action = accepted_action()
    own, other = ActionStanding(action), ActionStanding(replace(action, id="k2", draft="d9"))
    found = placed(made("d1", PLAN), made("d2"), actions=(own, other))
    assert [each.shows.actions for each in found if isinstance(each.shows, DraftShown)] == [(own,), ()]
    assert action.action == ACTION


def test_texts_built_for_want_of_a_model_are_not_counted_as_failures_of_one() -> None:
    told = status(
        made("d1", by_model=False, trouble=Trouble.NO_MODEL),
        made("d2", PLAN, by_model=False, trouble=Trouble.CEILING),
        made("d3", Piece(Kind.NOTE, SECOND), by_model=False),
    )
    assert (told.ready, told.built, told.model) == (3, 2, "")


def test_the_model_that_answered_last_is_named() -> None:
    draft = replace(made("d1"), replies=(answered(), replace(answered(2), model="openai:large")))
    assert status(draft).model == "openai:large"


def test_only_undecided_texts_wait() -> None:
    verbs = (Verb.ACCEPT,), (Verb.DISCARD,), (Verb.ACCEPT, Verb.REOPEN)
    pieces = (NOTE, PLAN, Piece(Kind.NOTE, SECOND))
    drafts = [
        decided(made(f"d{place}", piece), *each) for place, (piece, each) in enumerate(zip(pieces, verbs, strict=True))
    ]
    assert (status(*drafts).ready, status(*drafts).waiting) == (3, 1)


def test_a_text_is_stale_once_an_answer_that_it_rests_on_is_another() -> None:
    last = Piece(Kind.NOTE, FRAMEWORK.dimensions[-1].key)
    drafts = made("d1"), made("d2", last)
    assert [each.stale for each in shown(*drafts)] == [False, False]
    assert [each.stale for each in shown(*drafts, of=complete([2, 2, 2, 2, 2, 3]))] == [False, True]
    reworded = complete({FIRST: [said(2, words="a map")], **{each.key: 2 for each in FRAMEWORK.dimensions[1:]}})
    assert [each.stale for each in shown(*drafts, of=reworded)] == [True, False]


def test_a_text_about_what_does_not_apply_any_more_is_stale_and_one_not_yet_written_is_not_waited_for() -> None:
    without = complete([NO_STORES, 2, 2, 2, 2, 2])
    assert [each.stale for each in shown(made("d1"), of=without)] == [True]
    assert status(asked("d1"), made("d2", PLAN), of=without).wanted == 1


# --- which texts are wanted, and who may want them


def test_texts_are_wanted_that_have_no_draft_that_counts() -> None:
    assessment = complete()
    card, every = card_of(assessment), pieces_of(card_of(assessment))
    drafts = [made(f"d{place}", piece) for place, piece in enumerate(every)]
    assert wanted_pieces(assessment, card, ()) == every
    assert wanted_pieces(assessment, card, tuple(drafts)) == ()
    assert wanted_pieces(assessment, card, tuple(asked(each.id, each.piece) for each in drafts)) == ()
    discarded = (decided(drafts[0], Verb.DISCARD), decided(drafts[1], Verb.ACCEPT), *drafts[2:])
    assert wanted_pieces(assessment, card, discarded) == every[:1]


def test_one_changed_answer_makes_only_the_texts_of_its_own_dimension_stale_and_perhaps_the_plan() -> None:
    before = complete([1, 1, 2, 3, 3, 3])
    made_of = [_of(before, each) for each in pieces_of(card_of(before))]
    for levels, changed in (([1, 1, 2, 4, 3, 3], {3}), ([2, 1, 2, 3, 3, 3], {0}), ([1, 3, 2, 3, 3, 3], {1})):
        after = complete(levels)
        stale = {each.piece for each in made_of if is_stale(after, card_of(after), each)}
        keys = {FRAMEWORK.dimensions[place].key for place in changed}
        assert {each.dimension for each in stale} - {""} == keys, levels
        narrative = _of(before, Piece(Kind.NARRATIVE, FRAMEWORK.dimensions[2].key))
        assert status(narrative, of=after).stale == 0


def _of(assessment: Assessment, piece: Piece) -> Draft:
    brief = brief_for(assessment, card_of(assessment), piece)
    return replace(
        asked(piece.key, piece),
        made=Made(built(brief), by_model=False, brief=brief, trouble=None, findings=(), at=NOON),
    )


def test_what_changed_is_drafted_anew_but_for_a_persons_own_words_an_accepted_plan_and_what_was_discarded() -> None:
    changed, card = complete([3, *[2] * 5]), card_of(complete([3, *[2] * 5]))
    note, plan = made("d1"), made("d2", PLAN)
    for draft, renewed in (
        (note, (NOTE,)),
        (decided(note, Verb.ACCEPT), (NOTE,)),
        (replace(note, decisions=(Decision(Verb.ACCEPT, "erin", NOON, PROSE),)), ()),
        (decided(note, Verb.DISCARD), ()),
        (decided(plan, Verb.ACCEPT), ()),
        (plan, (PLAN,)),
    ):
        assert changed_pieces(changed, card, (draft,)) == renewed
    assert changed_pieces(complete(), card_of(complete()), (note, plan)) == ()


@pytest.mark.parametrize(
    ("text", "kind", "wrong"),
    [
        ("It is at level 3 by now.", Kind.NOTE, ("level 3",)),
        ("Stufe 4, also 4 von 5.", Kind.NOTE, ("Stufe 4", "4 von 5")),
        ("level 2 of 5, and 2.0 / 5 as well", Kind.NOTE, ()),
        ("level 4 is the target, 3/5 is on the way", Kind.NARRATIVE, ("3/5",)),
        ("2 of 55 calls, 12.2 of 5.5, 3 ideas", Kind.NOTE, ()),
    ],
)
def test_a_level_that_the_scorecard_does_not_have_is_found_in_a_persons_words(
    text: str, kind: Kind, wrong: tuple[str, ...]
) -> None:
    brief = brief_for(complete(), card_of(complete()), Piece(kind, FIRST))
    assert contradicting(text, brief, FIRST) == wrong
    assert contradicting(text, brief, SECOND) == ()


def test_a_stale_text_is_wanted_anew_unless_it_is_accepted() -> None:
    changed = complete([3, *[2] * 5])
    card, note = card_of(changed), made("d1")
    assert NOTE in wanted_pieces(changed, card, (note,))
    assert NOTE not in wanted_pieces(changed, card, (decided(note, Verb.ACCEPT),))
    assert NOTE in wanted_pieces(changed, card, (decided(note, Verb.ACCEPT, Verb.REOPEN),))


def test_accepted_texts_come_in_the_frameworks_order_and_never_a_mere_draft() -> None:
    narrative = Piece(Kind.NARRATIVE, FIRST)
    drafts = (
        decided(made("d1", Piece(Kind.NOTE, SECOND)), Verb.ACCEPT),
        decided(made("d2", narrative), Verb.ACCEPT),
        decided(made("d3"), Verb.ACCEPT),
        decided(made("d4", PLAN), Verb.ACCEPT),
        made("d5", Piece(Kind.NOTE, FRAMEWORK.dimensions[2].key)),
        decided(made("d6", Piece(Kind.NOTE, FRAMEWORK.dimensions[3].key)), Verb.DISCARD),
    )
    texts = accepted_texts(complete(), card_of(complete()), drafts)
    assert [(each.piece, each.editor) for each in texts] == [
        (NOTE, ""),
        (narrative, ""),
        (Piece(Kind.NOTE, SECOND), ""),
    ]


def test_an_edited_text_is_accepted_in_its_own_words() -> None:
    edit = Decision(Verb.ACCEPT, "erin", NOON, PROSE)
    (text,) = accepted_texts(complete(), card_of(complete()), (replace(made("d1"), decisions=(edit,)),))
    assert (text.text, text.by, text.editor) == (PROSE.text, "erin", "erin")
