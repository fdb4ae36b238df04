"""`otui change cab`: meetings of the change advisory board, their agenda, decisions and minutes."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from otui.cli import streams
from otui.cli.clocktext import zone
from otui.cli.params import Json
from otui.cli.session import body_of, open_desk, when
from otui.desk.changes.board import agenda, meetings, minutes_page
from otui.desk.changes.board.minutes_page import votes, window
from otui.desk.desk import Desk
from otui.desk.records.finding import resolve
from otui.desk.results import Result
from otui.desk.views import meetings as views
from otui.errors import NotFound
from otui.text import times
from otui.text.i18n import N_, _

app = typer.Typer(rich_markup_mode=None, add_completion=False)

STATES = {"planned": N_("planned"), "held": N_("held"), "canceled": N_("called off")}

Number = Annotated[str, typer.Argument(metavar="NR", help=N_("Number of the change."))]
Meeting = Annotated[
    str, typer.Option("--meeting", "-m", metavar="ID|NAME", help=N_("Which meeting; else the next to come."))
]
Words = Annotated[
    str | None,
    typer.Option("--minutes", "-b", metavar="TEXT|-", help=N_("What was said; - reads it from stdin.")),
]


@app.command("list", help=N_("List the meetings: those to come, then those that were held."))
def list_(
    limit: Annotated[int, typer.Option("--limit", metavar="N", help=N_("At most so many."))] = 50,
    as_json: Json = False,
) -> None:
    """List meetings."""
    with open_desk() as desk:
        rows = desk.read(views.meetings, limit=limit)
        where, now = zone(desk), desk.now
    if as_json:
        streams.emit([_row(row) for row in rows])
        return
    streams.table(
        (_("id"), _("begins"), _("name"), _("state"), _("on the agenda"), _("decided")),
        (
            (
                str(row.id),
                times.moment(row.starts_at, where, now),
                row.name,
                _(STATES[row.state]),
                str(row.items),
                str(row.decided),
            )
            for row in rows
        ),
    )


@app.command(
    "show", help=N_("Show a meeting with its agenda; or agenda and minutes as one text, to mail or print.")
)
def show(
    meeting: Annotated[
        str, typer.Argument(metavar="ID|NAME", help=N_("Which meeting; else the next to come."))
    ] = "",
    minutes: Annotated[
        bool, typer.Option("--minutes", help=N_("Agenda, decisions and minutes as Markdown."))
    ] = False,
    plain: Annotated[bool, typer.Option("--plain", help=N_("The same as plain text."))] = False,
    as_json: Json = False,
) -> None:
    """Show a meeting."""
    with open_desk() as desk:
        card = _card(desk, meeting)
        where = zone(desk)
    if as_json:
        streams.emit(_whole(card))
    elif minutes or plain:
        streams.block(minutes_page.page(card, where, markdown=not plain).rstrip("\n"))
    else:
        _print(card, where)


@app.command("new", help=N_("Call a meeting; what waits for the board comes on its agenda."))
def new(
    begins: Annotated[list[str], typer.Argument(metavar="WHEN...", help=N_("When it begins: fri 14:00."))],
    until: Annotated[str, typer.Option("--until", metavar="WHEN", help=N_("When it ends."))] = "",
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=N_("What it is called."))] = "",
    empty: Annotated[bool, typer.Option("--empty", help=N_("With nothing on its agenda."))] = False,
    as_json: Json = False,
) -> None:
    """Call a meeting."""
    with open_desk() as desk:
        starts_at = when(desk, " ".join(begins))
        command = meetings.NewMeeting(
            starts_at=starts_at, ends_at=when(desk, until) if until else None, name=name, fill=not empty
        )
        _tell(desk, desk.do(meetings.new_meeting, command), as_json)


@app.command("agenda", help=N_("Put on the agenda what waits for the board and is on no other."))
def fill(meeting: Meeting = "", as_json: Json = False) -> None:
    """Fill an agenda."""
    with open_desk() as desk:
        command = meetings.OnMeeting(ref=_id(desk, meeting))
        _tell(desk, desk.do(agenda.fill, command), as_json)


@app.command("add", help=N_("Put one change on the agenda."))
def add(number: Number, meeting: Meeting = "", as_json: Json = False) -> None:
    """Put a change on an agenda."""
    with open_desk() as desk:
        command = agenda.OnItem(ref=_id(desk, meeting), change=number)
        _tell(desk, desk.do(agenda.add, command), as_json)


@app.command("remove", help=N_("Take a change off the agenda."))
def remove(number: Number, meeting: Meeting = "", as_json: Json = False) -> None:
    """Take a change off an agenda."""
    with open_desk() as desk:
        command = agenda.OnItem(ref=_id(desk, meeting), change=number)
        _tell(desk, desk.do(agenda.remove, command), as_json)


@app.command("place", help=N_("Put a change in another place of the agenda, counted from 1."))
def place(
    number: Number,
    at: Annotated[int, typer.Argument(metavar="PLACE", help=N_("Its place, from 1."), min=1)],
    meeting: Meeting = "",
    as_json: Json = False,
) -> None:
    """Put a change in another place."""
    with open_desk() as desk:
        card = _card(desk, meeting)
        change = desk.read(resolve, "change", number)
        here = next((n for n, row in enumerate(card.agenda, 1) if row.change_id == change), at)
        command = agenda.Place(ref=card.row.id, change=number, by=at - here)
        _tell(desk, desk.do(agenda.place, command), as_json)


@app.command("approve", help=N_("Record that the meeting approved a change, as a quorum of its members did."))
def approve(number: Number, minutes: Words = None, meeting: Meeting = "", as_json: Json = False) -> None:
    """Record an approval."""
    _decide(number, "approve", minutes, meeting, as_json)


@app.command("reject", help=N_("Record that the meeting rejected a change, as a member did."))
def reject(number: Number, minutes: Words = None, meeting: Meeting = "", as_json: Json = False) -> None:
    """Record a rejection."""
    _decide(number, "reject", minutes, meeting, as_json)


@app.command("defer", help=N_("Record that the meeting put a change off."))
def defer(number: Number, minutes: Words = None, meeting: Meeting = "", as_json: Json = False) -> None:
    """Record a deferral."""
    _decide(number, "defer", minutes, meeting, as_json)


def _decide(number: str, decision: str, words: str | None, meeting: str, as_json: bool) -> None:
    with open_desk() as desk:
        command = agenda.Decide(
            ref=_id(desk, meeting),
            change=number,
            decision=decision,
            minutes=None if words is None else body_of(words),
        )
        _tell(desk, desk.do(agenda.decide, command), as_json)


@app.command("minutes", help=N_("Write the minutes of the meeting, or of one change on its agenda."))
def minutes(
    body: Annotated[
        str,
        typer.Option("--body", "-b", metavar="TEXT|-", help=N_("What is written; - reads it from stdin.")),
    ],
    number: Annotated[
        str, typer.Argument(metavar="NR", help=N_("Number of the change; else the whole meeting."))
    ] = "",
    meeting: Meeting = "",
    as_json: Json = False,
) -> None:
    """Write minutes."""
    text = body_of(body)
    with open_desk() as desk:
        ref = _id(desk, meeting)
        if number:
            done = desk.do(agenda.item_minutes, agenda.ItemMinutes(ref=ref, change=number, minutes=text))
        else:
            done = desk.do(meetings.minutes, meetings.Minutes(ref=ref, minutes=text))
        _tell(desk, done, as_json)


@app.command("attend", help=N_("Write down who is there."))
def attend(
    logins: Annotated[list[str], typer.Argument(metavar="LOGIN...", help=N_("All who are there, by login."))],
    meeting: Meeting = "",
    as_json: Json = False,
) -> None:
    """Write down who is there."""
    with open_desk() as desk:
        command = meetings.Attend(ref=_id(desk, meeting), agents=tuple(logins))
        _tell(desk, desk.do(meetings.attend, command), as_json)


@app.command("hold", help=N_("End the meeting; what it did not come to goes on to the next one."))
def hold(meeting: Meeting = "", as_json: Json = False) -> None:
    """End a meeting."""
    with open_desk() as desk:
        command = meetings.Hold(ref=_id(desk, meeting))
        _tell(desk, desk.do(meetings.hold, command), as_json)


@app.command("call-off", help=N_("Let a planned meeting not take place."))
def call_off(meeting: Meeting = "", as_json: Json = False) -> None:
    """Call a meeting off."""
    with open_desk() as desk:
        done = desk.do(meetings.call_off, meetings.OnMeeting(ref=_id(desk, meeting)))
        if as_json:
            streams.emit({"verb": done.verb, "name": done.number, "said": done.said})
        else:
            streams.say(done.said)


def _card(desk: Desk, ref: str) -> views.MeetingCard:
    card = desk.read(views.meeting, ref or None)
    if card is None:
        raise NotFound(_("No meeting is planned."), _("`otui change cab new WHEN` calls one."))
    return card


def _id(desk: Desk, ref: str) -> int:
    return _card(desk, ref).row.id


def _tell(desk: Desk, done: Result, as_json: bool) -> None:
    if as_json:
        streams.emit(_whole(_card(desk, str(done.record_id))))
    else:
        streams.say(done.said)


def _print(card: views.MeetingCard, where: Any) -> None:
    row = card.row
    streams.say(row.name)
    streams.pairs(
        [
            (_("begins"), window(row.starts_at, row.ends_at, where)),
            (_("state"), _(STATES[row.state])),
            (_("present"), ", ".join(card.attendees)),
            (_("invited"), ", ".join(one.login for one in card.invited)),
            (_("waiting"), str(card.waiting or "")),
        ]
    )
    for number, item in enumerate(card.agenda, 1):
        streams.say()
        streams.say(f"{number}. {item.number}  {item.subject}")
        stands = votes(item.stands) if item.stands else _("the board was not asked")
        streams.block(f"{window(item.starts_at, item.ends_at, where)}\n{stands}", "   ")
        if item.decision:
            streams.block(_(agenda.DECIDED[item.decision]), "   ")
        if item.minutes:
            streams.block(item.minutes, "   ")
    if card.minutes:
        streams.say()
        streams.block(card.minutes)


def _row(row: views.MeetingRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "state": row.state,
        "items": row.items,
        "decided": row.decided,
        "version": row.version,
    }


def _whole(card: views.MeetingCard) -> dict[str, Any]:
    return {
        **_row(card.row),
        "minutes": card.minutes,
        "attendees": list(card.attendees),
        "invited": [
            {"login": one.login, "boards": list(one.member_of), "substitute": one.substitute or None}
            for one in card.invited
        ],
        "waiting": card.waiting,
        "agenda": [_item(item) for item in card.agenda],
    }


def _item(item: views.AgendaRow) -> dict[str, Any]:
    stands = item.stands
    return {
        "number": item.number,
        "type": item.type,
        "subject": item.subject,
        "step": item.step,
        "risk": item.risk,
        "starts_at": item.starts_at,
        "ends_at": item.ends_at,
        "owner": item.owner or None,
        "requester": item.requester or None,
        "decision": item.decision or None,
        "minutes": item.minutes,
        "board": stands.kind if stands else None,
        "quorum": stands.quorum if stands else None,
        "approvals": [
            {"agent": vote.login, "state": vote.state, "words": vote.words, "decided_at": vote.decided_at}
            for vote in (stands.votes if stands else ())
        ],
    }
