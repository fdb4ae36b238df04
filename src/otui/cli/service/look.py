"""Reading services and items: list, show, tree, history."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from otui.cli import streams
from otui.cli.clocktext import zone
from otui.cli.params import Json
from otui.cli.service.app import Name, app
from otui.cli.session import open_desk
from otui.cli.ticket.page import print_history
from otui.desk.desk import Desk, View
from otui.desk.items.naming import kind_name
from otui.desk.views import export, records
from otui.desk.views import items as views
from otui.desk.views.items import ItemPage, ItemRow, TreeRow
from otui.desk.words import state_name, step_name
from otui.text import branches, times
from otui.text.i18n import N_, _, language, ngettext


@app.command("list", help=N_("List services and items, with what is going on with each."))
def list_(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORDS...", help=N_("Only those that hold every word."))
    ] = None,
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="KIND",
            help=N_("service, application, server, network, workplace or other."),
        ),
    ] = "",
    queue: Annotated[
        str,
        typer.Option(
            "--queue", "-q", metavar="QUEUE", help=N_("That this queue, or one below it, answers for.")
        ),
    ] = "",
    every: Annotated[bool, typer.Option("--all", help=N_("Those out of use, too."))] = False,
    limit: Annotated[
        int, typer.Option("--limit", "-n", metavar="N", min=1, help=N_("At most so many."))
    ] = 500,
    as_json: Json = False,
) -> None:
    """List services and items."""

    def read(view: View) -> tuple[ItemRow, ...]:
        cut = views.cut(view, kind=kind, queue=queue, inactive=every)
        return views.items(view, cut, " ".join(words or ()), limit)

    with open_desk() as desk:
        rows = desk.read(read)
        if as_json:
            streams.emit([as_dict(row) for row in rows])
        elif rows:
            _print_rows(desk, rows)
        else:
            streams.say(_("No service or item."))


def _print_rows(desk: Desk, rows: Sequence[ItemRow]) -> None:
    streams.table(
        (_("name"), _("kind"), _("queue"), _("open"), _("problems"), _("next change")),
        (
            (
                row.name if row.active else _("{name} (out of use)").format(name=row.name),
                kind_name(row.kind),
                row.queue or "-",
                str(row.open or "-"),
                str(row.problems or "-"),
                _change_words(desk, row) or "-",
            )
            for row in rows
        ),
    )


def _change_words(desk: Desk, row: ItemRow) -> str:
    if row.change_at is None:
        return ""
    return f"{row.next_change} {times.moment(row.change_at, zone(desk), desk.now)}"


@app.command("show", help=N_("Show a service or item: what hangs on it, who uses it, what is open on it."))
def show(name: Name, as_json: Json = False) -> None:
    """Show a service or item."""
    with open_desk() as desk:
        page = desk.read(views.one, name)
        if as_json:
            streams.emit(whole_dict(page))
        else:
            _print_page(desk, page)


def _print_page(desk: Desk, page: ItemPage) -> None:
    row = page.row
    impact = ""
    if page.impact is not None:
        impact = _("{impact}: {why}").format(impact=page.impact, why=page.why)

    def moment(instant: Any) -> str:
        return times.moment(instant, zone(desk), desk.now)

    streams.pairs(
        [
            (_("name"), row.name),
            (_("kind"), kind_name(row.kind)),
            (_("state"), "" if row.active else _("out of use")),
            (_("queue"), row.queue),
            (_("impact"), impact),
            (_("location"), row.location),
            (_("serial number"), row.serial),
            (_("customers"), ", ".join(page.customers)),
            (_("hangs on"), ", ".join(near.name for near in page.on)),
            (_("hangs on it"), ", ".join(near.name for near in page.hanging)),
            (_("version"), str(row.version)),
        ]
    )
    if row.description:
        print()
        streams.block(row.description, "  ")
    _block(
        _("open tickets"),
        [
            (
                one.number,
                state_name(one.state),
                desk.rules.sla.level_label(one.level, language()),
                one.subject,
            )
            for one in page.incidents
        ],
    )
    _block(
        _("problems"),
        [
            (
                one.number,
                _("known error") if one.known_error else step_name(one.step),
                one.item if one.item != row.name else "",
                one.subject,
            )
            for one in page.problems
        ],
    )
    _block(
        _("planned changes"),
        [
            (one.number, moment(one.starts_at), one.item if one.item != row.name else "", one.subject)
            for one in page.changes
        ],
    )


def _block(title: str, rows: Sequence[tuple[str, ...]]) -> None:
    if rows:
        print()
        streams.say(title)
        for cells in streams.aligned(rows):
            streams.say(f"  {cells}")


@app.command("tree", help=N_("Draw what hangs on a service or item, and what it hangs on."))
def tree(name: Name, as_json: Json = False) -> None:
    """Draw both trees."""
    with open_desk() as desk:
        found = desk.read(views.tree, name)
        if as_json:
            streams.emit({"up": _nodes(found.up), "down": _nodes(found.down)})
            return
        for title, rows in ((_("What hangs on it"), found.up), (_("What it hangs on"), found.down)):
            streams.say(title)
            for row in rows:
                _print_branch(desk, row)
            if len(rows) == 1:
                streams.say(_("nothing"))


def _print_branch(desk: Desk, node: TreeRow) -> None:
    ascii_only = not (getattr(sys.stdout, "encoding", "") or "").lower().startswith("utf")
    row = node.row
    words = [row.name, f"({kind_name(row.kind)})"]
    counts = [
        ngettext("{n} open ticket", "{n} open tickets", row.open).format(n=row.open) * bool(row.open),
        ngettext("{n} problem", "{n} problems", row.problems).format(n=row.problems) * bool(row.problems),
        _("change {change}").format(change=_change_words(desk, row)) * (row.change_at is not None),
    ]
    if node.branch.again:
        words.append(_("(see above)"))
    else:
        words += [", ".join(part for part in counts if part)]
    streams.say(
        branches.lead(node.branch.last, ascii_only=ascii_only) + " ".join(word for word in words if word)
    )


def _nodes(rows: Sequence[TreeRow]) -> list[dict[str, Any]]:
    return [{"depth": one.branch.depth, "again": one.branch.again, **as_dict(one.row)} for one in rows]


@app.command("history", help=N_("Show everything that happened to a service or item."))
def history(name: Name, as_json: Json = False) -> None:
    """Show the history."""
    with open_desk() as desk:
        events = desk.read(lambda view: records.history(view, "item", views.one(view, name).row.id))
        if as_json:
            streams.emit([export.event(event) for event in events])
        else:
            print_history(desk, events)


def as_dict(row: ItemRow) -> dict[str, Any]:
    """Return an item as --json tells it in a list."""
    return {
        "name": row.name,
        "kind": row.kind,
        "description": row.description,
        "queue": row.queue or None,
        "impact": row.impact,
        "location": row.location,
        "serial": row.serial,
        "active": row.active,
        "open": row.open,
        "problems": row.problems,
        "next_change": row.next_change or None,
        "change_at": row.change_at,
        "version": row.version,
    }


def whole_dict(page: ItemPage) -> dict[str, Any]:
    """Return an item as --json tells it whole."""
    return {
        **as_dict(page.row),
        "proposed_impact": page.impact,
        "why": page.why or None,
        "customers": list(page.customers),
        "hangs_on": [near.name for near in page.on],
        "hanging": [near.name for near in page.hanging],
        "tickets": [
            {"number": one.number, "subject": one.subject, "state": one.state, "level": one.level}
            for one in page.incidents
        ],
        "on_problems": [
            {
                "number": one.number,
                "subject": one.subject,
                "step": one.step,
                "known_error": one.known_error,
                "item": one.item,
            }
            for one in page.problems
        ],
        "changes": [
            {
                "number": one.number,
                "subject": one.subject,
                "step": one.step,
                "starts_at": one.starts_at,
                "ends_at": one.ends_at,
                "item": one.item,
            }
            for one in page.changes
        ],
    }
