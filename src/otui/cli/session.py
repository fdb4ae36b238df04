"""The desk that a command works on, and how a verb is done to one ticket or to several."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time
from typing import Any, TypeVar

from otui.cli import streams
from otui.cli.front import Front
from otui.desk.commands import OnTicket
from otui.desk.desk import Desk
from otui.desk.results import Result
from otui.desk.unit import Unit
from otui.errors import OtuiError, Usage
from otui.text import i18n
from otui.text.i18n import _

C = TypeVar("C")
OnTicketT = TypeVar("OnTicketT", bound=OnTicket)

_front = Front()


def begin(front: Front) -> None:
    """Take what stood before the command."""
    global _front
    _front = front


def front() -> Front:
    """Return what stood before the command."""
    return _front


def desk_url() -> str:
    """Return the desk that is meant: --desk, else OTUI_DESK, the settings', or the one in the data folder."""
    return _front.settings.desk


def login() -> str | None:
    """Return the login that was given: --as, else OTUI_AGENT, else the settings'."""
    return _front.settings.agent or None


@contextmanager
def open_desk() -> Iterator[Desk]:
    """Open the desk that is meant, as the agent who is meant."""
    with Desk.open(desk_url(), login=login()) as desk:
        i18n.use(_front.language(desk.agent.lang))
        yield desk


def do(verb: Callable[[Unit, C], Result], command: C, *, as_json: bool) -> None:
    """Do one verb and print what it says, or the ticket as it is now."""
    do_with(verb, lambda _desk: command, as_json=as_json)


def do_with(verb: Callable[[Unit, C], Result], make: Callable[[Desk], C], *, as_json: bool) -> None:
    """Do one verb whose command can only be worded at the open desk."""
    with open_desk() as desk:
        result = desk.do(verb, make(desk))
        if not result.ticket_id:  # undo of a change to a queue may have moved more clocks than it waited for
            from otui.desk.rules import ruling

            ruling.rebuild(desk)
        _tell(desk, [result], as_json=as_json, many=False)


def do_each(
    verb: Callable[[Unit, OnTicketT], Result],
    numbers: Sequence[str],
    make: Callable[[str, str], OnTicketT],
    *,
    as_json: bool,
) -> None:
    """Do one verb to each ticket; `make` gets its number and a batch. Exits with the worst code of all of them.

    One ticket is an error like any other; of several each is told in a line of its own, and none stops the rest.
    """
    if len(numbers) == 1:
        do(verb, make(numbers[0], ""), as_json=as_json)
        return
    batch = secrets.token_hex(8)
    worst = 0
    results: list[Result] = []
    with open_desk() as desk:
        for number in dict.fromkeys(numbers):
            try:
                result = desk.do(verb, make(number, batch))
            except OtuiError as error:
                sys.stdout.flush()
                streams.complain(f"{number}: {error}")
                worst = max(worst, error.exit_code)
                continue
            results.append(result)
            if not as_json:
                streams.say(result.said)
        if as_json:
            _tell(desk, results, as_json=True, many=True)
    if worst:
        raise SystemExit(worst)


def _tell(desk: Desk, results: Sequence[Result], *, as_json: bool, many: bool) -> None:
    if not as_json:
        for result in results:
            streams.say(result.said)
        return
    from otui.desk.views import export

    if results and not results[0].ticket_id:  # done to no ticket: undo of a change to an agent or a queue
        streams.emit({"verb": results[0].verb, "name": results[0].number, "said": results[0].said})
        return
    rows = []
    for result in results:
        there = desk.read(export.tickets, [result.ticket_id])
        row: dict[str, Any] = (
            there[0] if there else {"number": result.number}
        )  # it went out of this agent's sight
        rows.append(row)
        if result.article_id is not None:
            row["article"] = result.article_id
    streams.emit(rows if many else rows[0])


def body_of(text: str) -> str:
    """Return the text of --body; a single dash reads it from stdin."""
    if text != "-":
        return text
    if sys.stdin is None or sys.stdin.closed:
        raise Usage(_("There is nothing to read on stdin."))
    return sys.stdin.buffer.read().decode("utf-8", "replace")


def when(desk: Desk, words: str) -> datetime:
    """Return the instant that a person means, in the desk's time zone; a day alone means its opening."""
    from otui.text.when import parse_when

    calendar = desk.rules.calendars[desk.rules.settings.calendar]
    opens = min(windows[0][0] for windows in calendar.spec.week.values())
    return parse_when(words, desk.now, calendar.zone, time(opens // 60 % 24, opens % 60))
