"""Views that an agent keeps on the digits 5 to 9."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from otui.errors import Usage
from otui.store.records import from_db
from otui.text import safe
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.desk import View
    from otui.desk.unit import Unit

DIGITS = range(5, 10)


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    """A saved view: its digit, its name, and what the list shows."""

    digit: int
    name: str
    spec: dict[str, Any]


def save(unit: Unit, digit: int, name: str, spec: dict[str, Any]) -> None:
    """Keep a view on a digit, in place of what was there."""
    if digit not in DIGITS:
        raise Usage(_("Views of your own go on 5 to 9."))
    words = safe.line(name) or _("View {digit}").format(digit=digit)
    unit.writer.execute(
        "DELETE FROM saved_view WHERE agent_id = :agent AND digit = :digit",
        {"agent": unit.agent.id, "digit": digit},
    )
    unit.writer.insert("saved_view", {"agent_id": unit.agent.id, "digit": digit, "name": words, "spec": spec})


def mine(view: View) -> dict[int, SavedViewRow]:
    """Return this agent's views by digit."""
    rows = view.reader.all(
        "SELECT digit, name, spec FROM saved_view WHERE agent_id = :agent ORDER BY digit",
        {"agent": view.agent.id},
    )
    return {row[0]: SavedViewRow(row[0], row[1], from_db("spec", row[2])) for row in rows}
