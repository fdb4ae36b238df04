"""`otui queue`: the tree of queues."""

from __future__ import annotations

from typing import Annotated

import typer

from otui.cli import streams
from otui.cli.params import Json
from otui.cli.session import open_desk
from otui.desk import people
from otui.desk.desk import Desk
from otui.desk.rows import QueueCount, QueueRow
from otui.desk.views import counts
from otui.text.i18n import N_, _

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("list", help=N_("List the queues with their open, free and escalated tickets."))
def list_(as_json: Json = False) -> None:
    """List queues."""
    with open_desk() as desk:
        rows = [_dict(desk, queue) for queue in desk.directory.queues.values()]
        if as_json:
            streams.emit(rows)
            return
        streams.table(
            (_("queue"), _("line"), _("open"), _("free"), _("warned"), _("escalated"), _("calendar")),
            (
                (
                    "  " * queue.depth + queue.name,
                    *(str(row[name]) for name in ("line", "open", "free", "warned", "escalated")),
                    queue.calendar or "-",
                )
                for queue, row in zip(desk.directory.queues.values(), rows, strict=True)
            ),
        )


@app.command("new", help=N_("Make a queue. Only an admin may."))
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("What it is called."))],
    line: Annotated[int, typer.Option("--line", metavar="1|2|3", help=N_("Its line."))] = 1,
    parent: Annotated[
        str, typer.Option("--parent", metavar="QUEUE", help=N_("The queue that it is part of."))
    ] = "",
    calendar: Annotated[
        str, typer.Option("--calendar", metavar="NAME", help=N_("The hours it counts in; else its parent's."))
    ] = "",
    as_json: Json = False,
) -> None:
    """Make a queue."""
    with open_desk() as desk:
        made = desk.call(people.new_queue, name, line=line, parent=parent, calendar=calendar)
        desk.refresh()
        if as_json:
            streams.emit(_dict(desk, desk.directory.queues[made.id]))
        else:
            streams.say(_("The queue {name} is made.").format(name=made.name))


def _dict(desk: Desk, queue: QueueRow) -> dict[str, object]:
    count = desk.read(counts.by_queue).get(queue.id, QueueCount())
    parent = desk.directory.queues.get(queue.parent_id or 0)
    return {
        "name": queue.name,
        "parent": parent.name if parent else None,
        "line": queue.line,
        "calendar": queue.calendar or None,
        "open": count.open,
        "free": count.free,
        "warned": count.warned,
        "escalated": count.escalated,
    }
