"""Pictures of scorecards: always well-formed, within their card, and the same in words."""

import re
import struct
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from math import dist
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.assessment import Assessment, NotApplicable, NotRated, Verdict
from bot.core.framework import Dimension, Framework, Scale
from bot.core.report_words import CODES, Wording
from bot.core.scoring.scorecard import Scorecard, scorecard
from bot.core.scoring.trend import trend
from bot.reports import lettering
from bot.reports.drawing import BODY, MOST_WORDS, NOW, WIDTH, Axis
from bot.reports.drawn import ZOOM, png
from bot.reports.lettering import FOLDER, Lettering, font_with, read_font
from bot.reports.scorecard_picture import BEFORE_DASH, scorecard_picture
from bot.reports.trend_picture import DONE, trend_picture
from bot.slack import blocks as kit
from bot.slack.blocks import Message
from bot.slack.gate import Gate
from bot.use_cases.notified import Picture
from tests.core.examples import example_framework
from tests.core.hostile import hostile_assessments
from tests.core.rated import START, assessment_of
from tests.core.strategies import SMALL, assessments, moments
from tests.effort import effort

SVG = "{http://www.w3.org/2000/svg}"
EDGES = {"start": (0, 1), "middle": (0.5, 0.5), "end": (1, 0)}


FIVE = Scale(1, 5)


def of(count: int, *, scale: Scale = FIVE, name: str = "Dimension {}", target: int | None = None) -> Framework:
    dimensions = [Dimension(f"d{each}", name.format(each), (), target=target) for each in range(count)]
    return replace(example_framework(), dimensions=tuple(dimensions), scale=scale, bands=())


def drawn(card: Scorecard) -> ET.Element:
    """The picture of a scorecard, with everything checked that holds for each of them."""
    return checked(scorecard_picture(card))


def checked(picture: Picture) -> ET.Element:
    assert 0 < len(picture.alt) <= MOST_WORDS
    Gate(strict=True).message(Message("words", (kit.picture("F0PICTURE1", picture.alt),)))
    root = ET.fromstring(picture.svg)  # noqa: S314 -- our own text is what is tested
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {"svg", "rect", "path", "circle", "text"}
    _, _, width, height = (float(each) for each in root.attrib["viewBox"].split())
    set_in = Lettering([picture.svg])
    for each in root.iter(f"{SVG}text"):
        wide = set_in.width(each.text or "", float(each.attrib["font-size"]), bold="font-weight" in each.attrib)
        left, right = EDGES[each.attrib["text-anchor"]]
        x, y = float(each.attrib["x"]), float(each.attrib["y"])
        assert x - wide * left >= -0.5, each.text
        assert x + wide * right <= width + 0.5, each.text
        assert 0 < y <= height - 2, each.text
        assert "\n" not in (each.text or "")
    return root


def texts(root: ET.Element) -> list[str]:
    return [each.text or "" for each in root.iter(f"{SVG}text")]


@SMALL
@given(assessments() | hostile_assessments(), st.none() | assessments())
def test_any_scorecard_gives_a_well_formed_picture_with_every_text_on_it(
    assessment: Assessment, before: Assessment | None
) -> None:
    earlier = replace(before, workspace=assessment.workspace, framework=assessment.framework) if before else None
    drawn(scorecard(assessment, earlier))


@pytest.mark.parametrize(
    ("count", "scale", "name", "named"),
    [
        (6, Scale(1, 5), "Journey mapping {}", True),
        (9, Scale(1, 4), "Capability {}", True),
        (12, Scale(0, 10), "Voice of the customer and insight management across every channel {}", False),
        (20, Scale(0, 100), "Dimension {}", False),
        (3, Scale(1, 5), "Donaudampfschifffahrtsgesellschaftskapitän{}", False),
        (3, Scale(1, 5), "\u5ba2\u6237\u4f53\u9a8c {}", False),
    ],
)
def test_a_radar_names_its_spokes_where_the_names_have_room_and_numbers_them_else(
    count: int, scale: Scale, name: str, *, named: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lettering, "_system_folders", tuple)
    font_with.cache_clear()
    levels = [scale.low + place % (scale.high - scale.low + 1) for place in range(count)]
    found = drawn(scorecard(assessment_of(of(count, scale=scale, name=name), levels)))
    numbered = {str(each) for each in range(1, count + 1)} <= {
        each.text
        for each in found.iter(f"{SVG}text")
        if "font-weight" in each.attrib and each.attrib["font-size"] == f"{BODY:g}"
    }
    assert numbered is not named


@pytest.mark.parametrize(
    ("verdicts", "radar"), [([3, 4], False), ([3, 4, NotRated()], False), ([3, 4, 5], True), ([3] * 21, False)]
)
def test_a_radar_needs_three_rated_dimensions_and_room_for_all(verdicts: list[Verdict], *, radar: bool) -> None:
    found = drawn(scorecard(assessment_of(of(len(verdicts)), verdicts)))
    assert (len(list(found.iter(f"{SVG}circle"))) > 1) is radar  # the legend has one


