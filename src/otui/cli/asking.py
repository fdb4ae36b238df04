"""Showing what a change would do to the open tickets, and asking whether to do it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from otui.cli import streams
from otui.cli.clocktext import zone
from otui.desk.desk import Desk
from otui.desk.rules import effect_words
from otui.desk.rules.effect import Effect
from otui.errors import Refused
from otui.text import safe
from otui.text.i18n import N_, _, language

Yes = Annotated[bool, typer.Option("--yes", "-y", help=N_("Do it without asking, as a script must."))]


def ask(question: str, hint: str) -> None:
    """Ask on a terminal; anywhere else --yes must have said so, as `hint` tells. Refused, where nobody says yes."""
    if sys.stdin is None or not sys.stdin.isatty() or not sys.stdout.isatty():
        raise Refused(_("Nobody is there to ask; nothing was changed."), hint)
    answer = input(question).strip().casefold()
    if answer not in ("y", "yes", "j", "ja"):
        raise Refused(_("Nothing was changed."))


def print_effect(desk: Desk, effect: Effect) -> None:
    """Print how many due times move, which way and how far, and the tickets that move farthest."""
    sla = desk.rules.sla

    def label(name: str) -> str:
        return sla.level_label(name, language())

    streams.say(effect_words.headline(effect))
    for line in (*effect_words.clock_lines(effect), *effect_words.level_lines(effect, label)):
        print(f"  {safe.line(line)}")
    rows = effect_words.move_rows(effect, label, zone(desk), desk.now)
    if rows:
        print()
        streams.table((_("number"), _("clock"), _("before"), _("after")), rows)
