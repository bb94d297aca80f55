"""How the levels of a team are spread, as a picture and in a report: whole, readable without colours, never of two."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from bot.core.assessment import AgreedLevel, Assessment, Status
from bot.core.framework import Scale
from bot.core.report_words import Wording
from bot.core.scoring.scorecard import scorecard
from bot.core.team import Evidence, Leave, Quote, Split, SplitGroup
from bot.reports.drawing import BEFORE, NOW
from bot.reports.html import html_of
from bot.reports.report import report_of
from bot.reports.spread_picture import spread_picture
from tests.core.revealed import FIRST, KEYS, SECOND, THIRD, revealed, sitting, tally, team_of
from tests.effort import effort, thirds
from tests.hostile.made import Maker
from tests.hostile.team_showings import revealed_team
from tests.reports.test_pictures import checked, of, texts
from tests.reports.told import told
from tests.store.made import on_day

GROUPS = (SplitGroup("front line", {1: 3}), SplitGroup("", {4: 3, 5: 1}))
REVEALED = revealed(
    tally(FIRST, 1, 1, 1, 4, 4, 4, 5),
    tally(SECOND, 2, 2, 3),
    splits=(Split(FIRST, "role", GROUPS),),
    quotes=(Quote(FIRST, Evidence("words", "<b>tickets</b> come back"), Leave.QUOTE),),
    not_applicable=(THIRD,),
)
AGAIN = sitting(2, revealed(tally(FIRST, 2, 2, 3), day=5), keys=(FIRST,))
AGREED = (AgreedLevel(FIRST, 3, "dana", on_day(6), "the <i>survey</i> shows it", "two of us see a 2"),)


def complete(assessment: Assessment) -> Assessment:
    return replace(assessment, status=Status.COMPLETE, completed_at=on_day(3))


def test_columns_rounds_target_and_agreed_level_are_drawn_and_said_in_words() -> None:
    card = scorecard(complete(team_of(sitting(1, REVEALED), AGAIN, agreed=AGREED)))
    picture = spread_picture(card)
    root = checked(picture)
    fills = [each.attrib.get("fill") for each in root.iter() if each.tag.endswith("rect")]
    edges = [each.attrib.get("stroke") for each in root.iter() if each.tag.endswith("rect")]
    assert fills.count(NOW) == 2 + 2 + 1, "each level of the newest round that somebody chose, and the legend"
    assert edges.count(BEFORE) == 3 + 1, "and each of the first round"
    assert "fewer than three rated it" in texts(root)
    assert "not applicable" in texts(root)
    assert (
        "1. Journey visibility & feedback: first round 3 at 1, 3 at 4, 1 at 5, mean 2.9; second round 2 at 2, 1 at 3,"
        " mean 2.3; agreed level 3; target 4." in picture.alt
    )
    assert f"4. {card.rows[3].name}: fewer than three rated it." in picture.alt


@pytest.mark.parametrize(
    ("language", "said"),
    [("de", "3 auf 1, 3 auf 4, 1 auf 5, Mittelwert 2,9"), ("fr", "moyenne 2,9"), ("es", "media 2,9")],
)
def test_the_picture_speaks_the_language_of_the_report(language: str, said: str) -> None:
    assessment = replace(complete(team_of(sitting(1, REVEALED), AGAIN, agreed=AGREED)), language=language)
    picture = spread_picture(scorecard(assessment), Wording(language))
    assert said in picture.alt
    page = html_of(report_of(told(assessment)))
    assert said in page, "and so does the report"
    assert Wording(language)("few_rated") in texts(checked(picture))


@pytest.mark.parametrize("scale", [Scale(1, 4), Scale(0, 10), Scale(1, 100)])
def test_any_scale_and_many_dimensions_fit(scale: Scale) -> None:
    framework = of(12, scale=scale, name="Dimension with a long name that is wrapped {}")
    tallies = [tally(each.key, scale.low, scale.low, scale.high, scale.high - 1) for each in framework.dimensions]
    keys = tuple(each.key for each in framework.dimensions)
    assessment = replace(team_of(sitting(1, revealed(*tallies), keys=keys)), framework=framework, targets={})
    checked(spread_picture(scorecard(complete(assessment))))


@pytest.mark.parametrize("number", thirds(range(effort(4, 60))))
def test_no_words_of_people_or_files_break_a_picture_or_a_report(number: int) -> None:
    maker = Maker(Random(f"spread {number}"), loud=(5, 40)[number % 2])
    found = revealed_team(maker, maker.assessment(maker.framework(1), Status.COMPLETE))
    checked(spread_picture(scorecard(found)))
    page = html_of(report_of(replace(told(acme()), assessment=found, card=scorecard(found), course=None)))
    assert "<script" not in page.split("</style>")[-1]


def acme(**more: Any) -> Assessment:
    return replace(complete(team_of(sitting(1, REVEALED), AGAIN, agreed=AGREED)), **more)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_a_report_tells_of_rounds_groups_and_what_was_agreed_and_names_nobody_who_rated(language: str) -> None:
    page = html_of(report_of(told(acme(language=language))))
    for part in ("3 × 1, 3 × 4, 1 × 5", "2 × 2, 1 × 3", "front line 1", "two of us see a 2", "Dana Weber"):
        assert part in page
    assert "the &lt;i&gt;survey&lt;/i&gt; shows it" in page
    assert "&lt;b&gt;tickets&lt;/b&gt; come back" in page
    assert not [each for each in ("U2", "U3", "U4", "U5", "U6", "U7") if f">{each}" in page or f" {each}," in page]
    assert KEYS[3] not in page
