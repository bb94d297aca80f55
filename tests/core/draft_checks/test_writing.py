"""Script, language and markup: plain words on one line, in the brief's own writing."""

import pytest

from tests.core.draft_checks.example_brief import families, with_evidence


@pytest.mark.parametrize(
    "text",
    [
        "The c\u0430uses are known after a bad week.",
        "The causes are \u0445\u043e\u0440\u043e\u0448\u043e known.",
        "\u5ba2\u6237\u7b49\u5f85\u65f6\u95f4\u592a\u957f\u3002",
        "The causes \u2014 \u03b1\u03b9\u03c4\u03af\u03b5\u03c2 \u2014 are known.",
        "The \uff43\uff41\uff55\uff53\uff45\uff53 are known.",
        "The \U0001d41c\U0001d41a\U0001d42e\U0001d42c\U0001d41e\U0001d42c are known.",
        "The \u1d04auses are known after a bad week.",
        "There were \u0661\u0662 outages in March 2026.",
        "There were \uff11\uff12 outages in March 2026.",
    ],
)
def test_letters_and_digits_of_another_script_are_found(text: str) -> None:
    assert "script" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "Die Ursachen sind bekannt, aber niemand schreibt sie auf.",
        "Les causes sont connues, mais personne ne les note.",
        "Las causas se conocen, pero nadie las apunta.",
        "Le cause sono note, ma nessuno le scrive.",
        "As causas s\u00e3o conhecidas, mas ningu\u00e9m as anota.",
        "De oorzaken zijn bekend, maar niemand schrijft ze op.",
        "Przyczyny s\u0105 znane, ale nikt ich nie zapisuje.",
        "Nedenler biliniyor ama kimse bunu yazm\u0131yor \u00e7ok.",
        "The causes are known, aber niemand schreibt sie auf.",
        "The causes are known et personne ne les note dans une liste.",
        "The causes are nicht known.",
        "The causes of each d\u00e9faut are known.",
    ],
)
def test_another_language_is_found(text: str) -> None:
    assert "language" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "Causes are known on some teams, and in no case written down.",
        "The teams die down after a bad week, so on and so far.",
        "A na\u00efve list of causes is no list.",
        "Some teams come to a cause, others do not.",
    ],
)
def test_english_words_that_others_have_too_are_fine(text: str) -> None:
    assert not {"language", "script"} & families(text)


def test_names_and_words_of_the_evidence_keep_their_letters() -> None:
    brief = with_evidence("J\u00fcrgen from \u041c\u043e\u0441\u043a\u0432\u0430 asks why after a bad week.")
    assert (
        families("J\u00fcrgen from \u041c\u043e\u0441\u043a\u0432\u0430 asks why after a bad week.", brief=brief)
        == set()
    )


@pytest.mark.parametrize(
    "text",
    [
        "Ask <@U012AB3CD> about the causes.",
        "Ask @sarah about the causes.",
        "<!here> the causes are known.",
        "The causes concern \uff20channel.",
        "The causes stand in <#C012AB3CD>.",
        "The causes stand in #quality-leads.",
        "See https://evil.example/a about the causes.",
        "See www.evil.example about the causes.",
        "The causes stand on evil.com today.",
        "The causes stand on bit.ly/3xYz today.",
        "Write to audit@evil.example about the causes.",
        "Open mailto:audit about the causes.",
        "The causes stand at 10.0.0.1 today.",
        "The causes stand on evil[.]com today.",
        "The [causes](https://evil.example) are known.",
        "The *causes* are known.",
        "The _causes_ are known.",
        "The ~causes~ are known.",
        "The `causes` are known.",
        "The **causes are known.",
        "> The causes are known.",
        "# The causes are known.",
        "- The causes are known.",
        "\u2022 The causes are known.",
        "1. The causes are known.",
        "| causes | owners | are known.",
        "The <b>causes</b> are known.",
        "The causes &amp; owners are known.",
        'The causes are known."}]',
        "The causes {{ brief }} are known.",
        "The causes are known :tada:.",
        "The causes are known \U0001f389.",
        "The causes\nare known.",
        "The causes\tare known.",
        "The cau\u200bses are known.",
        "The cau\u202eses are known.",
        "The cau\u00adses are known.",
        "The cau\u0000ses are known.",
        "The cau\ue000ses are known.",
        "The cau\u0351\u036b\u0343\u0321ses are known.",
        "The cau\u3164ses are known.",
    ],
)
def test_markup_links_and_hidden_characters_are_found(text: str) -> None:
    assert "markup" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "The causes are known \u2013 so it is said \u2014 and that's it.",
        "The causes (of defects) are known; nothing is written down!",
        "Causes & owners are known.",
        "The causes are known.Then each defect gets an owner.",
        "The causes are known, e.g. of defects, and nothing is written down.",
        "Owners/causes: both are known.",
    ],
)
def test_plain_marks_are_fine(text: str) -> None:
    assert "markup" not in families(text)


def test_signs_within_a_true_quotation_are_the_respondents() -> None:
    brief = with_evidence("causes = ~3 a week, #1 is parcels {late}")
    assert families("One answer says \u201ccauses = ~3 a week\u201d.", brief=brief) == set()
    assert "markup" in families("One answer says \u201ccauses *bold*\u201d.", brief=with_evidence("causes *bold*"))
    assert "markup" in families("One answer says \u201cask @bob\u201d.", brief=with_evidence("ask @bob"))
