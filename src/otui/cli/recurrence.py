"""`otui recurrence`: incidents that come again, in groups of like ones. A group is named by any ticket in it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from otui.cli import streams
from otui.cli.asking import Yes, ask
from otui.cli.clocktext import zone
from otui.cli.params import Json, Number
from otui.cli.session import open_desk
from otui.cli.ticket.listing import print_rows
from otui.desk.desk import Desk
from otui.desk.problems import linking, making
from otui.desk.problems.commands import NewProblem, TieProblem
from otui.desk.recurrence import patterns, reading, words
from otui.desk.recurrence.reading import Recurring
from otui.desk.results import Result
from otui.desk.views import lists
from otui.errors import Refused
from otui.text import times
from otui.text.i18n import N_, _, ngettext

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Days = Annotated[
    int | None, typer.Option("--days", metavar="N", min=1, help=N_("How far back; else as the desk looks."))
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=N_("Only show what it would touch."))]


@app.command("list", help=N_("List the groups of like incidents, the weightiest first."))
def list_(
    days: Days = None,
    every: Annotated[
        bool, typer.Option("--all", help=N_("Those that are said to be no pattern, too."))
    ] = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help=N_("At most so many."))] = 30,
    as_json: Json = False,
) -> None:
    """List groups."""
    with open_desk() as desk:
        found = desk.read(reading.clusters, days, dismissed=every)
        shown = found.rows[:limit]
        numbers = _numbers(desk, shown)
        if as_json:
            streams.emit([_dict(one, numbers) for one in shown])
            return
        if found.capped:
            first = times.moment(found.since, zone(desk), desk.now)
            streams.complain(
                _("Only the newest {n} incidents are looked at: those since {when}.").format(
                    n=found.read, when=first
                )
            )
        if not shown:
            streams.say(_("Nothing recurs."))
            return
        titles = (_("count"), _("open"), _("trend"), _("last"), _("ticket"), _("problem"), _("words"))
        streams.table(titles, (_row(desk, one, numbers) for one in shown))


def _row(desk: Desk, one: Recurring, numbers: dict[int, str]) -> tuple[str, ...]:
    cluster = one.cluster
    label = f"{cluster.label} ({one.item})" if one.item else cluster.label
    if one.dismissed:
        label = label + " · " + _("not a pattern")
    return (
        str(cluster.count),
        str(cluster.open_count),
        words.trend_word(cluster.trend),
        times.moment(cluster.last_at, zone(desk), desk.now),
        numbers.get(cluster.ids[0], "-"),
        ", ".join((*one.problems, *([one.major] if one.major else ()))) or "-",
        label,
    )


def _numbers(desk: Desk, rows: tuple[Recurring, ...]) -> dict[int, str]:
    found = desk.read(lists.rows_by_id, [row.cluster.ids[0] for row in rows])
    return {key: row.number for key, row in found.items()}


def _dict(one: Recurring, numbers: dict[int, str]) -> dict[str, Any]:
    cluster = one.cluster
    return {
        "words": cluster.label,
        "count": cluster.count,
        "open": cluster.open_count,
        "trend": cluster.trend,
        "days": list(cluster.days),
        "first_at": cluster.first_at,
        "last_at": cluster.last_at,
        "newest": numbers.get(cluster.ids[0], ""),
        "item": one.item,
        "problems": list(one.problems),
        "major": one.major,
        "not_a_pattern": one.dismissed,
    }


@app.command("show", help=N_("Show the tickets of the group that a ticket is in."))
def show(number: Number, days: Days = None, as_json: Json = False) -> None:
    """Show a group."""
    with open_desk() as desk:
        one = desk.read(reading.cluster_of, number, days)
        rows = desk.read(lists.rows_by_id, one.cluster.ids)
        tickets = [rows[key] for key in one.cluster.ids if key in rows]
        if as_json:
            numbers = {row.id: row.number for row in tickets}
            streams.emit({**_dict(one, numbers), "tickets": [row.number for row in tickets]})
            return
        streams.say(f"{one.cluster.label} · {words.trend_word(one.cluster.trend)}")
        print_rows(desk, tickets)


@app.command("problem", help=N_("Make a problem of the group that a ticket is in, its incidents linked."))
def problem(
    number: Number,
    subject: Annotated[
        str, typer.Option("--subject", "-s", metavar="TEXT", help=N_("Else the words that they share."))
    ] = "",
    into: Annotated[
        str, typer.Option("--into", metavar="PROBLEM", help=N_("Link them to a problem that there is."))
    ] = "",
    days: Days = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Make a problem of a group."""
    with open_desk() as desk:
        one = desk.read(reading.cluster_of, number, days)
        rows = desk.read(lists.rows_by_id, one.cluster.ids)
        tickets = [rows[key] for key in one.cluster.ids if key in rows]
        if not as_json or dry_run:
            if not as_json:
                print_rows(desk, tickets)
            else:
                streams.emit([row.number for row in tickets])
            if dry_run:
                return
        if not yes:
            n = len(tickets)
            question = ngettext("Link {n} incident? [y/N] ", "Link {n} incidents? [y/N] ", n)
            ask(question.format(n=n), _("Say --yes to do it without asking."))
        numbers = tuple(row.number for row in tickets)
        result = _link(desk, into, numbers) if into else _make(desk, one, subject, numbers)
        if as_json:
            streams.emit({"number": result.number, "incidents": list(numbers), "said": result.said})
        else:
            streams.say(result.said)


def _make(desk: Desk, one: Recurring, subject: str, numbers: tuple[str, ...]) -> Result:
    command = NewProblem(subject=subject or one.cluster.label, incidents=numbers, item=one.item)
    return desk.do(making.new, command)


def _link(desk: Desk, into: str, numbers: tuple[str, ...]) -> Result:
    last: Result | None = None
    batch = f"recurrence-{numbers[0]}"
    for number in numbers:
        try:
            last = desk.do(linking.link, TieProblem(ref=into, other=number, batch=batch))
        except Refused as error:
            streams.complain(f"{number}: {error}")
    if last is None:
        raise Refused(_("Nothing was linked."))
    return last


@app.command("dismiss", help=N_("Say that the group that a ticket is in is no pattern, or is one after all."))
def dismiss(
    number: Number,
    back: Annotated[bool, typer.Option("--back", help=N_("It is a pattern after all."))] = False,
    days: Days = None,
    as_json: Json = False,
) -> None:
    """Say that a group is no pattern."""
    with open_desk() as desk:
        one = desk.read(reading.cluster_of, number, days)
        verb = patterns.recall if back else patterns.dismiss
        result = desk.do(verb, patterns.OnPattern(label=one.cluster.label))
        if as_json:
            streams.emit({"words": one.cluster.label, "not_a_pattern": not back, "said": result.said})
        else:
            streams.say(result.said)
