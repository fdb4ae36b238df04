"""Approval: ask, approve, reject, defer; and what waits for one's own word."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from otui.cli import streams
from otui.cli.change.app import app
from otui.cli.change.common import Number, do
from otui.cli.clocktext import zone
from otui.cli.params import Json, WrittenAgainst
from otui.cli.session import body_of, open_desk
from otui.desk import changes
from otui.desk.changes import commands as c
from otui.desk.changes.rounds import KINDS
from otui.desk.views import change_json, change_rounds
from otui.domain.change.approval import Kind
from otui.text import times
from otui.text.i18n import N_, _

Words = Annotated[
    str, typer.Option("--words", "--body", "-b", metavar="TEXT|-", help=N_("Why; - reads it from stdin."))
]
For = Annotated[
    str,
    typer.Option("--for", metavar="LOGIN", help=N_("The approver who is away, and whom you stand in for.")),
]
Standard = Annotated[
    bool, typer.Option("--standard", help=N_("It is a standard change of the catalogue, by its name."))
]


@app.command("ask", help=N_("Ask for approval: of peers by name while it is assessed, else of the board."))
def ask(
    number: Number,
    approvers: Annotated[
        list[str] | None, typer.Argument(metavar="[LOGIN...]", help=N_("The peers who are asked."))
    ] = None,
    version: WrittenAgainst = None,
    as_json: Json = False,
) -> None:
    """Ask."""
    names = tuple(approvers or ())
    do(changes.ask, lambda _desk: c.Ask(ref=number, version=version, approvers=names), as_json=as_json)


def _decide(
    verb: Any, number: str, words: str, stands_for: str, standard: bool, version: int | None, as_json: bool
) -> None:
    command = c.Decide(
        ref=number,
        version=version,
        words=body_of(words),
        for_agent=stands_for,
        record="change_template" if standard else "change",
    )
    do(verb, lambda _desk: command, as_json=as_json)


@app.command("approve", help=N_("Approve a change, being asked."))
def approve(
    number: Number,
    words: Words = "",
    stands_for: For = "",
    standard: Standard = False,
    version: WrittenAgainst = None,
    as_json: Json = False,
) -> None:
    """Approve."""
    _decide(changes.approve, number, words, stands_for, standard, version, as_json)


@app.command("reject", help=N_("Reject a change, being asked, and say why."))
def reject(
    number: Number,
    words: Words = "",
    stands_for: For = "",
    standard: Standard = False,
    version: WrittenAgainst = None,
    as_json: Json = False,
) -> None:
    """Reject."""
    _decide(changes.reject, number, words, stands_for, standard, version, as_json)


@app.command("defer", help=N_("Put a decision off, being asked, and say why."))
def defer(
    number: Number,
    words: Words = "",
    stands_for: For = "",
    standard: Standard = False,
    version: WrittenAgainst = None,
    as_json: Json = False,
) -> None:
    """Defer."""
    _decide(changes.defer, number, words, stands_for, standard, version, as_json)


@app.command("waiting", help=N_("List what waits for your approval, or for theirs whom you stand in for."))
def waiting(as_json: Json = False) -> None:
    """List what waits for one's word."""
    with open_desk() as desk:
        found = desk.read(change_rounds.waiting_for)
        where, now = zone(desk), desk.now
    if as_json:
        streams.emit([change_json.waits(one) for one in found])
        return
    streams.table(
        (_("number"), _("asked"), _("of"), _("for"), _("subject")),
        (
            (
                one.number,
                times.moment(one.asked_at, where, now),
                _(KINDS[Kind(one.kind)]),
                one.for_login,
                one.subject,
            )
            for one in found
        ),
    )
