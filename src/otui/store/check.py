"""What a desk must always be: looked at as a whole, and told in words where it is not."""

from __future__ import annotations

from otui.errors import DeskUnavailable
from otui.store import tally
from otui.store.reader import Reader
from otui.text.i18n import _, ngettext

_SHOWN = 20
"""Findings of one sort that are named one by one."""

_GAPS = """
    SELECT DISTINCT ticket_id FROM (
        SELECT ticket_id, began_at,
            lag(id) OVER former AS former_id, lag(ended_at) OVER former AS former_end
        FROM span WINDOW former AS (PARTITION BY ticket_id ORDER BY id)
    ) AS stretch
    WHERE former_id IS NOT NULL AND (former_end IS NULL OR former_end <> began_at)
    ORDER BY ticket_id LIMIT :shown
"""


def findings(reader: Reader) -> list[str]:
    """Return what is wrong with the desk, a sentence each; empty where all is well. Reads the whole file."""
    try:
        return [*_file(reader), *_references(reader), *_counts(reader), *_full_text(reader), *_spans(reader)]
    except DeskUnavailable as error:
        return [error.message]


def _file(reader: Reader) -> list[str]:
    rows = reader.all(f"PRAGMA integrity_check({_SHOWN})")
    return [_("The file is damaged: {detail}").format(detail=row[0]) for row in rows if row[0] != "ok"]


def _references(reader: Reader) -> list[str]:
    rows = reader.all("PRAGMA foreign_key_check")
    return [
        _("Row {row} of {table} names a row of {parent} that is not there.").format(
            row=row, table=table, parent=parent
        )
        for table, row, parent, _key in rows[:_SHOWN]
    ]


def _counts(reader: Reader) -> list[str]:
    return [
        _("The count of tickets in queue {queue}, {state}, is wrong.").format(queue=queue, state=state)
        for queue, state in dict.fromkeys(sort[:2] for sort in tally.differences(reader))
    ]


def _full_text(reader: Reader) -> list[str]:
    found = []
    for index in ("ticket_search", "ticket_parts"):
        missing = reader.value(
            f"SELECT count(*) FROM ticket WHERE id NOT IN (SELECT id FROM {index}_docsize)"
        )
        left = reader.value(f"SELECT count(*) FROM {index}_docsize WHERE id NOT IN (SELECT id FROM ticket)")
        if missing:
            found.append(
                ngettext(
                    "Full text ({index}) does not know {n} ticket.",
                    "Full text ({index}) does not know {n} tickets.",
                    missing,
                ).format(index=index, n=missing)
            )
        if left:
            found.append(
                ngettext(
                    "Full text ({index}) knows {n} ticket that is not there.",
                    "Full text ({index}) knows {n} tickets that are not there.",
                    left,
                ).format(index=index, n=left)
            )
    return found


def _spans(reader: Reader) -> list[str]:
    rows = reader.all(_GAPS, {"shown": _SHOWN})
    return [_("The stretches of ticket {id} do not touch end to end.").format(id=row[0]) for row in rows]
