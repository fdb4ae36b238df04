"""The changes of the demo firm: each brought along its path as far as its file says, by those who may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from otui.desk import changes
from otui.desk.changes import commands as c
from otui.domain.change.steps import PATHS, Step, Type

if TYPE_CHECKING:
    from otui.desk.demo.processes import Past

PLANS = ("implementation_plan", "test_plan", "communication_plan", "backout_plan")
_LEAD = "kees"


class Changing:
    """Makes standard changes and changes at a desk in the past."""

    def __init__(self, past: Past, board: Sequence[str]) -> None:
        self._past = past
        self._board = board

    def template(self, told: Mapping[str, Any]) -> None:
        """Draft a standard change and have the board approve it."""
        past = self._past
        past.go(100)
        texts = {name: told[name] for name in ("description", "justification", *PLANS) if name in told}
        made = past.do(
            told["by"],
            changes.new_template,
            c.NewTemplate(name=told["name"], minutes=told["minutes"], queue=told["queue"], **texts),
        )
        past.do(told["by"], changes.propose, c.OnTemplate(ref=made.record_id))
        words = c.Decide(ref=made.record_id, words="Akkoord.", record="change_template")
        for login in self._board:
            if login != told["by"] and not self._approved(made.record_id):
                past.do(login, changes.approve, words)

    def _approved(self, template_id: int) -> bool:
        sql = "SELECT state = 'approved' FROM change_template WHERE id = :id"
        return bool(self._past.desk.database.read().value(sql, {"id": template_id}))

    def change(self, told: Mapping[str, Any]) -> None:
        """Record a change and bring it where it is."""
        past = self._past
        past.go(told["days"])
        kind = Type(told.get("type", "normal"))
        starts = past.at(told["starts"], told["at"]) if "starts" in told else None
        ends = starts + timedelta(minutes=told["minutes"]) if starts else None
        standard = kind is Type.STANDARD
        made = past.do(
            told["by"],
            changes.new,
            c.NewChange(
                subject=told["subject"],
                type=kind,
                description=told.get("description", ""),
                justification=told.get("justification", ""),
                emergency_reason=told.get("emergency_reason", ""),
                queue=told["queue"],
                owner=told["owner"],
                implementer=told.get("implementer", ""),
                template=told.get("template"),
                problem=self._problem(told["problem"]) if "problem" in told else None,
                items=tuple(told["items"]),
                impact=told.get("impact"),
                urgency=told.get("urgency"),
                starts=starts,
                ends=ends,
            ),
        )
        ref = made.record_id
        texts = {name: told[name] for name in PLANS if name in told}
        if texts and not standard:
            past.do(told["by"], changes.edit, c.EditChange(ref=ref, outage=told.get("outage"), **texts))
        if "answers" in told:
            past.do(told["by"], changes.answer, c.AnswerRisk(ref=ref, answers=told["answers"]))
        path = PATHS[kind]
        for step in path[1 : path.index(Step(told["to"])) + 1]:
            self._before(told, ref, step)
            by = _LEAD if step in (Step.PRIORITISE, Step.CLOSED) else told["by"]
            past.do(by, changes.advance, c.Advance(ref=ref))
        self._asked(told, ref, Step(told["to"]), kind)

    def _problem(self, words: str) -> int:
        found = self._past.desk.database.read().value(
            "SELECT id FROM problem WHERE subject LIKE :words", {"words": words + "%"}
        )
        return int(found)

    def _before(self, told: Mapping[str, Any], ref: int, step: Step) -> None:
        """Do what must be there before a step is entered."""
        past, by = self._past, told["by"]
        if step is Step.AUTHORISE and "peer" in told:
            past.do(by, changes.ask, c.Ask(ref=ref, approvers=(told["peer"],)))
            past.do(told["peer"], changes.approve, c.Decide(ref=ref, words="Technisch in orde."))
        elif step is Step.PRIORITISE or (step is Step.PLAN and "ecab" in told):
            past.do(by, changes.ask, c.Ask(ref=ref))
            for login in told.get("ecab") or told["cab"]:
                past.do(login, changes.approve, c.Decide(ref=ref, words="Akkoord."))
        elif step is Step.IMPLEMENT:
            past.until(past.at(told["starts"], told["at"]))
            if told.get("type", "normal") == "normal":
                past.do(by, changes.test_result, c.Words(ref=ref, text="Proef is goed verlopen."))
        elif step is Step.DOCUMENT:
            went = c.Outcome(ref=ref, result=told["result"], words=told.get("otherwise", ""))
            past.do(by, changes.result, went)
        elif step is Step.REVIEW:
            past.do(by, changes.documentation, c.Words(ref=ref, text=told["documentation"]))
        elif step is Step.CLOSED:
            words = c.Review(ref=ref, text=told["review"], goal_met=True, lessons=told.get("lessons", ""))
            past.do(by, changes.review, words)

    def _asked(self, told: Mapping[str, Any], ref: int, step: Step, kind: Type) -> None:
        """Where a change waits for its board, ask it; the first of those who are named has said yes."""
        if step is Step.AUTHORISE and kind is Type.NORMAL:
            self._past.do(told["by"], changes.ask, c.Ask(ref=ref))
            first = told["cab"][0]
            self._past.do(
                first, changes.approve, c.Decide(ref=ref, words="Akkoord, mits de klanten het weten.")
            )
