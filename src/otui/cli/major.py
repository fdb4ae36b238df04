"""`otui major`: incidents that stand for many."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from otui.cli import streams
from otui.cli.asking import Yes, ask
from otui.cli.clocktext import zone
from otui.cli.params import Body, Json, Number, Reason, Version
from otui.cli.session import body_of, do, open_desk
from otui.desk.desk import Desk
from otui.desk.majors import commands as c
from otui.desk.majors import deciding, ending, resolving, views, words
from otui.desk.majors.views import MajorRow, Reached, Standing
from otui.desk.recurrence import reading
from otui.desk.views import lists
from otui.desk.words import state_name, step_name, verb_name
from otui.text import times
from otui.text.i18n import N_, _, ngettext

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Parent = Annotated[
    str, typer.Argument(metavar="NR", help=N_("Number of the ticket that stands for the others."))
]
Children = Annotated[list[str], typer.Argument(metavar="CHILD...", help=N_("Numbers of tickets."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=N_("Only show whom it reaches."))]


@app.command("list", help=N_("List the major incidents that stand, and those without a review."))
def list_(
    every: Annotated[bool, typer.Option("--all", help=N_("Those that are over or dismissed, too."))] = False,
    as_json: Json = False,
) -> None:
    """List major incidents."""
    with open_desk() as desk:
        rows = desk.read(views.all_of, every=every)
        if as_json:
            streams.emit([_dict(row) for row in rows])
            return
        if not rows:
            streams.say(_("No major incidents."))
            return
        titles = (_("number"), _("stand"), _("since"), _("children"), _("review due"), _("subject"))
        streams.table(titles, (_row(desk, row) for row in rows))


def _row(desk: Desk, row: MajorRow) -> tuple[str, ...]:
    due = row.review_due if row.lacks_review else None
    return (
        row.number,
        step_name(row.state),
        times.moment(row.declared_at or row.proposed_at, zone(desk), desk.now),
        f"{row.open_children}/{row.children}" if row.children else words.hit_words(row),
        times.moment(due, zone(desk), desk.now) if due else "-",
        row.subject,
    )


def _dict(row: MajorRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "subject": row.subject,
        "state": row.state,
        "ticket_state": row.ticket_state,
        "alike": row.alike,
        "flood": row.flood,
        "members": len(row.members),
        "children": row.children,
        "open_children": row.open_children,
        "proposed_at": row.proposed_at,
        "declared_at": row.declared_at,
        "declared_by": row.declared_by,
        "over_at": row.over_at,
        "review": row.review,
        "review_due": row.review_due,
    }


@app.command("show", help=N_("Show a major incident: its children, and what may follow."))
def show(number: Number, as_json: Json = False) -> None:
    """Show one."""
    with open_desk() as desk:
        found = desk.read(views.require, number)
        if as_json:
            children = [
                {"number": one.number, "subject": one.subject, "state": one.state} for one in found.children
            ]
            streams.emit({**_dict(found.row), "moves": list(found.moves), "follow": children})
            return
        _print(desk, found)


def _print(desk: Desk, found: Standing) -> None:
    row = found.row
    streams.say(f"{row.number}  {row.subject}")
    due = times.moment(row.review_due, zone(desk), desk.now) if row.review_due else ""
    streams.pairs(
        [
            (_("stand"), words.stand_words(row)),
            (_("alike"), row.alike),
            (_("proposed"), times.moment(row.proposed_at, zone(desk), desk.now)),
            (_("declared by"), row.declared_by),
            (_("review due"), due if row.lacks_review else ""),
            (_("what may follow"), ", ".join(verb_name(verb) for verb in found.moves)),
        ]
    )
    if row.review:
        streams.say(_("review"))
        streams.block(row.review, "  ")
    if found.children:
        print()
        streams.table(
            (_("number"), _("state"), _("subject")),
            ((one.number, state_name(one.state), one.subject) for one in found.children),
        )


@app.command("propose", help=N_("Say that a ticket may be a major incident, with all that is like it."))
def propose(
    number: Number,
    members: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="NR", help=N_("Only with these; repeat for each.")),
    ] = None,
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Propose."""
    chosen: tuple[str | int, ...] = tuple(members or ())
    if not chosen:
        with open_desk() as desk:
            found = desk.read(reading.like, number)
            rows = desk.read(lists.rows_by_id, found.ids)
            chosen = tuple(
                one for one in found.ids if one in rows and rows[one].state not in ("closed", "resolved")
            )
    do(
        deciding.propose,
        c.Propose(ticket=number, version=version, members=chosen),
        as_json=as_json,
    )


