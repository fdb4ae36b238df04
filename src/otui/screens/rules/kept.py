"""Rules as an admin changed them and did not put in force: drafts, one a file, by which nobody lives yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from otui.desk.desk import View
from otui.desk.rules import in_force, rule_history, ruling
from otui.desk.rules.rule_files import NAMES
from otui.desk.together import drafts
from otui.domain.change.rule_file import ChangeRules, change_rules
from otui.domain.rules import Rules
from otui.errors import BadFile

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.screens.base import DeskScreen

PREFIX = "rules:"
"""A draft's kind is this and the name of the file: rules:sla."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the screens of the rules show and change."""

    version: int
    texts: dict[str, str]
    """In force, by name."""
    edited: dict[str, str]
    """As this admin changed them, where they did."""
    bases: dict[str, int]
    """The version that each edited text began from."""
    others: dict[str, str]
    """Who changed a file since an edited text of it was begun."""
    rules: Rules
    """By the edited texts, or where these hold a mistake, those in force."""
    mistake: BadFile | None

    @property
    def change(self) -> ChangeRules:
        """What changes go by: the edited text, or where any of them holds a mistake, the one in force."""
        return change_rules(self.text("change") if self.mistake is None else self.texts["change"])

    def text(self, name: str) -> str:
        """Return a file as this admin left it."""
        return self.edited.get(name, self.texts[name])


def read_kept(view: View) -> Kept:
    """Return the rules in force, and what this agent changed in them."""
    texts = ruling.in_force_now(view)[1]
    edited: dict[str, str] = {}
    bases: dict[str, int] = {}
    for row in drafts.mine(view):
        name = row.kind.removeprefix(PREFIX)
        if row.kind.startswith(PREFIX) and name in NAMES and row.body != texts.get(name):
            edited[name], bases[name] = row.body, row.base_version
    rules, mistake = view.rules, None
    if edited:
        try:
            rules = Rules.parse({**texts, **edited})
        except BadFile as error:
            mistake = error
    others = {
        name: load.agent or "–"
        for load in (rule_history.loads(view) if edited else ())
        for name in load.names
        if name in bases and load.version > bases[name]
    }
    return Kept(in_force.version(view.reader), texts, edited, bases, others, rules, mistake)


async def drop(screen: DeskScreen, names: Iterable[str]) -> None:
    """Let go of the edited texts of these files: they are in force, or their writer threw them away."""
    kinds = [PREFIX + name for name in names]
    for kind in kinds:
        screen.otui.drafts.forget(0, kind)
    await screen.live.do(_drop, kinds)


def _drop(unit: Unit, kinds: list[str]) -> None:
    for kind in kinds:
        drafts.drop(unit, 0, kind)
