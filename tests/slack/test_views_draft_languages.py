"""What people read of a draft is in the language of its text; and what stands behind its button *Sources*."""

from dataclasses import replace

import pytest

from bot.core.drafts.brief import Kind, Piece
from bot.core.drafts.briefs import brief_for, pieces_of
from bot.core.drafts.built_texts import built
from bot.core.drafts.draft import Content, Draft, Finding, Made, Prose, Sentence, Trouble, Verb
from bot.core.drafts.labels import ENGLISH, LABELS
from bot.core.scoring.scorecard import scorecard
from bot.core.thread import DraftShown
from bot.slack.blocks import words_of
from bot.slack.views.draft_forms import sources_view
from bot.slack.views.drafts import draft
from tests.drafts.fresh.test_fresh import assessment
from tests.slack.drafts import NOTE, brief, decided, drafted, prose
from tests.slack.shown import AT, DANA, check_message, check_view

OF = {"de": ("schreinerei", "beschwerden"), "fr": ("garage", "reclamations"), "es": ("taller", "quejas")}
ENGLISH_ONLY = {key: words for key, words in ENGLISH.items() if len(words) > 5 and key not in ("scored", "plan")}
CHECKS = [key.removeprefix("wrong_") for key in LABELS["de"] if key.startswith("wrong_")]


def of_language(
    code: str, piece: Piece, *, findings: tuple[Finding, ...] = (), content: Content | None = None
) -> Draft:
    held = assessment(OF[code][0])
    found = brief_for(held, scorecard(held), piece, language=code)
    made = Made(content or built(found), content is not None, found, None, findings, AT)
    return Draft("d1", piece, DANA, AT, "kurz", (), made)


def everything(given: Draft) -> str:
    """Return what a message and the window behind it say, without what stands on buttons."""
    shows = DraftShown("a1b2c3d4e5", given, "Xyz", stale=True)
    message = check_message(draft(shows))
    shown = [each for each in message["blocks"] if each["type"] != "actions"]
    view = sources_view(given, "Xyz")
    check_view(view)
    return "\n".join(words_of([*shown, *view["blocks"]]))


@pytest.mark.parametrize("code", OF)
@pytest.mark.parametrize("trouble", [each for each in Trouble if each is not Trouble.NO_MODEL])
def test_nothing_english_stands_in_a_draft_of_another_language(code: str, trouble: Trouble) -> None:
    held = assessment(OF[code][0])
    said = [
        everything(replace(given, made=replace(given.made, trouble=trouble)))
        for piece in pieces_of(scorecard(held))
        if (given := of_language(code, piece)).made is not None
    ]
    assert said
    for text in said:
        found = [
            words for words in ENGLISH_ONLY.values() if words.split("{")[0].strip(" *.") and words.split("{")[0] in text
        ]
        assert not found, (code, found, text)


@pytest.mark.parametrize("code", OF)
@pytest.mark.parametrize("check", CHECKS)
def test_what_was_wrong_with_a_models_text_is_told_in_the_language_of_the_text(code: str, check: str) -> None:
    finding = Finding(check, "das {F3|alte Heft} zählt zwei.", "It writes “zwei” itself, a number.")
    piece = Piece(Kind.NOTE, OF[code][1])
    text = everything(of_language(code, piece, findings=(finding, finding)))
    assert LABELS[code][f"wrong_{check}"] in text
    assert "das alte Heft zählt zwei." in text
    assert "itself" not in text
    old = everything(of_language(code, piece, findings=(Finding("of earlier days", "x", "It says so."),)))
    assert LABELS[code]["unused"] in old
    assert "It says so" not in old


def test_every_language_says_the_same_things_and_fills_the_same_places() -> None:
    for code, table in LABELS.items():
        assert {key for key in table if not key.startswith("wrong")} == set(ENGLISH), code
        for key, words in ENGLISH.items():
            assert words.count("{") == table[key].count("{"), (code, key)


def test_the_sources_of_a_text_stand_behind_a_button_in_full_quoted_and_labelled() -> None:
    facts = brief(NOTE)
    level, *_ = (each.id for each in facts.facts if each.kind == "level")
    evidence, *_ = (each.id for each in facts.facts if each.kind == "evidence")
    text = Prose(
        (Sentence("It is at level 2 of 5.", (level,)), Sentence("Much is treated.", (evidence,)), Sentence("So."))
    )
    view = sources_view(drafted(content=text, by_model=True), "Root-cause analysis")
    check_view(view)
    assert words_of(view["blocks"]) == [
        "*Evidence note · Root-cause analysis*",
        "It is at level 2 of 5.",
        "_scorecard:_ level 2 of 5",
        "_in the model's words_",
        "Much is treated.",
        "_said:_ “we fix tickets but not causes”",
        "_in the model's words_",
        "So.",
        "_in the model's words_",
    ]


def test_a_long_text_marks_only_what_is_in_the_models_words_and_an_edited_one_has_no_sources() -> None:
    ids = tuple(each.id for each in brief(NOTE).facts if each.kind == "evidence")
    quoted = [Sentence(f"{letter * 40} “said”.", ids) for letter in "abcdefg"]
    long = Prose((*quoted, Sentence("Own words.", ids)))
    shows = DraftShown("a1b2c3d4e5", drafted(content=long, by_model=True), "Root-cause analysis", stale=False)
    lines = draft(shows).text.splitlines()
    assert [line.partition("  ")[2] for line in lines if "  " in line] == ["_(in the model's words)_"]
    mine = drafted(NOTE, decided(Verb.ACCEPT, edited=prose("My own.")))
    assert "draft.sources" not in str(draft(replace(shows, draft=mine)).blocks)