def test_what_is_not_rated_or_does_not_apply_is_said_and_is_no_nought() -> None:
    card = scorecard(assessment_of(of(5), [3, NotRated(), 2, NotApplicable("no stores"), 5]))
    found = drawn(card)
    assert {"not rated", "does not apply"} <= set(texts(found))
    assert len(list(found.iter(f"{SVG}circle"))) == 3 + 1  # and the one of the legend
    assert "2. Dimension 1: not rated, target 4." in scorecard_picture(card).alt
    assert "4. Dimension 3: does not apply." in scorecard_picture(card).alt


def places_of(root: ET.Element, size: str = "3.5") -> list[tuple[float, float]]:
    dots = (each.attrib for each in root.iter(f"{SVG}circle"))
    return [(float(each["cx"]), float(each["cy"])) for each in dots if each["r"] == size]


def shapes(levels: list[Verdict]) -> tuple[list[tuple[float, float]], list[float]]:
    """The dots on the spokes of a radar, and the lengths of the bars below."""
    root = drawn(scorecard(assessment_of(of(len(levels)), levels)))
    bars = [float(each.attrib["width"]) for each in root.iter(f"{SVG}rect") if each.attrib["fill"] == NOW]
    return places_of(root)[: len(levels)], bars


def test_dots_and_bars_stand_where_the_levels_are() -> None:
    level_dots, level_bars = shapes([3, 3, 3, 3])
    middle = tuple(sum(each) / 4 for each in zip(*level_dots, strict=True))
    dots, bars = shapes([1, 5, 3, 3])
    one, five, three, _ = (dist(each, middle) for each in dots)
    assert five - three == pytest.approx(three - one)
    assert 0 <= one < three < five
    assert bars[1] - bars[2] == pytest.approx(bars[2] - bars[0])
    assert 0 < bars[0] < bars[2] == level_bars[2]


def test_last_time_is_a_shape_of_its_own_and_only_of_what_compares() -> None:
    now, before = assessment_of(of(4), [3, 2, 4, 5], days=90), assessment_of(of(4), [2, 2, 5, 1])
    both = drawn(scorecard(now, before))
    assert "last time, 22 November 2026" in texts(both)
    dashed = [each.attrib["d"] for each in both.iter(f"{SVG}path") if each.get("stroke-dasharray") == BEFORE_DASH]
    assert any(each.count("L") >= 3 for each in dashed)
    assert not any(each.startswith("last time") for each in texts(drawn(scorecard(now))))
    assert "1. Dimension 0: 3, last time 2, target 4." in scorecard_picture(scorecard(now, before)).alt


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        (1, 5, [1, 2, 3, 4, 5]),
        (1, 4, [1, 2, 3, 4]),
        (0, 10, [0, 2, 4, 6, 8, 10]),
        (1, 10, [1, 4, 7, 10]),
        (0, 100, [0, 20, 40, 60, 80, 100]),
        (0, 11, [0, 11]),
        (0, 0, [0]),
    ],
)
def test_the_axis_marks_both_ends_of_the_scale(low: int, high: int, marks: list[int]) -> None:
    assert Axis(Scale(low, high)).marks() == marks


def test_the_words_of_a_picture_fit_whatever_it_is_called() -> None:
    wordy = of(60, name="y" * 200)
    assert "60. " in scorecard_picture(scorecard(assessment_of(wordy, [3] * 60, subject="x" * 300))).alt


def test_a_name_that_no_font_can_draw_stands_beside_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lettering, "_system_folders", tuple)
    font_with.cache_clear()
    picture = scorecard_picture(scorecard(assessment_of(of(3, name="\u5ba2\u6237 {}"), [1, 2, 3])))
    assert "\u5ba2" not in picture.svg.partition(">")[2]
    assert "No. 2" in picture.svg
    assert "2. \u5ba2\u6237 1: 2, target 4." in picture.alt


def altered(file: Path, old: bytes, new: bytes) -> Path:
    """A copy of the bundled font with some of its bytes replaced."""
    file.write_bytes((FOLDER / "DejaVuSansCondensed.ttf").read_bytes().replace(old, new))
    return file


def test_a_font_of_the_system_draws_what_the_bundled_ones_lack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lettering, "_system_folders", lambda: (tmp_path,))
    font_with.cache_clear()
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    face, letter = struct.pack(">II", 0x1F643, 0x1F643), struct.pack(">II", 0x20021, 0x20021)
    other = altered(tmp_path / "other.ttf", face, letter)
    assert Lettering([chr(0x20021)]).drawable(chr(0x20021)) == chr(0x20021)
    assert Lettering([chr(0x20021)]).files[-1] == str(other)
    assert Lettering([chr(0x20022)]).drawable(chr(0x20022)) == ""
    font_with.cache_clear()


