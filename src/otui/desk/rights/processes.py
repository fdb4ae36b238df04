"""Who may do what to problems, changes, knowledge and what belongs to them, beside what their tables of moves say.

A verb that a table of moves knows asks that table for its duty (`desk.records.moves`); its row here says only that
agents may come to it, and which function does it.
"""

from __future__ import annotations

from otui.desk.rights.rows import OnDesk, Role, on_desk_row
from otui.text.i18n import N_

_ALL, _LEAD, _ADMIN = Role.AGENT, Role.LEAD, Role.ADMIN

PROCESS_VERBS: tuple[OnDesk, ...] = (on_desk_row("record-note", _ALL, "records.notes:note"),)

WORDS = {
    "record-note": N_("write on a problem, a change or a knowledge article"),
}
"""What the page of the handbook calls each of them."""
