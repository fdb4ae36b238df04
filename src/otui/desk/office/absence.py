"""Out of office: who is away until when, and who stands in. Back by itself at the instant: nothing needs to run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from otui.desk import rights, trail
from otui.desk.directory import agent_row
from otui.desk.results import Result
from otui.desk.rows import AgentRow
from otui.errors import NotFound, Refused, Usage
from otui.text import times
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.directory import Directory
    from otui.desk.unit import Unit
    from otui.domain.rules import Rules
    from otui.store.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Be out of office, from `since` (default: now) until `until` (default: until said otherwise).

    `substitute` is who stands in, by login or id; empty: nobody.
    """

    agent: str | int
    until: datetime | None = None
    since: datetime | None = None
    substitute: str | int = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """Be in the office again, before the time said; takes an absence back that was only planned, too."""

    agent: str | int


def away(unit: Unit, command: Away) -> Result:
    """Put an agent out of office. Everybody may themselves; leads and admins others.

    Raises Usage where the end is no later than the beginning, Refused for a substitute who cannot stand in.
    """
    from otui.desk.office import staff

    agent = staff.load_agent(unit, command.agent)
    rights.require(staff.acting(unit), "absence", agent.id)
    if not agent.active:
        raise Refused(_("{login} is not active.").format(login=agent.login))
    now = unit.now.replace(second=0, microsecond=0)  # people are away by the minute
    since = max(command.since or now, now)
    if command.until is not None and command.until <= since:
        raise Usage(_("The end of an absence lies after its beginning."))
    agent.away_at, agent.back_at = since, command.until
    agent.substitute_id = None
    if command.substitute != "":
        substitute = _find(unit, command.substitute)
        _require_fit(unit, agent, substitute)
        agent.substitute_id = substitute.id
    words = _sentence(unit, agent)
    return trail.done(unit, "away", f"agent {agent.id}", agent.login, words)


def back(unit: Unit, command: Back) -> Result:
    """End an absence, or one that is planned. Refused for somebody who is there."""
    from otui.desk.office import staff

    agent = staff.load_agent(unit, command.agent)
    rights.require(staff.acting(unit), "absence", agent.id)
    if agent.away_at is None or (agent.back_at is not None and agent.back_at <= unit.now):
        raise Refused(_("{login} is not away.").format(login=agent.login))
    agent.away_at = agent.back_at = agent.substitute_id = None
    words = _("{login} is back.").format(login=agent.login)
    return trail.done(unit, "back", f"agent {agent.id}", agent.login, words)


def stand_in(directory: Directory, agent_id: int, now: datetime) -> AgentRow | None:
    """Return who looks after what is an agent's: the first in the chain of substitutes who is there.

    None for an agent who is there, and where nobody in the chain is.
    """
    one = directory.agents.get(agent_id)
    if one is None or not one.away(now):
        return None
    seen = {agent_id}
    while one is not None and one.away(now):
        following = one.substitute_id
        if following is None or following in seen:
            return None
        seen.add(following)
        one = directory.agents.get(following)
    return one


def stood_in_for(directory: Directory, agent_id: int, now: datetime) -> tuple[AgentRow, ...]:
    """Return whom an agent stands in for now."""
    return tuple(
        other
        for other in directory.agents.values()
        if other.away(now)
        and (found := stand_in(directory, other.id, now)) is not None
        and found.id == agent_id
    )


def concerns(directory: Directory, me: AgentRow, queue_id: int, owner_id: int | None, now: datetime) -> bool:
    """Whether what happened to a ticket is told to `me`: its owner, and whoever stands in while they are away.

    Where there is no owner, or one who is away without a substitute: those of the queue's team who are there, else the
    leads.
    """
    owner = directory.agents.get(owner_id) if owner_id is not None else None
    if owner is not None:
        substitute = stand_in(directory, owner.id, now)
        if owner.id == me.id or substitute is not None or not owner.away(now):
            return me.id in (owner.id, substitute.id if substitute is not None else 0)
    team = [agent for agent in directory.team(queue_id) if not agent.away(now)]
    return any(agent.id == me.id for agent in team) if team else me.leads