@app.command("declare", help=N_("Say that it is a major incident: what it was proposed for follows it."))
def declare(number: Parent, version: Version = None, as_json: Json = False) -> None:
    """Declare."""
    do(deciding.declare, c.Declare(ticket=number, version=version), as_json=as_json)


@app.command("dismiss", help=N_("Say that it is none; its children go their own way."))
def dismiss(number: Parent, reason: Reason = "", version: Version = None, as_json: Json = False) -> None:
    """Dismiss."""
    do(deciding.dismiss, c.Dismiss(ticket=number, version=version, reason=reason), as_json=as_json)


@app.command("add", help=N_("Let tickets follow a major incident."))
def add(number: Parent, children: Children, version: Version = None, as_json: Json = False) -> None:
    """Add children."""
    command = c.AddChildren(ticket=number, version=version, children=tuple(children))
    do(deciding.add_children, command, as_json=as_json)


@app.command("remove", help=N_("Let tickets go their own way again."))
def remove(number: Parent, children: Children, version: Version = None, as_json: Json = False) -> None:
    """Remove children."""
    command = c.RemoveChildren(ticket=number, version=version, children=tuple(children))
    do(deciding.remove_children, command, as_json=as_json)


@app.command("message", help=N_("Write one message to everybody who is hit, each of them once."))
def message(
    number: Parent,
    body: Body,
    dry_run: DryRun = False,
    yes: Yes = False,
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Write to all."""
    text = body_of(body)
    reached = _agreed(number, as_json=as_json, dry_run=dry_run, yes=yes)
    if reached is not None:
        command = c.Message(ticket=number, version=version, body=text, known=reached.known)
        do(ending.message, command, as_json=as_json)


@app.command("resolve", help=N_("Solve a major incident and all that follows it; each contact is told."))
def resolve(
    number: Parent,
    body: Body = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Solve it."""
    text = body_of(body)
    reached = _agreed(number, as_json=as_json, dry_run=dry_run, yes=yes)
    if reached is not None:
        command = c.ResolveAll(ticket=number, version=version, body=text, known=reached.known)
        do(resolving.resolve, command, as_json=as_json)


def _agreed(number: str, *, as_json: bool, dry_run: bool, yes: bool) -> Reached | None:
    """Show whom it reaches, and ask unless --yes said so; None where showing was all that was asked for."""
    with open_desk() as desk:
        desk.read(views.require, number)
        reached = desk.read(views.reached, number)
        if dry_run and as_json:
            streams.emit({"contacts": list(reached.contacts), "tickets": reached.tickets})
        elif not as_json:
            streams.say(words.reached_words(reached))
            for name in reached.contacts:
                streams.say(f"  {name}")
    if dry_run:
        return None
    if not yes:
        n = len(reached.contacts)
        question = ngettext("Tell {n} contact? [y/N] ", "Tell {n} contacts? [y/N] ", n)
        ask(question.format(n=n), _("Say --yes to do it without asking."))
    return reached


@app.command("review", help=N_("Write down what happened and what was learned, once it is over."))
def review(number: Parent, body: Body, version: Version = None, as_json: Json = False) -> None:
    """Write the review."""
    do(ending.review, c.Review(ticket=number, version=version, text=body_of(body)), as_json=as_json)
