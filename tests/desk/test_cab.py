"""Meetings of the board: the agenda fills itself, the decision follows from the approvals, and touches none of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otui.desk import commands as c
from otui.desk import undo
from otui.desk.changes.board import agenda, meetings, minutes_page
from otui.desk.changes.board.standing import Standing, Vote
from otui.desk.office import absence
from otui.desk.records import acts
from otui.desk.views import change_rounds, counts
from otui.desk.views import meetings as views
from otui.errors import Conflict, NotFound, Refused, Usage


@dataclass
class Board:
    """A desk with a board of three, and changes that wait for it."""

    shift: object

    def change(
        self, subject="New core switch", *, step="authorise", kind="normal", hours=48, board="cab", votes=()
    ):
        """Make a change whose approval is asked of cas, dio and lea; `votes` are (login, state)."""

        def make(unit, _none):
            queue = unit.directory.default_queue_id
            record = unit.add(
                "change",
                {
                    "number": acts.numbered(unit, "change"),
                    "subject": subject,
                    "step": step,
                    "type": kind,
                    "queue_id": queue,
                    "requester_id": unit.directory.agent("bea").id,
                    "owner_id": unit.directory.agent("bea").id,
                    "starts_at": unit.now + timedelta(hours=hours) if hours else None,
                    "ends_at": unit.now + timedelta(hours=hours + 2) if hours else None,
                    "created_at": unit.now,
                    "updated_at": unit.now,
                },
            )
            if board:
                asked = unit.add(
                    "approval_round",
                    {
                        "record": "change",
                        "record_id": record.id,
                        "kind": board,
                        "quorum": 2,
                        "asked_at": unit.now,
                    },
                )
                said = dict(votes)
                for login in ("cas", "dio", "lea"):
                    unit.add(
                        "approval",
                        {
                            "round_id": asked.id,
                            "agent_id": unit.directory.agent(login).id,
                            "state": said.get(login, "asked"),
                            "words": "not at night" if said.get(login) == "rejected" else "",
                        },
                    )
            unit.flush()
            return record.number

        return self.shift.desk("bea").do(make, None)

    def seat(self, *logins):
        def sit(unit, _none):
            for login in logins:
                unit.add("board_member", {"board": "cab", "agent_id": unit.directory.agent(login).id})
            unit.flush()

        self.shift.desk("ada").do(sit, None)

    def call(self, hours=24, login="lea", **values):
        at = self.shift.clock() + timedelta(hours=hours)
        return self.shift.do(
            meetings.new_meeting, meetings.NewMeeting(starts_at=at, **values), login
        ).record_id

    def card(self, ref=None, login="lea"):
        return self.shift.desk(login).read(views.meeting, ref)

    def numbers(self, ref=None):
        return [row.number for row in self.card(ref).agenda]

    def decide(self, ref, number, decision, words=None, login="lea"):
        command = agenda.Decide(ref=ref, change=number, decision=decision, minutes=words)
        return self.shift.do(agenda.decide, command, login)

    def approvals(self):
        return self.shift.all("SELECT id, state, words, decided_at FROM approval ORDER BY id")


@pytest.fixture
def board(shift):
    return Board(shift)


def test_the_agenda_is_filled_with_what_waits_for_the_board_emergencies_first(board):
    later = board.change("Later", hours=90)
    sooner = board.change("Sooner", hours=20)
    urgent = board.change("Urgent", kind="emergency", board="ecab", hours=0)
    board.change("Not asked", board="")
    board.change("Asked of peers", step="assess", board="peer")
    board.change("Enough said", votes=[("cas", "approved"), ("dio", "approved")])
    board.change("Stopped", votes=[("cas", "rejected")])
    meeting = board.call()
    assert board.numbers(meeting) == [urgent, sooner, later]
    assert board.card(meeting).row.name == "CAB Tue 24 Nov 9:00"


def test_what_is_on_an_agenda_does_not_come_on_a_second_one(board):
    first = board.change()
    board.call()
    assert board.numbers(board.call(hours=48)) == []
    later = board.change()
    assert board.card().waiting == 1
    other = board.card(board.call(hours=72, fill=False)).row.id
    board.shift.do(agenda.fill, meetings.OnMeeting(ref=other), "lea")
    assert board.numbers(other) == [later]
    assert board.numbers() == [first]
    with pytest.raises(Refused, match="Nothing waits for the board"):
        board.shift.do(agenda.fill, meetings.OnMeeting(ref=other), "lea")


def test_an_agenda_is_put_in_order_by_hand(board):
    one, two, three = (board.change(str(n), hours=n) for n in (1, 2, 3))
    meeting = board.call()
    assert board.numbers(meeting) == [one, two, three]
    board.shift.do(agenda.place, agenda.Place(ref=meeting, change=three, by=-2), "lea")
    assert board.numbers(meeting) == [three, one, two]
    with pytest.raises(Refused, match="at that end"):
        board.shift.do(agenda.place, agenda.Place(ref=meeting, change=two, by=1), "lea")
    board.shift.do(agenda.remove, agenda.OnItem(ref=meeting, change=one), "lea")
    assert board.numbers(meeting) == [three, two]
    board.shift.do(agenda.add, agenda.OnItem(ref=meeting, change=one), "lea")
    assert board.numbers(meeting) == [three, two, one]
    with pytest.raises(Refused, match="already"):
        board.shift.do(agenda.add, agenda.OnItem(ref=meeting, change=one), "lea")
    board.shift.do(undo.undo, c.Undo(), "lea")
    assert board.numbers(meeting) == [three, two]


def test_approved_is_refused_while_the_quorum_is_not_met(board):
    number = board.change(votes=[("cas", "approved")])
    meeting = board.call()
    with pytest.raises(Refused, match="1 of the 2 that are needed"):
        board.decide(meeting, number, "approve")
    assert board.card(meeting).agenda[0].decision == ""


def test_a_decision_follows_from_the_approvals_and_changes_none_of_them(board):
    good = board.change("Good", votes=[("cas", "approved")])
    bad = board.change("Bad")
    meeting = board.call()
    board.shift.desk("ada").database.write(
        lambda writer: writer.execute("UPDATE approval SET state = 'approved' WHERE id = 2")
    ).result()
    board.shift.desk("ada").database.write(
        lambda writer: writer.execute("UPDATE approval SET state = 'rejected' WHERE id = 4")
    ).result()
    before = board.approvals()
    assert board.decide(meeting, good, "approve").said.endswith(": approved.")
    with pytest.raises(Refused, match="Cas Claes rejected it"):
        board.decide(meeting, bad, "approve")
    with pytest.raises(Refused, match="Say in the minutes why"):
        board.decide(meeting, bad, "reject")
    board.decide(meeting, bad, "reject", "Not at night.")
    with pytest.raises(Refused, match="No member rejected"):
        board.decide(meeting, good, "reject", "We changed our minds.")
    board.decide(meeting, good, "defer", "Until the switch is there.")
    assert board.approvals() == before
    assert {row.number: row.decision for row in board.card(meeting).agenda} == {good: "defer", bad: "reject"}
    assert board.shift.all("SELECT DISTINCT step FROM change") == [("authorise",)]


def test_a_change_that_the_board_was_not_asked_about_can_only_be_deferred(board):
    number = board.change(board="")
    meeting = board.call()
    board.shift.do(agenda.add, agenda.OnItem(ref=meeting, change=number), "lea")
    for decision in ("approve", "reject"):
        with pytest.raises(Refused, match="was not asked"):
            board.decide(meeting, number, decision, "words")
    board.decide(meeting, number, "defer", "Its owner asks us first.")
    with pytest.raises(Usage, match="no decision"):
        board.decide(meeting, number, "maybe")


def test_a_decision_stands_in_the_history_of_the_change_and_is_undone(board):
    number = board.change()
    meeting = board.call()
    version = board.card(meeting).agenda[0].version
    board.decide(meeting, number, "defer", "Next week.")
    rows = board.shift.all("SELECT verb, text FROM record_event WHERE record = 'change' ORDER BY id")
    assert rows[-1] == ("decide", "Next week.")
    assert board.card(meeting).agenda[0].version > version
    board.shift.do(undo.undo, c.Undo(), "lea")
    row = board.card(meeting).agenda[0]
    assert (row.decision, row.minutes) == ("", "")


def test_a_meeting_that_is_held_defers_what_it_did_not_come_to_and_hands_it_on(board):
    done = board.change("Done", hours=1, votes=[("cas", "deferred")])
    left = board.change("Left", hours=2)
    first = board.call(hours=24)
    following = board.call(hours=48)
    board.decide(first, done, "defer", "No word yet.")
    said = board.shift.do(meetings.hold, meetings.Hold(ref=first), "lea").said
    assert "1 change was not treated and is deferred." in said
    assert "2 go on to" in said
    assert board.numbers(following) == [done, left]
    assert board.card(first).agenda[1].minutes == "The meeting did not come to it."
    assert board.card().row.id == following
    with pytest.raises(Refused, match="is held"):
        board.decide(first, left, "defer", "words")
    board.shift.do(meetings.minutes, meetings.Minutes(ref=first, minutes="Short."), "lea")
    assert board.card(first).minutes == "Short."


def test_undo_of_holding_a_meeting_takes_all_of_it_back(board):
    number = board.change()
    first, following = board.call(hours=24), board.call(hours=48)
    board.shift.do(meetings.hold, meetings.Hold(ref=first), "lea")
    assert board.numbers(following) == [number]
    board.shift.do(undo.undo, c.Undo(), "lea")
    assert board.numbers(following) == []
    assert (board.card(first).row.state, board.card(first).agenda[0].decision) == ("planned", "")
    board.shift.do(undo.redo, c.Redo(), "lea")
    assert board.card(first).row.state == "held"
    assert board.numbers(following) == [number]


def test_a_meeting_that_is_called_off_gives_its_changes_free(board):
    number = board.change()
    first = board.call()
    board.shift.do(meetings.call_off, meetings.OnMeeting(ref=first), "lea")
    assert board.card() is None
    second = board.call(hours=48)
    assert board.numbers(second) == [number]
    assert [row.id for row in board.shift.desk("lea").read(views.meetings)] == [second]


def test_only_leads_run_a_meeting(board):
    number = board.change()
    with pytest.raises(Refused, match="Only a lead or an admin"):
        board.call(login="bea")
    meeting = board.call()
    with pytest.raises(Refused, match="Only a lead or an admin"):
        board.decide(meeting, number, "defer", "words", login="cas")
    assert board.numbers(meeting) == [number]


def test_members_are_invited_and_a_substitute_stands_in(board):
    board.seat("cas", "dio")
    board.change()
    meeting = board.call()
    until = board.shift.clock() + timedelta(days=3)
    board.shift.do(absence.away, absence.Away(agent="cas", until=until, substitute="lea"), "ada")
    board.shift.desk("lea").refresh()
    invited = {one.login: one for one in board.card(meeting).invited}
    assert invited["cas"].substitute == "lea"
    assert invited["cas"].away.startswith("away until")
    assert invited["bea"].member_of == ()
    assert not any(one.present for one in invited.values())
    board.shift.do(meetings.attend, meetings.Attend(ref=meeting, agents=("lea", "bea")), "lea")
    present = {one.login for one in board.card(meeting).invited if one.present}
    assert present == {"cas", "bea"}
    assert board.card(meeting).attendees == ("lea", "bea")
    with pytest.raises(NotFound):
        board.shift.do(meetings.attend, meetings.Attend(ref=meeting, agents=("nobody",)), "lea")


def test_a_write_against_an_older_meeting_is_refused(board):
    board.change()
    meeting = board.call()
    version = board.card(meeting).row.version
    board.shift.do(meetings.minutes, meetings.Minutes(ref=meeting, minutes="One."), "lea")
    with pytest.raises(Conflict, match="moved on meanwhile"):
        board.shift.do(
            meetings.minutes, meetings.Minutes(ref=meeting, minutes="Two.", version=version), "ada"
        )


def test_a_change_of_a_confidential_queue_is_on_no_agenda_of_who_may_not_see_it(board):
    number = board.change("Secret")
    meeting = board.call()
    queue = board.shift.value("SELECT queue_id FROM change WHERE number = :n", n=number)
    board.shift.desk("ada").database.write(
        lambda writer: writer.execute("UPDATE queue SET confidential = TRUE WHERE id = :q", {"q": queue})
    ).result()
    member = next(
        login
        for login in ("bea", "cas", "lea", "dio")
        if queue in board.shift.desk(login).directory.agent(login).queues
    )
    outsider = next(
        login
        for login in ("lea", "dio", "ada")
        if queue not in board.shift.desk(login).directory.agent(login).queues
    )
    for login in (member, outsider):
        board.shift.desk(login).refresh()
    assert [row.number for row in board.card(meeting, member).agenda] == [number]
    seen = board.card(meeting, outsider)
    assert (seen.agenda, seen.row.items) == ((), 0)


def test_minutes_are_one_text_in_markdown_or_plain(board):
    number = board.change("Switch [core] *now*", votes=[("cas", "approved"), ("dio", "rejected")])
    meeting = board.call()
    board.shift.do(agenda.add, agenda.OnItem(ref=meeting, change=number), "lea")
    board.decide(meeting, number, "reject", "Not at night.")
    board.shift.do(meetings.minutes, meetings.Minutes(ref=meeting, minutes="Next time: Friday."), "lea")
    board.shift.do(meetings.attend, meetings.Attend(ref=meeting, agents=("lea",)), "lea")
    card = board.card(meeting)
    zone = board.shift.desk("lea").rules.calendars[board.shift.desk("lea").rules.settings.calendar].zone
    text = minutes_page.page(card, zone)
    assert f"## 1. {number} Switch \\[core\\] \\*now\\*" in text
    assert "cas approves, dio rejects, lea is asked (1 of 2)" in text
    assert "Decision: rejected" in text
    assert text.rstrip().endswith("Next time: Friday.")
    plain = minutes_page.page(card, zone, markdown=False)
    assert f"1. {number} Switch [core] *now*\n---" in plain
    assert "##" not in plain


@given(
    st.integers(0, 4), st.lists(st.sampled_from(["asked", "approved", "rejected", "deferred"]), max_size=5)
)
def test_approved_needs_a_quorum_and_nobody_against(quorum, states):
    votes = tuple(Vote(n, str(n), str(n), state, "", None) for n, state in enumerate(states))
    stands = Standing(1, "cab", quorum, votes)
    assert stands.met == (states.count("approved") >= max(1, quorum) and "rejected" not in states)


def test_the_status_line_counts_what_waits_for_ones_word(board, shift):
    board.change()
    board.change(votes=[("cas", "approved")])
    board.change(votes=[("cas", "deferred")])
    board.change(step="assess")
    board.change(step="assess", board="peer")
    for login, count in (("cas", 3), ("dio", 4), ("bea", 0)):
        desk = shift.desk(login)
        assert desk.read(counts.status).to_approve == desk.read(change_rounds.waiting_count) == count
    shift.do(absence.away, absence.Away(agent="cas", substitute="ada"), "ada")
    desk = shift.desk("ada")
    desk.refresh()
    assert desk.read(counts.status).to_approve == desk.read(change_rounds.waiting_count) == 3
