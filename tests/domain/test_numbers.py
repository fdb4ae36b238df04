"""Ticket numbers and what their check digit catches."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from otui.domain import numbers

counters = st.integers(numbers.FIRST_COUNTER, 10**9)


def test_damms_own_example() -> None:
    # H. M. Damm's thesis and every text after it: 572 has the check digit 4.
    assert numbers._check("572") == 4
    assert numbers._check("5724") == 0


@given(counters)
def test_a_number_reads_back_however_it_is_typed(counter: int) -> None:
    number = numbers.make(counter)
    digits = number.replace("-", "")
    assert digits[:-1] == str(counter)
    assert number == f"{digits[:4]}-{digits[4:]}"
    for typed in (
        number,
        digits,
        f"#{number}",
        f"  {digits[:4]} {digits[4:]} ",
        f"# {digits}",
        number.replace("-", "–"),
    ):
        assert numbers.normalise(typed) == number
    assert numbers.valid(number)


@given(counters, st.integers(0, 20), st.integers(0, 9))
def test_one_wrong_digit_is_caught(counter: int, place: int, digit: int) -> None:
    digits = numbers.make(counter).replace("-", "")
    place %= len(digits)
    assume(digits[place] != str(digit))
    assert not numbers.valid(digits[:place] + str(digit) + digits[place + 1 :])


@given(counters, st.integers(0, 20))
def test_two_neighbours_swapped_are_caught(counter: int, place: int) -> None:
    digits = numbers.make(counter).replace("-", "")
    place %= len(digits) - 1
    assume(digits[place] != digits[place + 1])
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    assert not numbers.valid(swapped)


@pytest.mark.parametrize(
    "text", ["", "#", "-", "1042", "1042-3", "INC0012345", "0000-00", "00572 4", "١٢٣٤٥٦", "1000-09x"]
)
def test_what_is_no_number_of_ours(text: str) -> None:
    assert numbers.normalise(text) is None


def test_a_counter_below_the_first_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="10000"):
        numbers.make(9_999)
