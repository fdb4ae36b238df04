"""What the desk knows of its own backups, in the words that an admin is told."""

from __future__ import annotations

from otui.desk.desk import View
from otui.store.keeping import schedule
from otui.text import times
from otui.text.i18n import _


def last(view: View) -> str:
    """Return when the last good backup was made by itself; empty where none is planned."""
    known = schedule.state(view.reader)
    if known.made_at is None:
        return _("never") if known.every else ""
    return times.ago(known.made_at, view.now)


def worry(view: View) -> str:
    """Return what is wrong with the backups, for an admin; empty where nothing is, or none are planned."""
    known = schedule.state(view.reader)
    if known.failed_at is not None:
        return _("The backup failed {when}: {error}").format(
            when=times.ago(known.failed_at, view.now), error=known.error
        )
    if not known.overdue(view.now):
        return ""
    if known.made_at is None:
        return _("No backup was made yet, and one is planned: leave `otui worker` running.")
    return _("The last backup was made {when}: leave `otui worker` running.").format(
        when=times.ago(known.made_at, view.now)
    )
