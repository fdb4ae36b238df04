"""The life of a ticket: wait, wake, resolve, close, reopen."""

from __future__ import annotations

from typing import Annotated

import typer

from otui.cli.params import Body, Despite, Json, Number, Numbers, Reason, Version
from otui.cli.session import body_of, do_each, do_with, when
from otui.cli.ticket.app import app
from otui.desk import tickets
from otui.desk.commands import Close, Reopen, Resolve, Wait, Wake
from otui.desk.desk import Desk
from otui.desk.records.kinds import split_number
from otui.text.i18n import N_

WHOM = {
    "contact": "contact",
    "melder": "contact",
    "third-party": "third-party",
    "derde": "third-party",
    "derde-partij": "third-party",
}
"""Words for whom a ticket waits; the number of a problem or a change is one too, any other word begins a time."""


@app.command(
    "wait",
    help=N_("Wait for the contact, a third party, a problem, a change, or until a time: the clocks pause."),
)
def wait(
    number: Number,
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="contact|third-party|P...|C...|WHEN...",
            help=N_(
                "For whom, for which problem or change, and until when: 2h, tomorrow 9, fri 14:00, 24-11."
            ),
        ),
    ],
    reason: Reason = "",
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Wait."""
    words = " ".join(what).split()
    kind = split_number(words[0])[0] if words else ""
    ref = words[0] if kind in ("problem", "change") else ""
    on = (kind if ref else WHOM.get(words[0].casefold(), "")) if words else ""
    words = words[1:] if on else words

    def command(desk: Desk) -> Wait:
        until = when(desk, " ".join(words)) if words else None
        return Wait(ticket=number, version=version, on=on or "until", ref=ref, until=until, reason=reason)

    do_with(tickets.wait, command, as_json=as_json)


@app.command("wake", help=N_("End a wait before its time: the clocks run."))
def wake(numbers: Numbers, version: Version = None, as_json: Json = False) -> None:
    """Wake."""
    do_each(
        tickets.wake,
        numbers,
        lambda number, batch: Wake(ticket=number, version=version, batch=batch),
        as_json=as_json,
    )


@app.command(
    "resolve",
    help=N_("Say it is solved, to the contact too where there is a body. It closes after some days."),
)
def resolve(
    numbers: Numbers, body: Body = "", despite: Despite = "", version: Version = None, as_json: Json = False
) -> None:
    """Resolve."""
    text = body_of(body)
    do_each(
        tickets.resolve,
        numbers,
        lambda number, batch: Resolve(
            ticket=number, version=version, batch=batch, body=text, despite=despite
        ),
        as_json=as_json,
    )


@app.command("close", help=N_("Close tickets: they leave their queue."))
def close(
    numbers: Numbers, body: Body = "", despite: Despite = "", version: Version = None, as_json: Json = False
) -> None:
    """Close."""
    text = body_of(body)
    do_each(
        tickets.close,
        numbers,
        lambda number, batch: Close(ticket=number, version=version, batch=batch, body=text, despite=despite),
        as_json=as_json,
    )


@app.command("reopen", help=N_("Begin again: a second cycle of the clocks."))
def reopen(numbers: Numbers, reason: Reason = "", version: Version = None, as_json: Json = False) -> None:
    """Reopen."""
    do_each(
        tickets.reopen,
        numbers,
        lambda number, batch: Reopen(ticket=number, version=version, batch=batch, reason=reason),
        as_json=as_json,
    )
