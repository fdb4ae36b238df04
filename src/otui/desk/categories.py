"""What tickets are about, in the desk's own words: the words that were used before come back as they were written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk import rights
from otui.errors import NotFound
from otui.text import safe
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.desk import View
    from otui.desk.unit import Unit
    from otui.store.database import Reader

NONE = ("-", "–")
"""What is typed for no category."""
LONGEST = 60
"""Characters of a category; more is a subject."""
MOST = 500
"""Categories that are read to choose from."""

# From one category to the next on the index: as many steps as there are categories, however many tickets have them.
_KNOWN = """
WITH RECURSIVE known (name) AS (
    SELECT min(category) FROM ticket WHERE category <> ''
    UNION ALL
    SELECT (SELECT min(category) FROM ticket WHERE category <> '' AND category > known.name)
    FROM known WHERE known.name IS NOT NULL
)
SELECT name FROM known WHERE name IS NOT NULL LIMIT :most
"""


def known(view: View) -> tuple[str, ...]:
    """Return the categories that tickets have and procedures are for, as whoever asks may know them, by name."""
    names = {*_used(view.reader, view.hidden), *_asked_for(view.reader, view.hidden)}
    return tuple(sorted(names, key=str.casefold))


def named(view: View, words: str) -> str:
    """Return the category that a person names, as the desk writes it; NotFound for one that nothing has."""
    same = safe.line(words).casefold()
    found = [one for one in known(view) if one.casefold() == same] or [
        one for one in known(view) if one.casefold().startswith(same)
    ]
    if not found:
        raise NotFound(
            _("There is no category {name}.").format(name=safe.line(words)),
            _("There are: {names}.").format(names=", ".join(known(view)[:12])) if known(view) else "",
        )
    return found[0]


def spelled(unit: Unit, words: str) -> str:
    """Return a category as the desk writes it: in the spelling that is in use where there is one; empty for none."""
    name = safe.line(words)[:LONGEST].strip()
    if name in NONE:
        return ""
    same = name.casefold()
    for one in (*_asked_for(unit.writer), *_used(unit.writer)) if name else ():
        if one.casefold() == same:
            return one
    return name


def _used(reader: Reader, hidden: tuple[int, ...] = ()) -> list[str]:
    if hidden:
        but = rights.without(hidden, "queue_id")
        sql = f"SELECT DISTINCT category FROM ticket WHERE category <> ''{but} ORDER BY category LIMIT :most"
    else:
        sql = _KNOWN
    return [row[0] for row in reader.all(sql, {"most": MOST})]


def _asked_for(reader: Reader, hidden: tuple[int, ...] = ()) -> list[str]:
    but = rights.without(hidden, "coalesce(queue_id, 0)")
    rows = reader.all(f"SELECT category FROM procedure WHERE category <> '' AND active{but} ORDER BY id")
    return [row[0] for row in rows]
