"""The form as it is kept while it is filled in, and as the command that makes the ticket."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from otui.desk import tickets
from otui.desk.commands import NewTicket
from otui.desk.results import Result
from otui.desk.together import drafts
from otui.desk.unit import Unit

KIND = "new"


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in. Empty texts stand for what the desk takes by itself."""

    contact_id: int = 0
    contact: str = ""
    phone: str = ""
    customer: str = ""
    subject: str = ""
    body: str = ""
    queue: str = ""
    level: str = ""
    kind: str = ""
    take: bool = False
    item_id: int = 0
    item: str = ""

    def said(self) -> bool:
        """Whether there is anything that would be a pity to lose."""
        return bool(self.contact or self.subject or self.body.strip() or self.phone or self.customer)

    def to_fields(self) -> dict[str, Any]:
        """Return what a draft keeps besides the body: only what was filled in, nothing where nothing was said."""
        if not self.said():
            return {}
        return {name: value for name, value in asdict(self).items() if name != "body" and value}

    @classmethod
    def from_draft(cls, row: drafts.DraftRow) -> Filled:
        """Return a draft as it was kept; fields that this program does not know are passed over."""
        known = asdict(cls())
        kept: dict[str, Any] = {
            name: value for name, value in row.fields.items() if isinstance(value, type(known.get(name)))
        }
        return cls(**{**kept, "body": row.body})


def drop(unit: Unit, _none: None) -> None:
    """Throw the form away."""
    drafts.drop(unit, drafts.NEW_TICKET, KIND)


def make(unit: Unit, command: NewTicket) -> Result:
    """Make the ticket and end its draft, in one act: neither is ever there twice or not at all."""
    made = tickets.new(unit, command)
    drafts.drop(unit, drafts.NEW_TICKET, KIND)
    return made
