"""Files as other hands write them are read as they mean it, or are refused with what to do."""

import re

import pytest

from tests.files import hands
from tests.files.documents import read


@pytest.mark.parametrize("name", hands.READ)
def test_what_another_hand_wrote_is_read_as_it_means_it(name: str) -> None:
    hand, result = hands.READ[name], read(hands.READ[name].content)
    framework = result.framework
    assert framework, result.problems
    first, second = framework.dimensions
    low, high = (first.descriptor(level) for level in hand.scale)
    assert (framework.scale.low, framework.scale.high) == hand.scale
    assert (first.name, second.name) == hand.dimensions
    assert low
    assert high
    assert (low.text, high.text) == hand.ends
    assert not hand.names or tuple(each.name for each in first.descriptors) == hand.names
    assert hand.bands in {None, len(framework.bands)}
    assert framework.aggregate == hand.aggregate
    if hand.further:
        share = first.weight / second.weight
        steps = first.next_steps[hand.scale[0]]
        assert hand.further == f"{first.ask}/{first.look_for}/{steps}/{share.numerator}:{share.denominator}"


@pytest.mark.parametrize("name", hands.REFUSED)
def test_what_is_no_framework_is_refused_with_what_to_do(name: str) -> None:
    result = read(hands.REFUSED[name].content)
    assert result.framework is None
    assert re.search(hands.REFUSED[name].refused, "\n".join(each.message for each in result.problems))
