"""Every verb by every role in every relation, at a real desk: what is done, what is refused, and in which words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from engines import Desks
from otui.desk import people
from otui.desk.rights.matrix import DESK_VERBS, TICKET_VERBS
from otui.desk.setup import make_desk
from otui.errors import Conflict, NotFound, OtuiError, Refused
from rights_cases import CASES, MONDAY, RELATIONS, ROLES, Case, Floor, expected, open_the_desk, staff

WORDS = {
    "L": (Refused, "is locked by cas"),
    "C": (Conflict, "cas has"),
    "Q": (Refused, "its team alone acts on it"),
    "N": (NotFound, "There is no ticket"),
    "m": (Refused, "You have"),
    "f": (Refused, "is free already"),
}


@pytest.fixture(scope="session")
def floor_made(templates: Desks) -> str:
    url = templates.place("floor")
    with make_desk(url, login="ada", name="Ada Admin", clock=lambda: MONDAY) as desk:
        for login, name, values in (
            ("lea", "Lea Lead", {"role": "lead"}),
            ("bea", "Bea Bakker", {}),
            ("cas", "Cas Claes", {}),
        ):
            desk.call(people.new_agent, login, name, **values)
        staff(desk)
    return url


@pytest.fixture
def floor(floor_made: str, desks: Desks) -> Iterator[Floor]:
    found = Floor(desks.copy(floor_made))
    yield found
    found.close()


def try_all(floor: Floor, role: str, relation: str, *, open_desk: bool = False) -> dict[str, str]:
    """Do every verb and return what came of it, by the letters of the grid."""
    actor = ROLES[role]
    wanted = expected(role, relation, open_desk=open_desk)
    found = {}
    for verb, case in CASES.items():
        if wanted[verb] == ".":
            found[verb] = "."
            continue
        number = floor.ticket(actor, relation, case.first)
        command = floor.command(case, number, floor.new("ada", "First line"))
        before = floor.state()
        error = attempt(floor, actor, case, command)
        assert (floor.state() != before) == (error is None and not case.reads), verb
        found[verb] = "y" if error is None else letter_of(error)
    return found


def attempt(floor: Floor, actor: str, case: Case, command: Any) -> OtuiError | None:
    """Do a verb and return what refused it."""
    try:
        if case.reads:
            floor.desk(actor).read(case.verb, command)
        else:
            floor.do(actor, case.verb, command)
    except OtuiError as error:
        return error
    return None


def letter_of(error: OtuiError) -> str:
    for letter, (kind, words) in WORDS.items():
        if type(error) is kind and words in error.message:
            return letter
    return str(error)


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("role", ROLES)
def test_every_verb_by_every_role_in_every_relation(floor, role, relation):
    assert try_all(floor, role, relation) == expected(role, relation)


@pytest.mark.parametrize("relation", ["locked", "outside"])
def test_a_desk_where_all_read_and_only_the_team_acts(floor, relation):
    open_the_desk(floor.desk("ada"))
    assert try_all(floor, "agent", relation, open_desk=True) == expected("agent", relation, open_desk=True)


def test_the_grid_and_the_table_name_the_same_verbs():
    named = {row.verb for row in TICKET_VERBS}
    # A note is read on its ticket; a take-over is a take, and an explanation is what anyone sees of a clock.
    assert named - {"read-note"} == set(CASES) - {"take-over", "explain"}
    assert len(named) == len(TICKET_VERBS)
    assert len({row.verb for row in DESK_VERBS}) == len(DESK_VERBS)


def test_a_ticket_that_is_not_theirs_is_told_of_in_the_words_of_one_that_never_was(floor):
    number = floor.new("hri", "Staff matters")
    never = floor.new("hri", "Staff matters")
    last = never[:-1] + ("0" if never[-1] != "0" else "1")  # its check digit is wrong: no ticket has it
    ticket_id = (
        floor.desk("ada").database.read().value("SELECT id FROM ticket WHERE number = :n", {"n": number})
    )
    for login in ROLES.values():
        for verb, case in CASES.items():
            other = floor.new("ada", "First line")
            told = set()
            for ref in (number, last, ticket_id, ticket_id + 100_000):
                error = attempt(floor, login, case, case.command(ref, other))
                assert type(error) is NotFound, verb
                told.add((str(error).replace(str(ref), "…"), error.exit_code))
            assert len(told) == 1, (verb, told)
