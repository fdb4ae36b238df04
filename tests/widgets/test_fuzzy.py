from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otui.widgets.fuzzy import best, fold, score


def found(query: str, *names: str) -> list[str]:
    return best(query, names, fold)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("line", "Line printers"),
        ("second", "Second line"),
        ("line sec", "Second line"),
        ("nwk", "Network"),
        ("cafe", "Café systems"),
        ("NETWORK", "Network"),
    ],
)
def test_the_one_that_is_meant_comes_first(query: str, first: str) -> None:
    names = ("First line", "Second line", "Line printers", "Network", "Networks abroad", "Café systems")
    assert found(query, *names)[0] == first


def test_a_whole_word_wins_over_the_start_of_a_longer_one() -> None:
    """A command that is typed in full is meant, wherever it stands among its names."""
    assert found("move", "Scroll: moves the view", "To another queue: move QUEUE")[0].startswith("To another")


def test_what_does_not_fit_is_left_out() -> None:
    assert found("xyz", "First line") == []
    assert found("line xyz", "First line") == []


def test_nothing_typed_leaves_the_order() -> None:
    assert found("  ", "b", "a") == ["b", "a"]


def test_letters_close_together_win_over_letters_apart() -> None:
    assert found("abc", "a1b2c3", "zabxc")[0] == "zabxc"


@given(st.text(), st.text())
def test_a_name_is_found_by_its_own_words(name: str, other: str) -> None:
    words = fold(name).split()
    assert score(words, fold(name)) is not None
    assert name in best(name, [other, name], fold)
