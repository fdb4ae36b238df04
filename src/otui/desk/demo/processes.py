"""The problems, changes and knowledge of the demo firm, made as its agents make them: by the desk's own verbs."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from otui.desk.changes.board.boards import set_board
from otui.desk.changes.calendar import windows
from otui.desk.changes.commands import Board
from otui.desk.demo.changing import Changing
from otui.desk.demo.routines import add_routines
from otui.desk.desk import Desk
from otui.desk.knowledge import commands as k
from otui.desk.knowledge import steps as article_steps
from otui.desk.knowledge import writing
from otui.desk.problems import commands as p
from otui.desk.problems import linking, making
from otui.desk.problems import steps as problem_steps
from otui.desk.records import tasks
from otui.desk.results import Result
from otui.desk.unit import Unit
from otui.domain import knowledge, problem
from otui.store.database import Database
from otui.store.records import to_micros

C = TypeVar("C")
R = TypeVar("R")
Told = Mapping[str, Any]
"""One table of a file."""

_HOUR = timedelta(hours=10)
"""The time of day at which things of the past were begun."""
_STEP = timedelta(minutes=25)
"""Between two things that somebody does."""
_RESTED = timedelta(hours=3)
"""How old an incident is before somebody links it to a problem."""


class Past:
    """A desk at work in the past: each act a while after the one before, and never later than now."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.now = now
        self._at = now
        self.desk = Desk(database, lambda: self._at)
        rules = self.desk.rules
        self.zone = rules.calendars[rules.settings.calendar].zone

    def go(self, days: float) -> None:
        """Go to the morning of so many days ago."""
        day = (self.now - timedelta(days=days)).astimezone(self.zone).replace(hour=0, minute=0, second=0)
        self._at = min((day + _HOUR).astimezone(UTC), self.now)

    def until(self, moment: datetime) -> None:
        """Go on to a moment, where that is still to come and not later than now."""
        self._at = max(self._at, min(moment, self.now))

    def at(self, days: int, clock: str) -> datetime:
        """Return the instant in so many days at an hour of the desk's own day."""
        hour, minute = (int(part) for part in clock.split(":"))
        day = (self.now + timedelta(days=days)).astimezone(self.zone)
        return day.replace(hour=hour, minute=minute, second=0, microsecond=0).astimezone(UTC)

    def do(self, login: str, verb: Callable[[Unit, C], R], command: C) -> R:
        """Let somebody do something, and let a while pass."""
        done = self.desk.do(verb, command, agent=self.desk.directory.agent(login))
        self._at = min(self._at + _STEP, self.now)
        return done


def add_processes(database: Database, folder: Path, now: datetime, login: str) -> None:
    """Make what stands in data/demo/processes, as it stands at `now`; `login` is on the boards as well."""
    past = Past(database, now)
    read = {name: _read(folder / f"{name}.toml") for name in ("problems", "knowledge", "changes")}
    problems = [(told, _problem(past, told)) for told in read["problems"]["problem"]]
    for told in read["knowledge"]["article"]:
        _article(past, told)
    for board, logins in read["changes"]["boards"].items():
        past.go(200)
        past.do(logins[0], set_board, Board(board=board, agents=tuple(dict.fromkeys((*logins, login)))))
    changing = Changing(past, read["changes"]["boards"]["cab"])
    for told in read["changes"]["window"]:
        _window(past, told)
    for told in read["changes"]["template"]:
        changing.template(told)
    for told in read["changes"]["change"]:
        changing.change(told)
    for told, ref in problems:
        _incidents(past, told, ref)
    past.until(now)
    add_routines(folder / "routines.toml", partial(past.do, login))


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _problem(past: Past, told: Told) -> int:
    """Make a problem and bring it where it is; return its id."""
    past.go(told["days"])
    by = told["by"]
    made: Result = past.do(
        by,
        making.new,
        p.NewProblem(
            subject=told["subject"],
            description=told["description"],
            queue=told["queue"],
            impact=told["impact"],
            urgency=told["urgency"],
            item=told["item"],
            take=told["to"] != "new",
        ),
    )
    ref = int(made.record_id)
    for words in told.get("tasks", ()):
        past.do(by, tasks.new_task, tasks.NewTask(record="problem", ref=ref, subject=words, owner=by))
    fields = {name: told[name] for name in ("symptom", "root_cause", "workaround", "fix") if name in told}
    order = [step.value for step in problem.Step]
    for step in order[1 : order.index(told["to"]) + 1]:
        if step == "analyse" and fields:
            past.do(by, making.edit, p.EditProblem(ref=ref, fields=fields))
        past.do(by, problem_steps.step, p.Step(ref=ref, verb=step))
    if told.get("known_error"):
        past.do(by, problem_steps.step, p.Step(ref=ref, verb="known-error"))
    if "accept" in told:
        review = past.now + timedelta(days=told["review_days"])
        past.do(
            "kees", problem_steps.accept_risk, p.AcceptRisk(ref=ref, reason=told["accept"], review_at=review)
        )
    return ref


def _incidents(past: Past, told: Told, ref: int) -> None:
    """Link incidents about the same service: those that are a day old, the open ones first, then the newest."""
    rows = past.desk.database.read().all(
        "SELECT t.number FROM ticket t JOIN item i ON i.id = t.item_id WHERE i.name = :item"
        " AND t.kind = 'incident' AND t.created_at < :before AND t.state <> 'merged'"
        " ORDER BY CASE WHEN t.is_open THEN 0 ELSE 1 END, t.created_at DESC LIMIT :limit",
        {"item": told["item"], "before": to_micros(past.now - _RESTED), "limit": told["incidents"]},
    )
    past.until(past.now - timedelta(hours=2))
    for (number,) in rows:
        past.do(told["by"], linking.link, p.TieProblem(ref=ref, other=number))


def _article(past: Past, told: Told) -> None:
    past.go(told["days"])
    made = past.do(
        told["by"],
        writing.new,
        k.NewArticle(
            subject=told["subject"],
            body=told["body"].strip(),
            solution=told.get("solution", ""),
            keywords=told["keywords"],
            audience=told["audience"],
            queue=told["queue"],
            item=told["item"],
        ),
    )
    past.do(told["by"], article_steps.submit, k.MoveArticle(ref=made.record_id))
    if told.get("to") != knowledge.Step.REVIEW:
        past.do(told["reader"], article_steps.publish, k.Renew(ref=made.record_id))


def _window(past: Past, told: Told) -> None:
    past.go(30)
    starts = past.at(told["starts"], told["at"])
    past.do(
        "kees",
        windows.new_window,
        windows.NewWindow(
            kind=told["kind"],
            name=told["name"],
            starts=starts,
            ends=starts + timedelta(minutes=told["minutes"]),
            rule=told.get("rule", ""),
            item=told.get("item"),
            reason=told.get("reason", ""),
        ),
    )
