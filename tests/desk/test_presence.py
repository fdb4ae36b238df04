"""Who is on which ticket: told by one row a session, and judged by a clock of one's own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otui.desk import commands as c
from otui.desk import tickets
from otui.desk.together import presence
from otui.desk.together.presence import COUNTS_FOR, READING, WRITING, Witness
from otui.store import feed


@pytest.fixture
def ticket(shift):
    """A ticket that everybody may see."""
    return shift.row(shift.new())["id"]


def come(shift, login, session, ticket, doing=READING):
    shift.desk(login).call(presence.come, session, ticket, doing)


def renew(shift, login, session, ticket, doing=READING):
    shift.desk(login).call(presence.renew, session, ticket, doing)


def seen(shift, login="bea"):
    """(login, ticket, doing) of everybody that one person may know of."""
    return [(one.login, one.ticket_id, one.doing) for one in shift.desk(login).read(presence.everyone)]


def told(shift):
    """(verb, ticket) of what the feed told of who is where."""
    rows = feed.since(shift.desk("ada").database.read(), 0)
    return [(row[3], row[2]) for row in rows if row[1] == presence.TOPIC]


def test_a_session_has_one_row_whatever_it_does(shift, ticket):
    other = shift.row(shift.new("Other"))["id"]
    come(shift, "cas", "s1", ticket)
    come(shift, "cas", "s1", ticket, WRITING)
    assert seen(shift) == [("cas", ticket, WRITING)]
    come(shift, "cas", "s1", other)
    assert seen(shift) == [("cas", other, READING)]
    shift.desk("cas").call(presence.go, "s1")
    assert seen(shift) == []
    assert told(shift) == [
        (READING, ticket),
        (WRITING, ticket),
        ("leave", ticket),
        (READING, other),
        ("leave", other),
    ]


def test_renewing_tells_nobody_and_always_changes_the_row(shift, ticket):
    come(shift, "cas", "s1", ticket)
    before = told(shift)
    stamps = []
    for minutes in (0, 0, -60):  # a clock that stands, and one that is set back
        shift.clock.go(minutes=minutes)
        renew(shift, "cas", "s1", ticket)
        stamps.append(shift.value("SELECT seen_at FROM presence"))
    assert stamps == sorted(set(stamps))
    assert told(shift) == before


def test_since_when_is_counted_from_what_one_does_now(shift, ticket):
    come(shift, "cas", "s1", ticket)
    shift.clock.go(minutes=3)
    come(shift, "cas", "s1", ticket, WRITING)
    since = shift.clock.at
    shift.clock.go(minutes=2)
    renew(shift, "cas", "s1", ticket, WRITING)
    (stay,) = shift.desk("bea").read(presence.everyone)
    assert stay.since_at == since


def test_who_was_given_up_while_asleep_comes_again(shift, ticket):
    come(shift, "cas", "s1", ticket)
    (stay,) = shift.desk("bea").read(presence.everyone)
    shift.desk("bea").call(presence.sweep, [stay])
    assert seen(shift) == []
    renew(shift, "cas", "s1", ticket)
    assert seen(shift) == [("cas", ticket, READING)]
    assert [verb for verb, _ticket in told(shift)] == [READING, "leave", READING]


def test_a_row_that_moved_since_it_was_looked_at_is_not_swept(shift, ticket):
    come(shift, "cas", "s1", ticket)
    (stay,) = shift.desk("bea").read(presence.everyone)
    renew(shift, "cas", "s1", ticket)
    shift.desk("bea").call(presence.sweep, [stay])
    assert seen(shift) == [("cas", ticket, READING)]


def test_the_owner_alone_is_known_to_be_on_what_the_owner_alone_may_read(shift, ticket):
    shift.do(tickets.take, c.Take(ticket=ticket), "cas")
    come(shift, "cas", "s1", ticket, WRITING)
    come(shift, "lea", "s2", ticket)
    assert seen(shift, "bea") == [("cas", ticket, WRITING)]
    assert seen(shift, "lea") == [("cas", ticket, WRITING), ("lea", ticket, READING)]
    assert seen(shift, "cas") == [("cas", ticket, WRITING), ("lea", ticket, READING)]


def test_nothing_is_known_of_a_ticket_that_one_may_not_see(shift, ticket):
    come(shift, "cas", "s1", ticket)
    bea = shift.desk("bea")

    def make_confidential(unit):
        queue = unit.load("ticket", ticket).queue_id
        unit.writer.update("queue", queue, {"confidential": True})
        unit.writer.execute("DELETE FROM queue_member WHERE agent_id = :bea", {"bea": bea.agent.id})

    shift.desk("ada").call(make_confidential)
    bea.refresh()
    assert seen(shift, "bea") == []
    assert seen(shift, "cas") == [("cas", ticket, READING)]


# -- the witness -------------------------------------------------------------------------------------------------------


def stays(shift):
    return shift.desk("bea").read(presence.everyone)


def logins(found):
    return [one.login for one in found]


def test_one_that_is_seen_to_be_renewed_counts_on_and_one_that_is_not_ends(shift, ticket):
    come(shift, "cas", "s1", ticket)
    witness = Witness()
    now = shift.clock.at
    assert logins(witness.judge(stays(shift), now, 100.0)[0]) == ["cas"]
    assert logins(witness.judge(stays(shift), now, 100.0 + COUNTS_FOR - 0.1)[0]) == ["cas"]
    renew(shift, "cas", "s1", ticket)
    assert logins(witness.judge(stays(shift), now, 109.0)[0]) == ["cas"]
    assert logins(witness.judge(stays(shift), now, 109.0 + COUNTS_FOR - 0.1)[0]) == ["cas"]
    counting, stale = witness.judge(stays(shift), now, 109.0 + COUNTS_FOR)
    assert (counting, logins(stale)) == ([], ["cas"])


def test_a_clock_that_is_set_changes_nothing(shift, ticket):
    come(shift, "cas", "s1", ticket)
    witness = Witness()
    witness.judge(stays(shift), shift.clock.at, 100.0)
    tomorrow = shift.clock.at + timedelta(days=1)
    assert logins(witness.judge(stays(shift), tomorrow, 101.0)[0]) == ["cas"]


def test_what_a_crash_left_counts_for_nothing_and_is_swept(shift, ticket):
    come(shift, "cas", "s1", ticket)
    shift.clock.go(hours=9)
    witness = Witness()
    assert witness.judge(stays(shift), shift.clock.at, 100.0) == ([], [])
    counting, stale = witness.judge(stays(shift), shift.clock.at, 100.0 + COUNTS_FOR)
    assert (counting, logins(stale)) == ([], ["cas"])


def test_one_on_a_machine_whose_clock_is_wrong_counts_from_the_next_renewal(shift, ticket):
    come(shift, "cas", "s1", ticket)
    wrong = shift.clock.at + timedelta(minutes=7)
    witness = Witness()
    assert witness.judge(stays(shift), wrong, 100.0) == ([], [])
    renew(shift, "cas", "s1", ticket)
    assert logins(witness.judge(stays(shift), wrong, 104.0)[0]) == ["cas"]


def test_one_who_comes_under_ones_eyes_counts_at_once_whatever_the_clocks_say(shift, ticket):
    witness = Witness()
    witness.judge(stays(shift), shift.clock.at, 100.0)
    come(shift, "cas", "s1", ticket)
    wrong = shift.clock.at + timedelta(minutes=7)
    assert logins(witness.judge(stays(shift), wrong, 101.0)[0]) == ["cas"]
