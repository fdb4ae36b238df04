from __future__ import annotations

from otui.widgets.blocks import Block, Paragraph, Quote
from otui.widgets.laid_run import FIRST_LINE, LaidRun


def run_at(number: int) -> LaidRun:
    blocks: list[Block] = [Paragraph(f"one {n}\ntwo {n}") for n in range(10)]
    run = LaidRun([*blocks, Quote("a\nb")])
    run.begin(number, 40)
    return run


def test_a_line_keeps_its_number_while_the_run_grows_at_both_ends() -> None:
    run = run_at(5)

    assert run.prepend() == 2
    assert run.append()
    assert run.lines[FIRST_LINE - run.number].text == "one 5"


def test_ends_are_told() -> None:
    run = run_at(0)
    assert run.at_start
    assert run.prepend() == 0
    run.extend_to(1_000)
    assert run.at_end
    assert not run.append()


def test_unfolding_leaves_the_lines_before_where_they_are() -> None:
    run = run_at(9)
    run.extend_to(10)
    run.unfold(10)
    assert [line.text for line in run.lines] == ["one 9", "two 9", "▾ 2 quoted lines", "a", "b"]
