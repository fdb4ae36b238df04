"""`otui sla`: why a due time is what it is, and what falls due now."""

from __future__ import annotations

import typer

from otui.cli import clocktext, streams
from otui.cli.params import Json, Number
from otui.cli.session import open_desk
from otui.desk import timer
from otui.desk.desk import Desk
from otui.desk.timer import Raised
from otui.desk.words import clock_name
from otui.text import times
from otui.text.i18n import N_, _

app = typer.Typer(rich_markup_mode=None, add_completion=False)

SENTENCES = {
    "warning": N_("{number} warns: {clock}, {time}. {subject}"),
    "due": N_("{number} is due: {clock}, {time}. {subject}"),
    "wake": N_("{number} has waited until {time} and is open again. {subject}"),
    "auto-close": N_("{number} is closed: nobody objected until {time}. {subject}"),
    "recur": N_("{number} is made: it came round at {time}. {subject}"),
    "lapse": N_("{number} is free: its lock lapsed at {time}. {subject}"),
}


@app.command("explain", help=N_("Say why each due time of a ticket is what it is."))
def explain(number: Number, as_json: Json = False) -> None:
    """Explain the clocks."""
    clocktext.print_explanations(number, as_json=as_json)


@app.command("run", help=N_("Raise what is due by now, and print it; with --json, one object a line."))
def run(as_json: Json = False) -> None:
    """Evaluate now."""
    with open_desk() as desk:
        for one in timer.run(desk):
            tell(desk, one, as_json=as_json)


def tell(desk: Desk, one: Raised, *, as_json: bool) -> None:
    """Print something that time alone did to a ticket."""
    if as_json:
        streams.emit(raised_dict(desk, one), compact=True)
        return
    streams.say(
        _(SENTENCES[one.what]).format(
            number=one.number,
            clock=clock_name(one.clock),
            time=times.moment(one.due_at, clocktext.zone(desk), desk.now),
            subject=one.subject,
        )
    )


def raised_dict(desk: Desk, one: Raised) -> dict[str, object]:
    """Return it as --json tells it."""
    queue = desk.directory.queues.get(one.queue_id)
    owner = desk.directory.agents.get(one.owner_id or 0)
    return {
        "number": one.number,
        "subject": one.subject,
        "queue": queue.name if queue else None,
        "owner": owner.login if owner else None,
        "what": one.what,
        "clock": one.clock or None,
        "cycle": one.cycle,
        "due_at": one.due_at,
        "raised_at": one.raised_at,
    }
