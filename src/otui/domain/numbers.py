"""Ticket numbers: short enough for the phone, with a check digit that catches a slip of the tongue.

The digits of a counter and one check digit (H. M. Damm's, over a quasigroup of order 10), cut after the fourth:
1042-33. Every wrong digit and every swap of two neighbours is caught.
"""

from __future__ import annotations

import re

FIRST_COUNTER = 10_000
"""The first counter of a desk, so that every number has two digits after the dash at least."""

_GROUP = 4
_TYPED = re.compile(r"[0-9][0-9\s\-–]*")
# Damm's own quasigroup: totally anti-symmetric, with zeros on the diagonal, so that a right number checks to 0.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def make(counter: int) -> str:
    """Return the number of a counter from FIRST_COUNTER on: 10423 is "1042-3" and its check digit."""
    if counter < FIRST_COUNTER:
        raise ValueError(f"A ticket counter starts at {FIRST_COUNTER}, not {counter}.")
    digits = str(counter)
    return _written(digits + str(_check(digits)))


def normalise(text: str) -> str | None:
    """Return a number as otui writes it, from what a person typed ("#1042 33"); None where it is not one of ours."""
    typed = text.strip().removeprefix("#").strip()
    if _TYPED.fullmatch(typed) is None:
        return None
    digits = re.sub(r"[^0-9]", "", typed)
    # Six digits are the shortest number there is, and a counter never begins with a zero.
    if len(digits) <= len(str(FIRST_COUNTER)) or digits[0] == "0" or _check(digits) != 0:
        return None
    return _written(digits)


def valid(text: str) -> bool:
    """Whether `text` is a number of ours, check digit and all, in any way of writing it."""
    return normalise(text) is not None


def _written(digits: str) -> str:
    return f"{digits[:_GROUP]}-{digits[_GROUP:]}"


def _check(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim
