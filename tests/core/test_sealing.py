"""Receipts and the root over them."""

from dataclasses import replace

import pytest

from bot.core.json_values import MalformedError, Node
from bot.core.sealing import digest, receipt, receipt_from_node, receipt_to_dict, root
from tests.core.balloted import FIRST, SECOND, ballot

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
