"""Meetings of the change advisory board: called, attended, held, with their minutes. The agenda is in `agenda`.

A meeting decides by what its members approve, each for themselves: nothing here ever writes an approval.
Source: "vervolgens onder controle worden beoordeeld, geautoriseerd".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from otui.desk import rights
from otui.desk.changes.board import agenda_rows
from otui.desk.office.absence import moment
from otui.desk.records.acts import Changes, done, require_version
from otui.desk.records.finding import Ref, find
from otui.desk.records.moves import OnRecord
from otui.desk.results import Result
from otui.desk.tickets.common import first_words
from otui.errors import Refused, Usage
from otui.store.records import to_micros
from otui.text import safe
from otui.text.i18n import _, ngettext

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.store.records import Record

KIND = "cab_meeting"
PLANNED, HELD, CALLED_OFF = "planned", "held", "canceled"
USUAL = timedelta(hours=1)
"""How long a meeting takes where nobody says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMeeting:
    """Call a meeting. `ends_at`: an hour later where it is not told. `fill`: with what waits for the board."""

    starts_at: datetime
    ends_at: datetime | None = None
    name: str = ""
    fill: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OnMeeting(OnRecord):
    """A command on one meeting, by id or name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attend(OnMeeting):
    """Who was there: exactly these, by login."""

    agents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes(OnMeeting):
    """What was said at the meeting as a whole. May be put right after it was held."""

    minutes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(OnMeeting):
    """End the meeting. What it did not come to is deferred, and goes on to the next meeting where there is one."""


def new_meeting(unit: Unit, command: NewMeeting) -> Result:
    """Call a meeting of the board, and put on its agenda what waits for it."""
    rights.require(unit.agent, "cab")
    ends_at = command.ends_at or command.starts_at + USUAL
    if ends_at <= command.starts_at:
        raise Usage(_("A meeting ends after it begins."))
    when = moment(command.starts_at, unit.rules, unit.now)
    meeting = unit.add(
        KIND,
        {
            "name": safe.line(command.name) or _("CAB {when}").format(when=when),
            "starts_at": command.starts_at,
            "ends_at": ends_at,
            "created_at": unit.now,
        },
    )
    added = agenda_rows.put_waiting(unit, meeting) if command.fill else 0
    sentence = ngettext(
        "{name} is called, with {n} change on the agenda.",
        "{name} is called, with {n} changes on the agenda.",
        added,
    )
    return done(unit, "new", meeting, sentence.format(name=meeting.name, n=added))


def attend(unit: Unit, command: Attend) -> Result:
    """Write down who was there."""
    meeting = meeting_for(unit, command)
    ids = [unit.directory.agent(login).id for login in dict.fromkeys(command.agents)]
    if ids == meeting.attendees:
        raise Refused(_("That is written down already."))
    changes: Changes = {"attendees": (_names(unit, meeting.attendees), _names(unit, ids))}
    meeting.attendees = ids
    sentence = ngettext("{n} person is at {name}.", "{n} people are at {name}.", len(ids))
    return done(
        unit,
        "attend",
        meeting,
        sentence.format(n=len(ids), name=meeting.name),
        changes=changes,
        batch=command.batch,
    )


def minutes(unit: Unit, command: Minutes) -> Result:
    """Write the minutes of the meeting as a whole, in place of what they were."""
    meeting = meeting_for(unit, command, over=True)
    meeting.minutes = safe.clean(command.minutes).strip()
    return done(
        unit,
        "minutes",
        meeting,
        _("The minutes of {name} are kept.").format(name=meeting.name),
        text=first_words(meeting.minutes),
        batch=command.batch,
    )


def hold(unit: Unit, command: Hold) -> Result:
    """End a meeting. Nothing is lost that it did not come to: it is deferred, and goes to the next one."""
    meeting = meeting_for(unit, command)
    items = agenda_rows.items_of(unit, meeting)
    left = [item for item in items if not item.decision]
    for item in left:
        item.decision = agenda_rows.DEFER
        item.minutes = item.minutes or _("The meeting did not come to it.")
    meeting.state = HELD
    following = _next(unit, meeting)
    deferred = [item.change_id for item in items if item.decision == agenda_rows.DEFER]
    moved = 0 if following is None else agenda_rows.put(unit, following, deferred)
    words = [_("{name} is held.").format(name=meeting.name)]
    if left:
        words.append(
            ngettext(
                "{n} change was not treated and is deferred.",
                "{n} changes were not treated and are deferred.",
                len(left),
            ).format(n=len(left))
        )
    if following is not None and moved:
        words.append(
            ngettext("{n} goes on to {name}.", "{n} go on to {name}.", moved).format(
                n=moved, name=following.name
            )
        )
    also = (following,) if following is not None and moved else ()
    return done(unit, "hold", meeting, " ".join(words), batch=command.batch, also=also)


def call_off(unit: Unit, command: OnMeeting) -> Result:
    """Let a planned meeting not take place; what was on its agenda waits for another."""
    meeting = meeting_for(unit, command)
    meeting.state = CALLED_OFF
    for item in agenda_rows.items_of(unit, meeting):
        unit.remove(item)
    said = _("{name} is called off.").format(name=meeting.name)
    return done(unit, "cancel", meeting, said, batch=command.batch)


def meeting_for(unit: Unit, command: OnMeeting, *, over: bool = False) -> Record:
    """Return the meeting that a command is about; Refused for whom it is not, and (unless `over`) for one held."""
    rights.require(unit.agent, "cab")
    meeting = find(unit, KIND, as_ref(command.ref))
    require_version(unit, meeting, command.version)
    if meeting.state == CALLED_OFF or (meeting.state == HELD and not over):
        words = _("{name} is held.") if meeting.state == HELD else _("{name} is called off.")
        raise Refused(
            words.format(name=meeting.name), _("What comes now is for the agenda of another meeting.")
        )
    return meeting


def as_ref(ref: Ref) -> Ref:
    """Return a meeting as it is found: digits are its id."""
    return int(ref) if isinstance(ref, str) and ref.strip().isdecimal() and ref.isascii() else ref


def _next(unit: Unit, meeting: Record) -> Record | None:
    row = unit.writer.one(
        f"SELECT id FROM {KIND} WHERE state = 'planned' AND id <> :id AND starts_at >= :at"
        " ORDER BY starts_at, id LIMIT 1",
        {"id": meeting.id, "at": to_micros(meeting.starts_at)},
    )
    return unit.load(KIND, row[0]) if row else None


def _names(unit: Unit, ids: list[int]) -> str:
    return ", ".join(unit.name_of(one) for one in ids) or "–"
