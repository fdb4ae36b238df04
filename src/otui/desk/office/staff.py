"""Agents as records: made, changed, put on teams. Each act is kept in the trail, and can be undone."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import cast

from otui.desk import rights, trail
from otui.desk.office import absence, rights_staff
from otui.desk.results import Result
from otui.desk.rows import AgentRow, QueueRow
from otui.desk.unit import Unit
from otui.errors import NotFound, Refused, Usage
from otui.store.records import Record
from otui.text import safe
from otui.text.i18n import LANGUAGES, _, ngettext

ROLES = ("agent", "lead", "admin")
LINES = (1, 2, 3)
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAgent:
    """Put an agent's record right; what is None stays as it is."""

    agent: str | int
    login: str | None = None
    name: str | None = None
    email: str | None = None
    lang: str | None = None
    role: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Teams:
    """Put an agent on the teams of queues, and take them off others."""

    agent: str | int
    join: tuple[str | int, ...] = ()
    leave: tuple[str | int, ...] = ()


def new_agent(
    unit: Unit,
    login: str,
    name: str,
    *,
    role: str = "agent",
    email: str = "",
    lang: str = "",
    line: int = 1,
    queues: tuple[str, ...] = (),
) -> Record:
    """Make an agent. Only an admin may; without `queues` the agent is on the team of every queue of its line."""
    rights.require(acting(unit), "agent-new")
    values = _checked(unit, 0, {"login": login, "role": role, "email": email, "lang": lang, "line": line})
    if queues:
        teams = [unit.directory.queue(queue) for queue in queues]
    else:
        # A team that nobody is put on unasked: a confidential queue's.
        teams = [
            queue for queue in unit.directory.queues.values() if queue.line == line and not queue.confidential
        ]
    made = add_agent(unit, **{**values, "name": safe.line(name) or values["login"]})
    joined = tuple(row for queue in teams if (row := trail.member(unit, queue.id, made.id, joined=True)))
    trail.done(
        unit,
        "agent-new",
        f"agent {made.id}",
        made.login,
        _("The agent {login} is made.").format(login=made.login),
        rows=joined,
    )
    return made


def add_agent(unit: Unit, **values: object) -> Record:
    """Insert an agent as given."""
    return unit.add("agent", {"created_at": unit.now, "active": True, **values})


def change_agent(unit: Unit, command: ChangeAgent) -> Result:
    """Put fields of an agent right. Only an admin may; everybody their own language."""
    agent = load_agent(unit, command.agent)
    given = {
        name: getattr(command, name)
        for name in ("login", "name", "email", "lang", "role", "line")
        if getattr(command, name) is not None
    }
    duty = "agent-lang" if set(given) == {"lang"} else "agent-change"
    rights.require(acting(unit), duty, agent.id)
    values = _checked(unit, agent.id, given)
    if "name" in values and not values["name"]:
        raise Refused(_("An agent needs a name."))
    changed = {name: value for name, value in values.items() if getattr(agent, name) != value}
    if not changed:
        raise Refused(_("{login} is like that already.").format(login=agent.login))
    if agent.active and agent.role == "admin" and changed.get("role", "admin") != "admin":
        require_another_admin(unit, agent.id)
    for name, value in changed.items():
        setattr(agent, name, value)
    words = _("{login} is changed.").format(login=agent.login)
    return trail.done(unit, "agent-change", f"agent {agent.id}", agent.login, words)


def teams(unit: Unit, command: Teams) -> Result:
    """Put an agent on teams and take them off others. Only a lead or an admin may."""
    agent = load_agent(unit, command.agent)
    me = acting(unit)
    rights.require(me, "team")
    rows: list[trail.Row] = []
    for refs, joined in ((command.join, True), (command.leave, False)):
        for queue in _queues(unit, refs):
            rights_staff.require_team(me, queue)
            row = trail.member(unit, queue.id, agent.id, joined=joined)
            rows += [row] if row else []
    if not rows:
        raise Refused(_("{login} is on these teams already.").format(login=agent.login))
    words = ngettext(
        "The teams of {login} are changed: {n} queue.",
        "The teams of {login} are changed: {n} queues.",
        len(rows),
    ).format(login=agent.login, n=len(rows))
    return trail.done(unit, "team", f"agent {agent.id}", agent.login, words, rows=tuple(rows))


