"""Changes on the desk of the screens' tests: a board that meets, changes in several steps, a standard one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from desk_office import Office

from otui.desk import changes
from otui.desk.changes import commands as c
from otui.desk.changes.board import meetings
from otui.desk.records import holding
from otui.desk.views import changes as views

PLANS = {
    "implementation_plan": "Swap the switch.",
    "test_plan": "Ping the till.",
    "communication_plan": "Mail to the shop.",
    "backout_plan": "Put the old one back.",
}


@dataclass
class Board:
    """A desk with a board of ada, cas and lea (two of them must approve), and what is done to its changes."""

    office: Office

    def do(self, verb: Any, command: Any, login: str = "bea") -> Any:
        return self.office.do(verb, command, login)

    def seat(self) -> None:
        """Put ada, cas and lea on both boards."""
        for board in ("cab", "ecab"):
            self.do(changes.set_board, c.Board(board=board, agents=("ada", "cas", "lea")), "ada")

    def new(self, subject: str = "New core switch", **values: Any) -> str:
        """Record a change and return its number."""
        return str(self.do(changes.new, c.NewChange(subject=subject, **values)).number)

    def card(self, number: str, login: str = "bea") -> Any:
        return self.office.desk(login).read(views.change, number)

    def plan(self, number: str, *, hours: float = 36) -> None:
        """Plan a change out, with a window and its risk."""
        now = self.office.clock()
        self.do(holding.take, holding.TakeRecord(kind="change", ref=number))
        self.do(
            changes.edit, c.EditChange(ref=number, justification="It stalls.", implementer="bea", **PLANS)
        )
        starts = now + timedelta(hours=hours)
        self.do(changes.schedule, c.Schedule(ref=number, starts=starts, ends=starts + timedelta(hours=2)))
        self.do(changes.answer, c.AnswerRisk(ref=number, answers=self.answers(number)))

    def answers(self, number: str) -> dict[str, int]:
        risk = self.card(number).risk
        return {question.name: 0 for question in risk.open}

    def at_board(self, subject: str = "New core switch", *, hours: float = 36) -> str:
        """Bring a change to where the board is asked."""
        number = self.new(subject)
        self.plan(number, hours=hours)
        self.do(changes.advance, c.Advance(ref=number))
        self.do(changes.ask, c.Ask(ref=number, approvers=("cas",)))
        self.do(changes.approve, c.Decide(ref=number), "cas")
        self.do(changes.advance, c.Advance(ref=number))
        self.do(changes.ask, c.Ask(ref=number))
        return number

    def meeting(self, hours: float = 4) -> int:
        """Call a meeting with what waits for the board."""
        at = self.office.clock() + timedelta(hours=hours)
        return int(self.do(meetings.new_meeting, meetings.NewMeeting(starts_at=at), "lea").record_id)

    def standard(self, name: str = "Reset a till", *, approved: bool = True) -> int:
        """Draft a standard change; with `approved` the board has approved it."""
        made = self.do(
            changes.new_template,
            c.NewTemplate(name=name, description="As often as it is asked for.", minutes=30, **PLANS),
        )
        if approved:
            self.do(changes.propose, c.OnTemplate(ref=made.record_id))
            for login in ("cas", "lea"):
                self.do(changes.approve, c.Decide(ref=made.record_id, record="change_template"), login)
        return int(made.record_id)
