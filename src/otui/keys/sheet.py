"""Keys to be read: the help screen, the footer, `otui keys`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from otui.errors import BadFile
from otui.keys import names
from otui.keys.actions import ACTIONS
from otui.keys.forms import forms
from otui.keys.keymap import Keymap, Warned
from otui.keys.model import CONTEXT_TITLES, GROUPS, TEXT_CONTEXTS, Action, Context
from otui.keys.names import Sequence
from otui.text.i18n import _


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One action to be read: its keys as shown, its words in the language spoken now, its `:` form."""

    action: str
    keys: tuple[str, ...]
    title: str
    help: str
    command: str


@dataclass(frozen=True, slots=True)
class HelpGroup:
    """Rows that stand together: where they work, and the kind of work."""

    context: Context
    place: str
    title: str
    rows: tuple[KeyRow, ...]


def help_for(contexts: tuple[Context, ...], keymap: Keymap) -> tuple[HelpGroup, ...]:
    """Return what the `?` screen tells: the keys of what has focus first, each action once."""
    live: dict[str, list[Sequence]] = {}
    for sequence, row in keymap.table(contexts).items():
        live.setdefault(row.id, []).append(sequence)
    groups: list[HelpGroup] = []
    told: set[str] = set()
    reached = keymap.actions_for(contexts)
    for context in contexts:
        here = [row for row in reached if context in row.contexts and row.id not in told]
        told.update(row.id for row in here)
        for group, title in GROUPS.items():
            rows = tuple(
                _row(row, _in_order(row, live[row.id], keymap)) for row in here if row.group == group
            )
            if rows:
                groups.append(HelpGroup(context, _(CONTEXT_TITLES[context]), _(title), rows))
    return tuple(groups)


def listing(keymap: Keymap, contexts: tuple[Context, ...] | None = None) -> tuple[KeyRow, ...]:
    """Return a row for each action that `contexts` reach, or for every action, keyless ones too."""
    rows = ACTIONS.values() if contexts is None else keymap.actions_for(contexts)
    return tuple(_row(row, keymap.keys_of(row.id)) for row in rows)


def footer(
    contexts: tuple[Context, ...],
    keymap: Keymap,
    wanted: tuple[str, ...],
    titles: Mapping[str, str] | None = None,
) -> tuple[tuple[str, str], ...]:
    """Return key and title of the `wanted` actions that `contexts` reach, in the order wanted.

    `titles` has the words, translated, for actions that are called otherwise here.
    """
    reached = {row.id: row for row in keymap.actions_for(contexts)}
    typing = next((context for context in contexts if context in TEXT_CONTEXTS), None)
    return tuple(
        (keymap.label(name, typing), (titles or {}).get(name) or _(reached[name].title))
        for name in wanted
        if name in reached
    )


def check_file(path: Path, preset: str = "default") -> tuple[Warned, ...]:
    """Check an agent's keymap over a preset; return what is good to know about it.

    Raises BadFile where it cannot be read, and with the line where it holds a mistake.
    """
    return load_file(path, preset).warnings


def load_file(path: Path, preset: str = "default") -> Keymap:
    """Return the preset with the agent's file over it. Raises BadFile as `check_file` does."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        problem = error.strerror or str(error)
        raise BadFile(str(path), 0, _("It cannot be read: {problem}.").format(problem=problem)) from error
    except UnicodeDecodeError as error:
        raise BadFile(
            str(path), 0, _("It is not text in UTF-8."), _("Save it as UTF-8 and try again.")
        ) from error
    return Keymap.load(preset, text, str(path))


def _in_order(row: Action, live: list[Sequence], keymap: Keymap) -> tuple[Sequence, ...]:
    """Return the live sequences of an action in the order of the keymap."""
    return tuple(sequence for sequence in keymap.keys_of(row.id) if sequence in live)


def _row(row: Action, sequences: tuple[Sequence, ...]) -> KeyRow:
    """Return an action as it is read."""
    form = next((str(form) for form in forms() if form.action is row), "")
    return KeyRow(row.id, tuple(names.label(s) for s in sequences), _(row.title), _(row.help), form)