def test_the_older_table_of_letters_says_the_same(tmp_path: Path) -> None:
    full = read_font(FOLDER / "DejaVuSansCondensed.ttf").widths
    table = struct.pack(">HHI", 12, 0, 0xD3C)
    old = read_font(altered(tmp_path / "old.ttf", table, b"\0\x63" + table[2:])).widths
    assert old == {letter: width for letter, width in full.items() if ord(letter) <= 0xFFFF}
    (tmp_path / "none").write_bytes(b"\0" * 400)
    with pytest.raises(ValueError, match="no widths"):
        read_font(tmp_path / "none")


@pytest.mark.parametrize("name", ["Plain {}", "<script>alert({})</script> & \U0001f600"])
def test_a_picture_becomes_a_png_of_its_size(name: str) -> None:
    picture = scorecard_picture(scorecard(assessment_of(of(4, name=name), [1, 2, 3, 4])))
    data = png(picture.svg)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", data[16:20])[0] == WIDTH * ZOOM


# --- the line over time


@settings(SMALL, max_examples=effort(10, 300))
@given(st.lists(assessments() | hostile_assessments(), min_size=1, max_size=3), st.lists(moments, max_size=3))
def test_any_line_gives_a_well_formed_picture_with_every_text_on_it(
    line: list[Assessment], done: list[datetime]
) -> None:
    ended = sorted(line, key=lambda each: each.completed_at or each.started_at)
    checked(trend_picture(trend(ended), done))


def marks_of(root: ET.Element, colour: str) -> list[str]:
    return [each.attrib["d"] for each in root.iter(f"{SVG}path") if each.attrib.get("fill") == colour]


def test_a_line_has_its_target_its_figures_and_the_actions_that_were_finished_within_it() -> None:
    line = [assessment_of(of(3), levels, days=days) for levels, days in (([1, 2, 2], 0), ([2, 2, 3], 90))]
    done = [START + timedelta(days=days) for days in (-5, 30, 30.1, 60, 95)]
    picture = trend_picture(trend(line), done)
    root = checked(picture)
    assert {"1.7", "2.3", "22 Nov", "20 Feb", "2026", "2027", "1", "5", "target", "action finished"} <= set(texts(root))
    (_, first), (_, second) = places_of(root, "4")[:2]
    assert first > second, "a higher figure stands higher"
    assert len(marks_of(root, DONE)) == 2 + 1  # two on one day are one mark; the legend has one
    assert "22 November 2026: 1.7 of 5. 20 February 2027: 2.3 of 5. Target 4.0. 3 actions were finished" in picture.alt
    assert "1. Dimension 0: 1, 2." in picture.alt


def test_a_line_breaks_where_dimensions_do_not_compare_and_has_no_nought_where_none_is_rated() -> None:
    old = of(3)
    new = replace(old, dimensions=(*old.dimensions[1:], Dimension("d9", "New", ())))
    line = [assessment_of(old, [1, 2, NotRated()]), assessment_of(new, [2, 3, 4], days=90)]
    picture = trend_picture(trend(line), [])
    assert "not comparable with before" in texts(checked(picture))
    assert "20 February 2027: 3.0 of 5, not comparable with the one before." in picture.alt
    assert "2. Dimension 2: no level, 3. 3. New: not there, 4 (not comparable). 4. Dimension 0: 1, gone." in picture.alt


@pytest.mark.parametrize("code", CODES[1:])
def test_a_line_is_told_in_the_language_of_its_report(code: str) -> None:
    old = of(3)
    new = replace(old, dimensions=(*old.dimensions[1:], Dimension("d9", "New", ())))
    line = [assessment_of(old, [1, 2, NotRated()]), assessment_of(new, [2, 3, 4], days=90)]
    words = Wording(code)
    picture = trend_picture(trend(line), [START + timedelta(days=30)], words)
    assert {words("line_apart"), words("line_done"), words("aim_line")} <= set(texts(checked(picture)))
    assert words.day(START) in picture.alt
    english = {"level", "target", "Target", "assessments", "finished", "February", "gone"}
    assert not english & set(re.findall(r"\w+", f"{picture.alt} {picture.svg}"))


def test_assessments_of_one_day_stand_beside_each_other() -> None:
    line = [assessment_of(of(2), [1, 2], days=days) for days in (0, 0, 0, 300)]
    root = checked(trend_picture(trend(line), []))
    places = [float(each.attrib["cx"]) for each in root.iter(f"{SVG}circle") if each.attrib["r"] == "4"]
    assert len(places) == 4
    assert min(later - earlier for earlier, later in pairwise(places)) > 20
