"""Changes at work, for tests: made, planned, brought to a step."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from otui.desk import changes, queues, tickets
from otui.desk.changes import commands as c
from otui.desk.commands import Wait
from otui.desk.items import making
from otui.desk.office import staff
from otui.desk.records import holding
from otui.desk.results import Result
from otui.desk.views import change_rounds, records
from otui.desk.views import changes as views

PLANS = {
    "implementation_plan": "Flash the spare, then the other.",
    "test_plan": "Restart a spare one.",
    "backout_plan": "Flash the former firmware.",
}
CALM = {"experience": 0, "backout": 0, "test": 0}


class Work:
    """Changes of one shift. bea plans and asks for them, cas carries them out; lea and dio are on both boards."""

    def __init__(self, shift: Any) -> None:
        self.shift = shift
        self._windows = 0
        for board in ("cab", "ecab"):
            self.do(changes.set_board, c.Board(board=board, agents=("lea", "dio")), "lea")

    def do(self, verb: Any, command: Any, login: str = "bea") -> Result:
        return self.shift.do(verb, command, login)

    def read(self, query: Any, *args: Any, login: str = "bea", **kwargs: Any) -> Any:
        return self.shift.desk(login).read(query, *args, **kwargs)

    def row(self, number: str) -> dict[str, Any]:
        reader = self.shift.desk("ada").database.read()
        (found,) = reader.records("change", "number = :n", {"n": number})
        return dict(vars(found))

    def card(self, number: str, login: str = "bea") -> views.ChangeCard:
        return self.read(views.change, number, login=login)

    def history(self, number: str) -> tuple[records.EventRow, ...]:
        return self.read(records.history, "change", self.row(number)["id"])

    def rounds(self, number: str, login: str = "bea") -> tuple[change_rounds.RoundRow, ...]:
        return self.read(change_rounds.rounds, "change", self.row(number)["id"], login=login)

    def new(self, subject: str = "Firmware of the core switches", login: str = "bea", **values: Any) -> str:
        return self.do(changes.new, c.NewChange(subject=subject, **values), login).number

    def plan(self, number: str, *, owner: bool = True, plans: bool = True) -> None:
        """Give it an owner and a justification; with `plans` all that approval asks for, too."""
        if owner and self.row(number)["owner_id"] is None:
            self.do(holding.take, holding.TakeRecord(kind="change", ref=number))
        texts = PLANS if plans else {}
        implementer = "cas" if plans else None
        self.do(
            changes.edit,
            c.EditChange(ref=number, justification="It hangs each week.", implementer=implementer, **texts),
        )
        if plans:
            self.window(number)
            self.do(changes.answer, c.AnswerRisk(ref=number, answers=CALM))

    def window(self, number: str, hours: int = 24, login: str = "bea") -> Result:
        starts = self.shift.clock.at + timedelta(hours=hours + 3 * self._windows)  # none beside another
        self._windows += 1
        return self.do(
            changes.schedule, c.Schedule(ref=number, starts=starts, ends=starts + timedelta(hours=2)), login
        )

    def planned(self, **values: Any) -> str:
        number = self.new(**values)
        self.plan(number)
        return number

    def step(self, number: str, login: str = "bea", to: str = "", reason: str = "") -> Result:
        return self.do(changes.advance, c.Advance(ref=number, to=to, reason=reason), login)

    def ask(self, number: str, *logins: str) -> Result:
        return self.do(changes.ask, c.Ask(ref=number, approvers=logins))

    def say(
        self, number: str, login: str, verb: Any = changes.approve, words: str = "", **more: Any
    ) -> Result:
        return self.do(verb, c.Decide(ref=number, words=words, **more), login)

    def wait(self, ticket: str, number: str) -> str:
        self.do(tickets.wait, Wait(ticket=ticket, on="change", ref=number))
        return ticket

    def item(self, name: str, kind: str = "server") -> str:
        return self.do(making.new_item, making.NewItem(name=name, kind=kind), "lea").number

    def secret(self, *team: str) -> None:
        """Make a queue that its team alone knows the contents of."""
        self.shift.desk("ada").call(queues.new_queue, "Secret")
        for login in team:
            self.do(staff.teams, staff.Teams(agent=login, join=("Secret",)), "ada")
        self.do(queues.change_queue, queues.ChangeQueue(queue="Secret", confidential=True), "ada")

    def approve_by_peer(self, number: str, login: str = "dio") -> None:
        self.ask(number, login)
        self.say(number, login)

    def authorised(self, **values: Any) -> str:
        """A normal change that peers and board approved, in the step that the board authorises."""
        number = self.planned(**values)
        self.step(number)
        self.approve_by_peer(number)
        self.step(number)
        self.ask(number)
        self.say(number, "lea")
        return number

    def implementing(self, **values: Any) -> str:
        """A normal change that is being carried out."""
        number = self.authorised(**values)
        self.step(number, "lea")
        self.do(holding.priority, holding.RecordPriority(kind="change", ref=number, impact=2, urgency=2))
        self.step(number)
        self.step(number)
        self.do(changes.test_result, c.Words(ref=number, text="It starts."))
        self.step(number, reason="It is quiet now.")
        return number