def settle(unit: Unit, agent: Record) -> list[trail.Row]:
    """Look whether an undo may leave an agent as it is now, and whether the one who undoes may still do that."""
    rights.require_active(acting(unit))
    absence.require_sound(unit, agent)
    if not agent.active:
        if agent.id == unit.agent.id:
            raise Refused(_("Nobody deactivates themselves."), _("Another admin can."))
        locked = locked_tickets(unit, agent.id)
        if locked:
            raise Refused(
                ngettext(
                    "{login} has {n} locked ticket.", "{login} has {n} locked tickets.", len(locked)
                ).format(login=agent.login, n=len(locked)),
                _("Deactivate them, and say who takes these over."),
            )
    if not agent.active or agent.role != "admin":
        require_another_admin(unit, agent.id)
    return []


# -- shared by the verbs on agents and queues --------------------------------------------------------------------------


def acting(unit: Unit) -> AgentRow:
    """Return who acts, with the role that the desk gives them now: a session may not have heard of it yet."""
    record = unit.load("agent", unit.agent.id) if unit.agent.id else None
    return replace(unit.agent, role=record.role, active=record.active) if record else unit.agent


def load_agent(unit: Unit, ref: str | int) -> Record:
    """Return an agent's record by login or id, active or not; NotFound in words."""
    if isinstance(ref, int):
        found = unit.load("agent", ref)
    else:
        rows = unit.load_all("agent", "login = :login", {"login": ref.strip().casefold()})
        found = rows[0] if rows else None
    if found is None:
        raise NotFound(
            _("There is no agent {name}.").format(name=safe.line(str(ref)) or "–"),
            _("`otui agent list` shows who there is."),
        )
    return found


def _checked(unit: Unit, agent_id: int, given: dict[str, object]) -> dict[str, object]:
    """Return the values of an agent made safe; Usage or Refused at the first that cannot be."""
    values = dict(given)
    for name in ("name", "email", "lang", "role", "login"):
        if name in values:
            values[name] = safe.line(str(values[name]))
    if "login" in values:
        values["login"] = _new_login(unit, agent_id, cast("str", values["login"]))
    if "role" in values and values["role"] not in ROLES:
        raise Usage(
            _("{role} is no role.").format(role=values["role"] or "–"),
            _("It is one of {roles}.").format(roles=", ".join(ROLES)),
        )
    if "line" in values and values["line"] not in LINES:
        raise Usage(_("A line is 1, 2 or 3."))
    if values.get("lang") and values["lang"] not in LANGUAGES:
        raise Usage(_("otui speaks {languages}.").format(languages=", ".join(LANGUAGES)))
    email = cast("str", values.get("email", ""))
    if email and ("@" not in email.strip("@") or " " in email):
        raise Usage(_("{to} is no mail address.").format(to=email), _("Write it as name@example.org."))
    return values


def _new_login(unit: Unit, agent_id: int, words: str) -> str:
    login = words.casefold()
    if not _LOGIN.fullmatch(login):
        raise Usage(
            _("{login} is no login.").format(login=login or "–"),
            _("Use letters, digits, dots, dashes; 32 at most, a letter or digit first."),
        )
    taken = unit.writer.one("SELECT id, active FROM agent WHERE login = :login", {"login": login})
    if taken is not None and taken[0] != agent_id:
        raise Refused(
            _("There is an agent {login} already.").format(login=login),
            "" if taken[1] else _("They are not active; activate them, or choose another login."),
        )
    return login


def _queues(unit: Unit, refs: tuple[str | int, ...]) -> list[QueueRow]:
    return [unit.directory.queue(ref) for ref in dict.fromkeys(refs)]


def require_another_admin(unit: Unit, agent_id: int) -> None:
    """Refuse to leave the desk without an admin other than this agent."""
    others = unit.writer.value(
        "SELECT count(*) FROM agent WHERE active AND role = 'admin' AND id <> :id", {"id": agent_id}
    )
    if not others:
        raise Refused(_("The desk would have no admin."), _("Make somebody else an admin first."))


def locked_tickets(unit: Unit, agent_id: int) -> list[int]:
    """Return the ids of the open tickets that an agent has locked."""
    rows = unit.writer.all(
        "SELECT id FROM ticket WHERE owner_id = :id AND is_open AND locked AND sort_key > 0 ORDER BY id",
        {"id": agent_id},
    )
    return [row[0] for row in rows]
