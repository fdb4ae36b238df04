"""Whatever is done to problems and incidents in whatever order: a fix moves what waited for it, and nothing else."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otui.desk import commands as c
from otui.desk import tickets
from otui.desk.problems import commands as p
from otui.desk.problems import linking, making, steps, telling
from otui.errors import OtuiError

INCIDENTS, PROBLEMS = 4, 2
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("link"), st.integers(0, PROBLEMS - 1), st.integers(0, INCIDENTS - 1)),
        st.tuples(st.just("wait"), st.integers(0, PROBLEMS - 1), st.integers(0, INCIDENTS - 1)),
        st.tuples(st.just("unlink"), st.integers(0, PROBLEMS - 1), st.integers(0, INCIDENTS - 1)),
        st.tuples(st.just("wake"), st.just(0), st.integers(0, INCIDENTS - 1)),
        st.tuples(st.just("tell"), st.integers(0, PROBLEMS - 1), st.just(0)),
    ),
    max_size=8,
)


def _try(shift: Any, verb: Any, command: Any) -> None:
    try:
        shift.do(verb, command)
    except OtuiError:
        return


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_a_fix_moves_what_waits_for_it_and_nothing_else(shift: Any, acts: list[tuple[str, int, int]]) -> None:
    incidents = [shift.new(f"It hums {n}") for n in range(INCIDENTS)]
    problems = [
        shift.do(making.new, p.NewProblem(subject=f"Hum {n}", take=True)).number for n in range(PROBLEMS)
    ]
    fields = {"root_cause": "A screw.", "fix": "Turned.", "workaround": "Knock."}
    for number in problems:
        for verb in ("assess", "analyse"):
            shift.do(steps.step, p.Step(ref=number, verb=verb))
        shift.do(making.edit, p.EditProblem(ref=number, fields=fields))
        shift.do(steps.step, p.Step(ref=number, verb="fix"))
    for act, which, what in acts:
        problem, ticket = problems[which], incidents[what]
        match act:
            case "link":
                _try(shift, linking.link, p.TieProblem(ref=problem, other=ticket))
            case "unlink":
                _try(shift, linking.unlink, p.TieProblem(ref=problem, other=ticket))
            case "wait":
                _try(shift, tickets.wait, c.Wait(ticket=ticket, on="problem", ref=problem))
            case "wake":
                _try(shift, tickets.wake, c.Wake(ticket=ticket))
            case _:
                _try(shift, telling.tell_workaround, p.Tell(ref=problem))
    before = {one: shift.row(one) for one in incidents}
    fixed = shift.value("SELECT id FROM problem WHERE number = :n", n=problems[0])
    waiting = {
        one
        for one, row in before.items()
        if (row["state"], row["waits_for_id"]) == ("waiting-problem", fixed)
    }
    shift.do(telling.resolve_problem, p.Tell(ref=problems[0]))
    for one in incidents:
        if one in waiting:
            assert shift.row(one)["state"] == "resolved"
        else:
            assert shift.row(one) == before[one]
