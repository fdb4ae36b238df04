"""`otui queue`: the tree of queues."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from otui.cli import streams
from otui.cli.asking import Yes, ask, print_effect
from otui.cli.params import Json
from otui.cli.progress import Progress
from otui.cli.session import open_desk
from otui.desk import queues
from otui.desk.desk import Desk
from otui.desk.queues import ChangeQueue
from otui.desk.results import Result
from otui.desk.rules import effect_words, queue_changes
from otui.desk.rules.effect import Effect
from otui.desk.rules.queue_changes import Foreseen
from otui.desk.views import staff as views
from otui.desk.views.staff import QueueCard
from otui.errors import NotFound, Usage
from otui.text import safe
from otui.text.i18n import N_, _

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Queue = Annotated[
    str, typer.Argument(metavar="QUEUE", help=N_("The queue; the start of its name is enough."))
]
LineOption = Annotated[int | None, typer.Option("--line", metavar="1|2|3", help=N_("Its line."))]
Parent = Annotated[
    str | None, typer.Option("--parent", metavar="QUEUE", help=N_("The queue that it is part of."))
]
Calendar = Annotated[
    str | None,
    typer.Option("--calendar", metavar="NAME", help=N_("The hours it counts in; else its parent's.")),
]


@app.command("list", help=N_("List the queues with their open, free and escalated tickets."))
def list_(
    every: Annotated[bool, typer.Option("--all", help=N_("Those that are no longer active, too."))] = False,
    as_json: Json = False,
) -> None:
    """List queues."""
    with open_desk() as desk:
        cards = [card for card in desk.read(views.all_queues) if every or card.active]
        if as_json:
            streams.emit([_dict(card) for card in cards])
            return
        streams.table(
            (_("queue"), _("line"), _("open"), _("free"), _("warned"), _("escalated"), _("calendar")),
            (
                (
                    "  " * card.depth + card.name,
                    str(card.line),
                    *(
                        "-" if card.hidden else str(number)
                        for number in (
                            card.count.open,
                            card.count.free,
                            card.count.warned,
                            card.count.escalated,
                        )
                    ),
                    (card.calendar or "-") if card.active else _("not active"),
                )
                for card in cards
            ),
        )


@app.command("show", help=N_("Show a queue: its place, its hours, its team."))
def show(queue: Queue, as_json: Json = False) -> None:
    """Show a queue."""
    with open_desk() as desk:
        card = _card(desk, queue)
        if as_json:
            streams.emit(_dict(card))
            return
        streams.pairs(
            [
                (_("queue"), card.name),
                (_("part of"), card.parent),
                (_("line"), str(card.line)),
                (_("calendar"), card.calendar or card.counts_in),
                (
                    _("lock lapses after"),
                    _("{n} minutes").format(n=card.lock_minutes) * bool(card.lock_minutes),
                ),
                (_("confidential"), _("yes") * card.confidential),
                (_("takes new tickets"), _("yes") * card.default),
                (_("state"), "" if card.active else _("not active")),
                (_("open"), "" if card.hidden else str(card.count.open)),
                (_("team"), ", ".join(card.team)),
            ]
        )


@app.command("new", help=N_("Make a queue. Only an admin may."))
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("What it is called."))],
    line: LineOption = 1,
    parent: Parent = "",
    calendar: Calendar = "",
    as_json: Json = False,
) -> None:
    """Make a queue."""
    with open_desk() as desk:
        made = desk.call(
            queues.new_queue,
            name,
            line=1 if line is None else line,
            parent=parent or "",
            calendar=calendar or "",
        )
        desk.refresh()
        if as_json:
            streams.emit(_dict(_card(desk, made.name)))
        else:
            streams.say(_("The queue {name} is made.").format(name=made.name))


@app.command("change", help=N_("Change a queue; the clocks of its tickets follow. Only an admin may."))
def change(
    queue: Queue,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help=N_("Another name; the rules follow."))
    ] = None,
    parent: Annotated[
        str | None,
        typer.Option("--parent", metavar="QUEUE", help=N_('The queue that it is part of; "" for none.')),
    ] = None,
    place: Annotated[
        int | None,
        typer.Option("--place", metavar="N", min=1, help=N_("Its place below its parent, from 1.")),
    ] = None,
    line: LineOption = None,
    calendar: Annotated[
        str | None,
        typer.Option("--calendar", metavar="NAME", help=N_('The hours it counts in; "" for its parent\'s.')),
    ] = None,
    lock_minutes: Annotated[
        int | None,
        typer.Option(
            "--lock-minutes",
            metavar="N",
            help=N_("Working minutes after which a lock lapses; 0: the desk's."),
        ),
    ] = None,
    confidential: Annotated[
        bool | None,
        typer.Option("--confidential/--open", help=N_("Whether only its team knows of its tickets.")),
    ] = None,
    default: Annotated[
        bool, typer.Option("--default", help=N_("It takes the tickets that name no queue."))
    ] = False,
    yes: Yes = False,
    preview: Annotated[
        bool, typer.Option("--preview", help=N_("Only show what it does to the open tickets."))
    ] = False,
    as_json: Json = False,
) -> None:
    """Change a queue; where that moves clocks, what it does is shown first and asked."""
    command = ChangeQueue(
        queue=queue,
        name=name,
        parent=parent,
        place=place,
        line=line,
        calendar=calendar,
        lock_minutes=lock_minutes,
        confidential=confidential,
        default=default,
    )
    if command == ChangeQueue(queue=queue):
        raise Usage(_("Say what is to change."), _("For example --line 2."))
    _carry_out(command, yes=yes, preview=preview, as_json=as_json)


def _carry_out(command: ChangeQueue, *, yes: bool, preview: bool, as_json: bool) -> None:
    """Show the effect, ask, and do it: what was shown is what happens, or it is a Conflict."""
    with open_desk() as desk:
        with Progress(sys.stderr) as progress:
            found = queue_changes.foresee(desk, command, progress=progress)
        if preview or (found.asks and not as_json):
            _show(desk, found, as_json=as_json)
        if preview:
            return
        if found.asks and not yes:
            ask(
                _("Change the queue? [y/N] "),
                _("Say --yes where a script changes a queue; --preview shows what it does."),
            )
        with Progress(sys.stderr) as progress:
            told = queue_changes.apply(desk, command, base=found.effect.base, progress=progress)
        _tell(desk, told, as_json=as_json, effect=found.effect)


def _show(desk: Desk, found: Foreseen, *, as_json: bool) -> None:
    if as_json:
        streams.emit({**found.effect.to_dict(), "unseen": list(found.unseen)})
        return
    print_effect(desk, found.effect)
    for line in effect_words.unseen_lines(found.unseen):
        streams.say(line)


@app.command("deactivate", help=N_("Take a queue out of use; its open tickets move. Only an admin may."))
def deactivate(
    queue: Queue,
    move_to: Annotated[
        str, typer.Option("--move-to", metavar="QUEUE", help=N_("Where its open tickets go."))
    ] = "",
    as_json: Json = False,
) -> None:
    """Deactivate a queue."""
    with open_desk() as desk:
        command = queues.DeactivateQueue(queue=queue, move_to=move_to)
        _tell(desk, desk.do(queues.deactivate_queue, command), as_json=as_json)


@app.command("activate", help=N_("Take a queue into use again. Only an admin may."))
def activate(queue: Queue, as_json: Json = False) -> None:
    """Activate a queue."""
    with open_desk() as desk:
        _tell(desk, desk.do(queues.activate_queue, queue), as_json=as_json)


@app.command("team", help=N_("Put agents on a queue's team or take them off. Only a lead or an admin may."))
def team(
    queue: Queue,
    join: Annotated[
        list[str] | None,
        typer.Option("--join", "-j", metavar="LOGIN", help=N_("An agent who joins, once for each.")),
    ] = None,
    leave: Annotated[
        list[str] | None,
        typer.Option("--leave", "-l", metavar="LOGIN", help=N_("An agent who leaves, once for each.")),
    ] = None,
    as_json: Json = False,
) -> None:
    """Change a team."""
    if not join and not leave:
        raise Usage(_("Say who joins or leaves."), _("For example --join anna."))
    with open_desk() as desk:
        command = queues.QueueTeam(queue=queue, join=tuple(join or ()), leave=tuple(leave or ()))
        _tell(desk, desk.do(queues.queue_team, command), as_json=as_json)


def _tell(desk: Desk, told: Result, *, as_json: bool, effect: Effect | None = None) -> None:
    desk.refresh()
    if as_json:
        moved = {} if effect is None else {"effect": effect.to_dict()}
        streams.emit({**_dict(_card(desk, told.number)), **moved})
    else:
        streams.say(told.said)


def _card(desk: Desk, name: str) -> QueueCard:
    card = desk.read(views.one_queue, name)
    if card is None:
        desk.directory.queue(name)  # says that several are meant, where that is so
        raise NotFound(
            _("There is no queue {name}.").format(name=safe.line(name)),
            _("`otui queue list` shows which there are."),
        )
    return card


def _dict(card: QueueCard) -> dict[str, Any]:
    return {
        "name": card.name,
        "parent": card.parent or None,
        "line": card.line,
        "calendar": card.calendar or None,
        "lock_minutes": card.lock_minutes,
        "confidential": card.confidential,
        "default": card.default,
        "active": card.active,
        "team": list(card.team),
        **(
            {}
            if card.hidden
            else {
                "open": card.count.open,
                "free": card.count.free,
                "warned": card.count.warned,
                "escalated": card.count.escalated,
            }
        ),
    }
