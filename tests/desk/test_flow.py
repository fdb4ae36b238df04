"""Flowcharts: every way of a table is drawn and leads where the table says; what changes there changes in the chart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.conftest import Shift
from otui.desk import commands as c
from otui.desk import queues, tickets
from otui.desk.flow import tables, terminal
from otui.desk.flow.chart import Chart, Edge, Node
from otui.desk.flow.layout import lay_out
from otui.desk.flow.mermaid import mermaid
from otui.desk.flow.svg import svg
from otui.desk.problems import commands as p
from otui.desk.problems import making
from otui.desk.records import acts, holding
from otui.desk.unit import Unit
from otui.desk.views import flow
from otui.domain import problem
from otui.domain.change import steps
from otui.domain.process import Duty, Move
from otui.domain.workflow import TRANSITIONS, State, Transition
from otui.errors import NotFound

ALL: list[Chart] = [
    *(tables.incident(line) for line in tables.LINES),
    tables.a_problem(),
    *(tables.a_change(kind) for kind in steps.Type),
]
DOWNWARD, ONWARD = set("│┤├┼┐┘┬┴"), set("─┼├┤┬┴")


def drawn(chart: Chart) -> list[str]:
    return terminal.text_of(lay_out(chart)).split("\n")


def walked(chart: Chart) -> set[tuple[str, str, str]]:
    """Follow every line of the drawing with a finger: {(from, words, to)}."""
    layout = lay_out(chart)
    lines = [line.ljust(layout.columns + 2) for line in drawn(chart)]
    found: set[tuple[str, str, str]] = set()
    entries = {box.entry: box.node.id for box in layout.boxes if box.entry is not None}
    for row, node_id in entries.items():
        assert lines[row][layout.right + 1] == terminal.INTO, node_id
    columns = {lane.column for lane in layout.lanes}
    for box, below in zip(layout.boxes, [*layout.boxes[1:], None], strict=True):
        if box.told and below is not None:
            assert lines[below.top - 1][layout.middle] == terminal.ONWARD
            told = [lines[box.bottom + 1 + n][layout.middle + 2 :] for n in range(len(box.told))]
            assert all(words in line for words, line in zip(box.told, told, strict=True))
            found.add((box.node.id, ", ".join(box.down.verbs), below.node.id))
            assert " ".join(box.told).startswith(", ".join(box.down.verbs))
        for row in range(box.top + 1, box.bottom):
            line = lines[row]
            if row == box.entry or line[layout.right + 1] != "─":
                continue
            words = (
                line[layout.right + 2 :].strip().split(" ─")[0].split(" ┐")[0].split(" ┘")[0].split(" ┤")[0]
            )
            column = layout.right + 2 + line[layout.right + 2 :].index(words) + len(words) + 1
            while line[column] in ONWARD and line[column + 1 : column + 2] in ONWARD | DOWNWARD:
                column += 1
            assert column in columns, (row, words)
            ends = [
                entry
                for entry, _node in entries.items()
                if lines[entry][column] in "┐┘┤"
                and all(
                    lines[between][column] in DOWNWARD
                    for between in range(min(row, entry), max(row, entry) + 1)
                )
            ]
            assert len(ends) == 1, (words, ends)
            tap = next(tap for tap in box.taps if tap.row == row)
            more = [lines[row + n][layout.right + 2 :] for n in range(len(tap.label))]
            assert all(f" {part} " in line for part, line in zip(tap.label, more, strict=True))
            assert words == tap.label[0]
            found.add((box.node.id, " ".join(tap.label), entries[ends[0]]))
    return found


def meant(chart: Chart) -> set[tuple[str, str, str]]:
    return {(edge.source, ", ".join(edge.verbs), edge.target) for edge in chart.edges}


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.title)
def test_each_way_of_the_table_can_be_followed_in_the_drawing(chart: Chart) -> None:
    assert walked(chart) == meant(chart)


names = st.integers(2, 7).map(lambda n: [f"step{i}" for i in range(n)])


@settings(max_examples=60, deadline=None)
@given(data=st.data(), order=names)
def test_a_chart_of_any_table_can_be_followed(data: Any, order: list[str]) -> None:
    pairs = data.draw(st.sets(st.tuples(st.sampled_from(order), st.sampled_from(order)), max_size=16))
    edges = tuple(Edge(a, b, (f"go{order.index(a)}to{order.index(b)}",), "x") for a, b in pairs if a != b)
    chart = Chart("any", tuple(Node(one, one) for one in order), edges)
    assert walked(chart) == meant(chart)


def test_the_ways_between_states_are_those_of_the_workflow() -> None:
    """By hand, from the source: what a ticket may go through, and where the second line comes in."""
    first, second = meant(tables.incident(1)), meant(tables.incident(2))
    assert ("new", "reply, call, take, assign", "open") in first
    assert ("resolved", "reopen", "open") in first
    assert ("closed", "reopen", "open") in first
    assert ("open", "line up", "line-2") in first
    assert ("line-1", "line up", "new") in second
    assert ("waiting", "line up", "line-3") in second
    assert not any(target == "line-4" for _a, _verb, target in meant(tables.incident(3)))


def test_a_table_that_changes_changes_its_chart() -> None:
    """Taken out, led elsewhere, added: each shows in the terminal, in Mermaid and in the picture."""
    without = tables.incident(1, [row for row in TRANSITIONS if row.verb != "reopen"])
    assert not any("reopen" in line for line in drawn(without))
    assert "reopen" not in mermaid(without) + svg(lay_out(without))

    more = (*TRANSITIONS, Transition("forward", (State.CLOSED,), State.MERGED))
    changed = tables.incident(1, more)
    assert ("closed", "forward", "merged") in walked(changed)
    assert "forward" in mermaid(changed)

    no_lines = tables.incident(1, [row for row in TRANSITIONS if row.verb != "line-up"])
    assert [node.id for node in no_lines.nodes if node.outside] == []

    moves = [row for row in problem.MOVES if row.verb != "resolve"]
    moves.append(Move("resolve", (problem.Step.ASSESS,), problem.Step.RESOLVED, Duty.MANAGER, ("fix",)))
    assert ("assess", "resolve", "resolved") in walked(tables.a_problem(moves))
    assert ("fix", "resolve", "resolved") not in walked(tables.a_problem(moves))


def test_a_path_that_loses_a_step_loses_its_box() -> None:
    kind = steps.Type.NORMAL
    moves = [row for row in steps.MOVES[kind] if steps.Step.TEST not in (row.target, *row.sources)]
    chart = tables.a_change(kind, {kind: moves})
    assert "test" not in [node.id for node in chart.nodes]
    assert "test" in [node.id for node in tables.a_change(kind).nodes]


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.title)
def test_where_a_record_stands_is_marked_once(chart: Chart) -> None:
    for node in chart.nodes:
        for step in (node.id, *(part for part, _words in node.parts)):
            marked = chart.standing(step, "1000-12", ())
            assert marked.here == node.id
            text = "\n".join(drawn(marked))
            assert text.count(terminal.MARK) == 1
            assert text.count("┏") == text.count("┛") == 1
            row = next(line for line in text.split("\n") if terminal.MARK in line)
            words = dict(node.parts).get(step, node.label)
            assert words in row
            assert f"class s{chart.nodes.index(node)} here" in mermaid(marked)
    assert terminal.MARK not in "\n".join(drawn(chart))


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.title)
def test_the_picture_is_sound_and_says_every_step_and_verb(chart: Chart) -> None:
    awkward = replace(chart, title='<Ada & "Bea">', number="1000-12")
    root = ElementTree.fromstring(svg(lay_out(awkward)))
    words = " ".join(root.itertext())
    for node in chart.nodes:
        assert node.label in words
    for edge in chart.edges:
        assert all(word in words for verb in edge.verbs for word in verb.split())
    assert '<Ada & "Bea">' in words


def test_mermaid_takes_any_words() -> None:
    chart = Chart('a "title"', (Node("a", 'x"] --> <b>'), Node("b", "y")), (Edge("a", "b", ('say "go"',)),))
    text = mermaid(chart)
    assert 's0["x#quot;] --#gt; #lt;b#gt;"]' in text
    assert 's0 -->|"say #quot;go#quot;"| s1' in text


@pytest.mark.parametrize("room", [60, 80])
def test_a_chart_fits_where_it_can(room: int) -> None:
    for chart in ALL:
        layout = lay_out(chart, room)
        lines = terminal.text_of(layout).split("\n")
        assert max(len(line) for line in lines) <= layout.columns
        if not chart.edges[0].source.startswith("line") and "incident" not in chart.title:
            assert layout.columns <= max(room, 66)


def test_every_need_of_a_table_has_its_words() -> None:
    tables_of_moves = (problem.MOVES, *steps.MOVES.values())
    needs = {need for moves in tables_of_moves for row in moves for need in row.needs}
    assert needs <= tables.NEED_WORDS.keys()


# -- at a desk ---------------------------------------------------------------------------------------------------------


def test_what_follows_on_a_ticket_and_who_may(shift: Shift) -> None:
    number = shift.new()
    shift.do(tickets.take, c.Take(ticket=number), "cas")
    mine = shift.desk("cas").read(flow.of, number)
    theirs = shift.desk("bea").read(flow.of, number)
    assert (mine.here, mine.number, theirs.here) == ("open", number, "open")
    assert all(way.may for way in mine.ways)
    assert {way.verb for way in mine.ways} >= {"resolve", "close", "line up", "wait for contact"}
    assert {way.may for way in theirs.ways if way.verb == "resolve"} == {False}
    leads = {way.verb: way.target for way in mine.ways}
    assert (leads["resolve"], leads["line up"]) == ("resolved", "second line")


def test_a_wait_is_marked_by_its_own_name(shift: Shift) -> None:
    number = shift.new()
    shift.do(tickets.wait, c.Wait(ticket=number, on="third-party"))
    chart = shift.desk().read(flow.of, number)
    assert (chart.here, chart.part) == ("waiting", "waiting-third-party")


def test_a_number_that_names_nothing_is_told(shift: Shift) -> None:
    with pytest.raises(NotFound, match="no ticket 12345"):
        shift.desk().read(flow.of, "12345")
    with pytest.raises(NotFound, match="no problem P"):
        shift.desk().read(flow.of, "P1000-12")


def test_a_problem_says_what_it_lacks_and_for_whom_it_is(shift: Shift) -> None:
    made = shift.do(making.new, p.NewProblem(subject="Mail stands still", queue="First line"))
    chart = shift.desk().read(flow.of, made.number)
    assert (chart.here, chart.number) == ("new", made.number)
    (assess,) = [way for way in chart.ways if way.verb == "assess"]
    assert (assess.target, assess.may) == ("assess", True)
    assert any("coordinator" in sentence for sentence in assess.missing)
    shift.do(holding.take, holding.TakeRecord(kind="problem", ref=made.number))
    (assess,) = [way for way in shift.desk().read(flow.of, made.number).ways if way.verb == "assess"]
    assert assess.missing == ()


@pytest.mark.parametrize("kind", list(steps.Type))
def test_a_change_stands_on_the_path_of_its_type(shift: Shift, kind: steps.Type) -> None:
    def put(unit: Unit) -> str:
        values = {"number": acts.numbered(unit, "change"), "subject": "x", "step": "plan", "queue_id": 1}
        more = {"type": kind, "created_at": unit.now, "updated_at": unit.now, "extra": {}, "risk_answers": {}}
        record = unit.add("change", {**values, **more, "version": 0})
        acts.done(unit, "new", record, "made")
        return str(record.number)

    chart = shift.desk().read(flow.of, shift.desk().call(put))
    assert chart.here == "plan"
    assert [node.id for node in chart.nodes][: len(steps.PATHS[kind])] == list(steps.PATHS[kind])
    assert {way.verb for way in chart.ways} >= {"cancel"}


def test_what_is_out_of_sight_has_no_chart(shift: Shift) -> None:
    shift.desk("ada").call(queues.new_queue, "Staff matters")
    shift.desk("ada").refresh()
    shift.do(queues.queue_team, queues.QueueTeam(queue="Staff matters", join=("ada",)), "ada")
    made = shift.do(making.new, p.NewProblem(subject="Secret", queue="Staff matters"), "ada")
    shift.do(queues.change_queue, queues.ChangeQueue(queue="Staff matters", confidential=True), "ada")
    with pytest.raises(NotFound, match="There is no problem"):
        shift.another("bea").read(flow.of, made.number)
    assert shift.desk("ada").read(flow.of, made.number).here == "new"