def until_words(agent: AgentRow, rules: Rules, now: datetime) -> str:
    """Return until when an agent is away, as a person says it: `away until fri 27 Nov 14:00`."""
    if agent.back_at is None:
        return _("away")
    return _("away until {when}").format(when=moment(agent.back_at, rules, now))


def moment(at: datetime, rules: Rules, now: datetime) -> str:
    """Return an instant in the desk's own time zone."""
    return times.moment(at, rules.calendars[rules.settings.calendar].zone, now)


def require_present(unit: Unit, agent: AgentRow, *, forcible: bool = True) -> None:
    """Refuse to give something to an agent who is away, naming who stands in; `forcible` says how it is done anyway."""
    if agent.id == unit.agent.id or not agent.away(unit.now):
        return
    substitute = stand_in(unit.directory, agent.id, unit.now)
    said = until_words(agent, unit.rules, unit.now)
    if substitute is None:
        hint = _("Nobody stands in for them; --anyway gives it to them all the same.")
    else:
        hint = _("{name} stands in for them; --anyway gives it to {login} all the same.")
    if not forcible:
        hint = _("Name somebody who is there.") if substitute is None else _("{name} stands in.")
    raise Refused(
        _("{name} is {away}.").format(name=agent.login, away=said),
        hint.format(name=substitute.login if substitute else "", login=agent.login),
    )


def require_sound(unit: Unit, agent: Record) -> None:
    """Refuse a record whose substitute cannot stand in, and who is not over it yet."""
    over = agent.back_at is not None and agent.back_at <= unit.now
    if agent.away_at is None or over or agent.substitute_id is None:
        return
    _require_fit(unit, agent, _find(unit, int(agent.substitute_id)))


def _find(unit: Unit, ref: str | int) -> Record:
    from otui.desk.office import staff

    found = staff.load_agent(unit, ref)
    if not found.active:
        raise NotFound(
            _("There is no agent {name}.").format(name=found.login),
            _("`otui agent list` shows who there is."),
        )
    return found


def _require_fit(unit: Unit, agent: Record, substitute: Record) -> None:
    """Refuse a substitute who is the agent, or who is away at some time of the absence themselves.

    That leaves no circle: in one, everybody would be away while they stand in.
    """
    if substitute.id == agent.id:
        raise Refused(_("Nobody stands in for themselves."), _("Name somebody else."))
    if _overlap(agent, substitute):
        row = replace(agent_row(substitute), away_at=substitute.away_at, back_at=substitute.back_at)
        raise Refused(
            _("{name} is {away} then.").format(
                name=substitute.login, away=until_words(row, unit.rules, unit.now)
            ),
            _("Name somebody who is there."),
        )


def _overlap(one: Record, other: Record) -> bool:
    if one.away_at is None or other.away_at is None:
        return False
    starts_before = other.back_at is None or one.away_at < other.back_at
    return starts_before and (one.back_at is None or other.away_at < one.back_at)


def _sentence(unit: Unit, agent: Record) -> str:
    planned = agent.away_at > unit.now
    words = {"login": agent.login, "from": "", "until": ""}
    if planned:
        words["from"] = moment(agent.away_at, unit.rules, unit.now)
    if agent.back_at is not None:
        words["until"] = moment(agent.back_at, unit.rules, unit.now)
    if planned:
        told = (
            _("{login} is away from {from} until {until}.")
            if agent.back_at
            else _("{login} is away from {from} on.")
        )
    else:
        told = _("{login} is away until {until}.") if agent.back_at else _("{login} is away.")
    told = told.format(**words)
    if agent.substitute_id is None:
        return told + " " + _("Nobody stands in.")
    return told + " " + _("{name} stands in.").format(name=unit.name_of(agent.substitute_id))
