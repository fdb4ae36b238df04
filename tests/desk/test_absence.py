"""Out of office: who stands in, what is refused meanwhile, and that one is back by itself."""

from __future__ import annotations

import itertools
import random
from datetime import timedelta

import pytest

from otui.desk import commands as c
from otui.desk import tickets, undo
from otui.desk.office import absence, leaving, staff
from otui.errors import NotFound, OtuiError, Refused, Usage


def away(shift, login, hours=None, substitute="", by="ada", after=None):
    now = shift.clock()
    return shift.do(
        absence.away,
        absence.Away(
            agent=login,
            since=None if after is None else now + timedelta(hours=after),
            until=None if hours is None else now + timedelta(hours=hours),
            substitute=substitute,
        ),
        by,
    )


def stands_in(shift, login):
    desk = shift.desk("ada")
    desk.refresh()
    found = absence.stand_in(desk.directory, desk.directory.agent(login).id, shift.clock())
    return found.login if found else None


def test_away_until_an_instant_and_back_by_itself(shift):
    assert away(shift, "bea", 5, "cas", by="bea").said == "bea is away until Mon 23 Nov 14:00. cas stands in."
    assert stands_in(shift, "bea") == "cas"
    shift.clock.go(hours=4, minutes=59)
    assert stands_in(shift, "bea") == "cas"
    shift.clock.go(minutes=1)
    assert stands_in(shift, "bea") is None
    assert not shift.desk("ada").directory.agent("bea").away(shift.clock())
    with pytest.raises(Refused, match="not away"):
        shift.do(absence.back, absence.Back(agent="bea"), "bea")


def test_an_absence_that_is_planned_begins_by_itself_and_can_be_taken_back(shift):
    said = away(shift, "bea", 30, "cas", after=24).said
    assert said == "bea is away from Tue 24 Nov 9:00 until Tue 24 Nov 15:00. cas stands in."
    assert stands_in(shift, "bea") is None
    shift.clock.go(hours=24)
    assert stands_in(shift, "bea") == "cas"
    shift.do(absence.back, absence.Back(agent="bea"), "bea")
    assert stands_in(shift, "bea") is None


def test_an_absence_without_an_end_lasts_until_one_says_so(shift):
    assert away(shift, "bea").said == "bea is away. Nobody stands in."
    shift.clock.go(days=400)
    shift.desk("ada").refresh()
    assert shift.desk("ada").directory.agent("bea").away(shift.clock())


def test_a_substitute_has_to_be_there(shift):
    with pytest.raises(Refused, match="themselves"):
        away(shift, "bea", 5, "bea")
    with pytest.raises(NotFound):
        away(shift, "bea", 5, "nobody")
    with pytest.raises(Usage):
        away(shift, "bea", 2, "cas", after=3)
    away(shift, "cas", 5)
    with pytest.raises(Refused, match="cas is away until Mon 23 Nov 14:00 then"):
        away(shift, "bea", 3, "cas")
    away(shift, "bea", 8, "cas", after=5)
    shift.do(leaving.deactivate, leaving.Deactivate(agent="dio"), "ada")
    with pytest.raises(NotFound):
        away(shift, "bea", 3, "dio")


def test_a_substitute_who_goes_away_as_well_passes_it_on(shift):
    away(shift, "bea", 10, "cas")
    away(shift, "cas", 5, "dio")
    assert stands_in(shift, "bea") == "dio"
    shift.clock.go(hours=5)
    assert stands_in(shift, "bea") == "cas"


def test_a_substitute_who_leaves_the_desk_is_one_no_more(shift):
    away(shift, "bea", 10, "cas")
    shift.do(leaving.deactivate, leaving.Deactivate(agent="cas"), "ada")
    assert stands_in(shift, "bea") is None
    assert shift.value("SELECT substitute_id FROM agent WHERE login = 'bea'") is None


def test_no_order_of_absences_makes_a_circle(shift):
    """Whatever people do, whoever stands in for somebody is there."""
    pick = random.Random(7)
    logins = ["bea", "cas", "dio", "lea"]
    refused = 0
    for _turn in range(60):
        one, other = pick.sample(logins, 2)
        begin = pick.choice([0, 2, 6])
        try:
            away(shift, one, begin + pick.choice([1, 3, 8]), pick.choice([other, ""]), after=begin)
        except OtuiError:
            refused += 1
        desk = shift.desk("ada")
        desk.refresh()
        for hour, login in itertools.product((0, 1, 3, 7), logins):
            at = shift.clock() + timedelta(hours=hour)
            found = absence.stand_in(desk.directory, desk.directory.agent(login).id, at)
            assert found is None or not found.away(at)
        shift.clock.go(minutes=30)
    assert refused, "the test never came near a circle"


def test_assigning_to_somebody_away_names_the_substitute(shift):
    number = shift.new()
    away(shift, "cas", 5, "dio")
    shift.desk("bea").refresh()
    with pytest.raises(Refused, match="cas is away until Mon 23 Nov 14:00") as refused:
        shift.do(tickets.assign, c.Assign(ticket=number, agent="cas"))
    assert "dio stands in" in refused.value.hint
    shift.do(tickets.assign, c.Assign(ticket=number, agent="cas", anyway=True))
    assert shift.row(number)["owner_id"] == shift.desk("bea").directory.agent("cas").id


def test_handing_over_on_leaving_asks_for_somebody_who_is_there(shift):
    number = shift.new()
    shift.do(tickets.take, c.Take(ticket=number), "cas")
    away(shift, "dio", 5)
    shift.desk("ada").refresh()
    with pytest.raises(Refused, match="dio is away"):
        shift.do(leaving.deactivate, leaving.Deactivate(agent="cas", hand_to="dio"), "ada")


def test_an_absence_is_undone_and_whom_one_stands_in_for_is_known(shift):
    away(shift, "bea", 5, "cas", by="bea")
    desk = shift.desk("cas")
    desk.refresh()
    assert [one.login for one in absence.stood_in_for(desk.directory, desk.agent.id, shift.clock())] == [
        "bea"
    ]
    shift.do(undo.undo, c.Undo(), "bea")
    assert stands_in(shift, "bea") is None


def test_an_agent_who_is_not_active_is_neither_away_nor_back(shift):
    shift.do(leaving.deactivate, leaving.Deactivate(agent="cas"), "ada")
    with pytest.raises(Refused, match="not active"):
        away(shift, "cas", 5)
    with pytest.raises(Refused):
        shift.do(staff.change_agent, staff.ChangeAgent(agent="bea", role="agent"), "ada")
