"""`otui worker`: the timer without a screen. It sleeps until the next instant or a change, and never scans."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys

import typer

from otui.cli import backups, streams
from otui.cli.params import Json
from otui.cli.session import front, open_desk
from otui.cli.sla import tell
from otui.desk.desk import Desk
from otui.desk.live import LiveDesk
from otui.desk.timer import Raised
from otui.errors import OtuiError
from otui.store.keeping.rotation import Plan
from otui.text.i18n import N_, _
from otui.trouble import record

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(
    "worker",
    help=N_(
        "Keep the clocks, and make backups, without a screen, until SIGTERM or Ctrl+C; print what is raised."
    ),
)
def worker(as_json: Json = False) -> None:
    """Run the timer."""
    plan = backups.plan_of(front().settings)
    with open_desk() as desk:
        asyncio.run(_work(desk, plan, as_json))


async def _work(desk: Desk, plan: Plan | None, as_json: bool) -> None:
    done = asyncio.Event()
    broken: list[BaseException] = []
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(name, done.set)
        except NotImplementedError:  # a loop without signals (Windows) is ended by KeyboardInterrupt
            signal.signal(name, signal.default_int_handler)

    def raised(found: list[Raised]) -> None:
        try:
            for one in found:
                tell(desk, one, as_json=as_json)
            sys.stdout.flush()
        except BrokenPipeError as error:
            broken.append(error)
            done.set()

    def trouble(error: Exception | None) -> None:
        if error is None:
            streams.complain(_("The desk answers again."))
        elif isinstance(error, OtuiError):
            streams.complain(str(error))
        else:
            streams.complain(record(error, "worker").sentence)

    live = LiveDesk(desk, on_changes=lambda _changes: None, on_raised=raised, on_trouble=trouble)
    live.start()
    streams.complain(_("Keeping the clocks of {desk}.").format(desk=desk.database.name))
    keeping = asyncio.create_task(backups.keep(desk, plan, done)) if plan is not None else None
    with contextlib.suppress(asyncio.CancelledError):
        await done.wait()
    if keeping is not None:
        await keeping  # a backup that is under way is finished
    await live.stop()
    if broken:
        raise broken[0]
