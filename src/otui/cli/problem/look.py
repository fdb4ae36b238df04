"""What problems there are: list, show, history."""

from __future__ import annotations

from typing import Annotated

import typer

from otui.cli import streams
from otui.cli.clocktext import zone
from otui.cli.params import Json
from otui.cli.problem.app import Problem, app
from otui.cli.session import open_desk
from otui.desk.desk import Desk
from otui.desk.problems.words import resolution_name
from otui.desk.records import listing
from otui.desk.records.finding import resolve
from otui.desk.records.moves import DUTIES
from otui.desk.records.tasks import TASK_STATES
from otui.desk.views import problem_export, problems, records
from otui.desk.views.problems import ProblemWhole
from otui.desk.words import field_name, record_name, state_name, step_name, verb_name
from otui.errors import Usage
from otui.text import times
from otui.text.i18n import N_, _, language


@app.command("list", help=N_("List problems: open, mine, known, review, resolved or all."))
def list_(
    view: Annotated[
        str,
        typer.Option("--view", "-v", metavar="VIEW", help=N_("open, mine, known, review, resolved or all.")),
    ] = "open",
    search: Annotated[
        str, typer.Option("--search", metavar="TEXT", help=N_("Only those that have all of these words."))
    ] = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", help=N_("At most so many."))] = 200,
    as_json: Json = False,
) -> None:
    """List problems, the one that changed last first."""
    if view not in problems.VIEWS:
        raise Usage(
            _("There is no view {name}.").format(name=view),
            _("It is one of {names}.").format(names=", ".join(problems.VIEWS)),
        )
    with open_desk() as desk:
        rows = desk.read(
            lambda one: listing.page(
                one, problems.LISTING, problems.VIEWS[view](one), words=search, limit=limit
            )
        )
        now = desk.now
        labels = [desk.rules.sla.level_label(row.level, language()) for row in rows]
    if as_json:
        streams.emit([problem_export.row_json(row) for row in rows])
        return
    streams.table(
        (
            _("number"),
            _("step"),
            _("level"),
            _("incidents"),
            _("queue"),
            _("owner"),
            _("changed"),
            _("subject"),
        ),
        (
            (
                row.number,
                resolution_name(row.resolution) or step_name(row.step),
                label or "-",
                str(row.incidents or "-"),
                row.queue,
                row.owner or "-",
                times.countdown(now - row.updated_at),
                row.subject,
            )
            for row, label in zip(rows, labels, strict=True)
        ),
    )


@app.command("show", help=N_("Show a problem: what it says, what belongs to it, what may follow."))
def show(number: Problem, as_json: Json = False) -> None:
    """Show a problem."""
    with open_desk() as desk:
        whole = desk.read(problems.whole, number)
        if as_json:
            streams.emit(problem_export.whole_json(whole))
        else:
            _print(desk, whole)


def _print(desk: Desk, whole: ProblemWhole) -> None:
    row, where, now = whole.row, zone(desk), desk.now
    level = desk.rules.sla.level_label(row.level, language())
    if whole.value is not None:
        level = f"{level} ({whole.impact} × {whole.urgency} = {whole.value})"
    streams.say(f"{row.number}  {row.subject}")
    streams.pairs(
        [
            (_("step"), step_name(row.step)),
            (_("known error"), _("yes") if row.known_error else ""),
            (_("ended"), resolution_name(row.resolution)),
            (_("reason"), whole.reason),
            (_("same as"), whole.duplicate_of),
            (_("level"), level),
            (_("queue"), row.queue),
            (_("owner"), row.owner or _("nobody")),
            (_("contact"), whole.contact),
            (_("former number"), whole.external_number),
            (_("created"), times.moment(row.created_at, where, now)),
            (_("changed"), times.moment(row.updated_at, where, now)),
            (_("review"), times.moment(row.review_at, where, now) if row.review_at else ""),
            (_("version"), str(row.version)),
        ]
    )
    for name in ("workaround", "symptom", "root_cause", "fix", "description"):
        text = str(getattr(whole, name))
        if text.strip():
            print()
            streams.say(field_name(name))
            streams.block(text, "  ")
    _print_things(whole)
    _print_follows(desk, whole)


def _print_things(whole: ProblemWhole) -> None:
    if whole.ties:
        print()
        streams.say(_("linked"))
        for tie in whole.ties:
            state = state_name(tie.state) if tie.other == "ticket" else step_name(tie.state)
            streams.block(f"{record_name(tie.other)} {tie.number}  {tie.subject} ({state})", "  ")
    if whole.tasks:
        print()
        streams.say(_("tasks"))
        for task in whole.tasks:
            streams.block(f"{task.id}  {_(TASK_STATES[task.state])}  {task.subject}  {task.owner}", "  ")
    for note in whole.notes:
        print()
        streams.say(_("note") + f"  {note.author}")
        streams.block(note.body, "  ")


def _print_follows(desk: Desk, whole: ProblemWhole) -> None:
    found = [one for one in desk.read(problems.follows, whole.row.id) if one.move.target is not None]
    if not found:
        return
    print()
    streams.say(_("what may follow"))
    for one in found:
        words = " ".join(one.missing)
        if not one.may:
            words = _("for {who}").format(who=_(DUTIES[one.move.duty])) + (f" {words}" if words else "")
        streams.block(
            f"{one.move.verb}  {verb_name(one.move.verb)}" + (f"  – {words}" if words else ""), "  "
        )


@app.command("history", help=N_("Show what happened to a problem."))
def history(number: Problem, as_json: Json = False) -> None:
    """Show its history."""
    with open_desk() as desk:
        events = desk.read(lambda one: records.history(one, "problem", resolve(one, "problem", number)))
        where, now = zone(desk), desk.now
    if as_json:
        streams.emit(
            [
                {
                    "at": one.at,
                    "actor": one.actor,
                    "verb": one.verb,
                    "changes": one.changes,
                    "text": one.text,
                    "version": one.version,
                }
                for one in events
            ]
        )
        return
    for one in events:
        changes = ", ".join(
            f"{field_name(name)}: {pair[0] or '–'} → {pair[1] or '–'}" for name, pair in one.changes.items()
        )
        words = "  ".join(part for part in (changes, one.text) if part)
        streams.say(
            f"{times.moment(one.at, where, now)}  {one.actor}  {verb_name(one.verb)}  {words}".rstrip()
        )
