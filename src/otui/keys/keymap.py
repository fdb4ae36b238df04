"""A keymap: which keys do what, from a preset and the agent's own file.

The agent's file always wins over the preset: a key it gives away is taken from the preset's action, and a
warning says so where that leaves the action without a key. A key of the place that has focus goes before the
same key of what lies around it, which keeps it elsewhere. Two actions of one place that the file itself puts
on one key, and a chord that can never be typed because its beginning is a key of its own, are mistakes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from otui.errors import BadFile, Usage
from otui.keys import keyfile, names
from otui.keys.actions import ACTIONS
from otui.keys.model import STACKS, TEXT_CONTEXTS, Action, Context, Danger
from otui.keys.names import Sequence
from otui.text.i18n import _

PRESETS = ("default", "vim")
"""The keymaps as shipped; each but the first holds only what it changes of the first."""

_SHIPPED = Path(__file__).parent / "presets"

Table = dict[Sequence, Action]


@dataclass(frozen=True, slots=True)
class Warned:
    """Something to know about a keymap that works: `line` is that of the agent's file, or 0."""

    line: int
    text: str


class Keymap:
    """Keys to actions, for every place that has focus. Made by `load`; it does not change afterwards."""

    def __init__(self, keys: dict[str, tuple[Sequence, ...]], warnings: tuple[Warned, ...] = ()) -> None:
        self._keys = keys
        self.warnings = warnings
        self._tables: dict[tuple[Context, ...], Table] = {}

    @classmethod
    def load(cls, preset: str = "default", user_text: str | None = None, file: str = "keys.toml") -> Keymap:
        """Return the preset with the agent's file over it.

        Raises Usage for an unknown preset and BadFile, with the line, for a mistake in the file.
        """
        keys = _preset(preset)
        if user_text is None:
            return cls(dict(keys))
        entries = keyfile.read(user_text, file)
        _refuse_mistakes(entries, file)
        merged, displaced = _overlay(keys, entries)
        return cls(merged, tuple(_warnings(keys, merged, displaced, entries)))

    def keys_of(self, action_id: str) -> tuple[Sequence, ...]:
        """Return the sequences of an action, the one to show first; empty where it has none."""
        return self._keys.get(action_id, ())

    def label(self, action_id: str, context: Context | None = None, *, ascii_only: bool = False) -> str:
        """Return the first key of an action as shown ("g g", "ctrl+r"), or nothing where it has none.

        With `context`, the first key that works there: where text is typed, one that does not print.
        """
        for sequence in self.keys_of(action_id):
            if context not in TEXT_CONTEXTS or not names.prints(sequence[0]):
                return names.label(sequence, ascii_only=ascii_only)
        return ""

    def table(self, contexts: tuple[Context, ...]) -> Table:
        """Return what each sequence does with `contexts` in force, from focus outward; the inner wins."""
        found = self._tables.get(contexts)
        if found is None:
            found = self._tables[contexts] = self._merge(contexts)
        return found

    def actions_for(self, contexts: tuple[Context, ...]) -> tuple[Action, ...]:
        """Return the actions that a key reaches with `contexts` in force, in the order of the registry."""
        reached = {found.id for found in self.table(contexts).values()}
        return tuple(row for row in ACTIONS.values() if row.id in reached)

    def _merge(self, contexts: tuple[Context, ...]) -> Table:
        """Lay the contexts over each other. Of a key and a chord that begins with it, the inner one stays."""
        typing = bool(TEXT_CONTEXTS.intersection(contexts))
        table: Table = {}
        for context in contexts:
            inner = tuple(table)
            for row in ACTIONS.values():
                if context not in row.contexts:
                    continue
                for sequence in self.keys_of(row.id):
                    if typing and names.prints(sequence[0]):
                        continue
                    if not any(_collide(sequence, other) for other in inner):
                        table.setdefault(sequence, row)
        return table


@lru_cache(maxsize=len(PRESETS))
def _preset(name: str) -> dict[str, tuple[Sequence, ...]]:
    """Read a shipped keymap; each but the default is laid over the default."""
    if name not in PRESETS:
        raise Usage(
            _("There is no keymap {name}.").format(name=name),
            _("Choose one of: {names}.").format(names=", ".join(PRESETS)),
        )
    file = f"{name}.toml"
    text = (_SHIPPED / file).read_text(encoding="utf-8")
    entries = keyfile.read(text, file)
    return _overlay({} if name == "default" else _preset("default"), entries)[0]


def _overlay(
    under: dict[str, tuple[Sequence, ...]], entries: Iterable[keyfile.Entry]
) -> tuple[dict[str, tuple[Sequence, ...]], dict[str, str]]:
    """Lay `entries` over `under`. Returns the keys, and which action lost a key to which other one."""
    merged = dict(under)
    over = {entry.action: entry.sequences for entry in entries}
    merged.update(over)
    displaced: dict[str, str] = {}
    for loser in set(merged) - set(over):
        for winner, taken in over.items():
            if not _takes(ACTIONS[winner], ACTIONS[loser]):
                continue
            kept = tuple(s for s in merged[loser] if not any(_collide(s, other) for other in taken))
            if kept != merged[loser]:
                merged[loser] = kept
                displaced[loser] = winner
    return merged, displaced


def _refuse_mistakes(entries: tuple[keyfile.Entry, ...], file: str) -> None:
    """Raise BadFile for the first thing in the agent's own lines that cannot work."""
    for number, entry in enumerate(entries):
        row = ACTIONS[entry.action]
        _refuse_untypable(row, entry, file)
        _refuse_own_answer(row, entry, file)
        for earlier in entries[:number]:
            if _clash(row, ACTIONS[earlier.action]):
                _refuse_clash(earlier, entry, file)
        for sequence in entry.sequences:
            for other in entry.sequences:
                if sequence != other and _collide(sequence, other):
                    raise _shadowed(entry, sequence, entry, other, file)


def _refuse_untypable(row: Action, entry: keyfile.Entry, file: str) -> None:
    """Refuse keys that print for an action that only exists where text is typed."""
    if not row.contexts <= TEXT_CONTEXTS or not entry.sequences:
        return
    if all(names.prints(sequence[0]) for sequence in entry.sequences):
        raise BadFile(
            file,
            entry.line,
            _("{action}: {key} would be typed into the text.").format(
                action=row.id, key=names.label(entry.sequences[0])
            ),
            _("Give it a key such as ctrl+s or f4."),
        )


def _refuse_own_answer(row: Action, entry: keyfile.Entry, file: str) -> None:
    """Refuse a key that would ask and answer at once when it is pressed twice."""
    for sequence in entry.sequences:
        if row.danger is Danger.ASKS and sequence[-1] == row.confirm:
            raise BadFile(
                file,
                entry.line,
                _("{action}: {key} is also the answer that confirms it.").format(
                    action=row.id, key=row.confirm
                ),
                _("Choose another key, so that pressing it twice does no harm."),
            )


def _refuse_clash(earlier: keyfile.Entry, later: keyfile.Entry, file: str) -> None:
    """Refuse two lines that put one key, or a chord and its beginning, on two actions of one place."""
    for sequence in later.sequences:
        for other in earlier.sequences:
            if sequence == other:
                raise BadFile(
                    file,
                    later.line,
                    _("{key} is given to {first} (line {line}) and to {second}.").format(
                        key=names.label(sequence),
                        first=earlier.action,
                        line=earlier.line,
                        second=later.action,
                    ),
                    _("They work in the same place; take it from one of them."),
                )
            if _collide(sequence, other):
                raise _shadowed(later, sequence, earlier, other, file)


def _shadowed(
    one: keyfile.Entry, sequence: Sequence, two: keyfile.Entry, other: Sequence, file: str
) -> BadFile:
    """Return the error for a chord that can never be typed."""
    (short, doer), (chord, lost) = sorted(((sequence, one), (other, two)), key=lambda pair: len(pair[0]))
    return BadFile(
        file,
        max(one.line, two.line),
        _("{chord} ({lost}) can never be typed: {key} alone is {doer}.").format(
            chord=names.label(chord), lost=lost.action, key=names.label(short), doer=doer.action
        ),
        _("Give one of them another key."),
    )


def _warnings(
    before: dict[str, tuple[Sequence, ...]],
    after: dict[str, tuple[Sequence, ...]],
    displaced: dict[str, str],
    entries: tuple[keyfile.Entry, ...],
) -> Iterable[Warned]:
    """Yield what the file takes away: actions that had a key and have none left."""
    lines = {entry.action: entry.line for entry in entries}
    for name in ACTIONS:
        if not before.get(name) or after.get(name):
            continue
        if winner := displaced.get(name):
            text = _("{action} has no key left: {winner} took it.").format(action=name, winner=winner)
            yield Warned(lines[winner], text)
        else:
            yield Warned(lines[name], _("{action} has no key any more.").format(action=name))


def _collide(one: Sequence, other: Sequence) -> bool:
    """Return whether the two are the same or one begins the other."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


@cache
def _takes(winner: Action, loser: Action) -> bool:
    """Return whether the two meet where `winner` would not go before `loser` by being nearer to focus."""
    return any(ours >= theirs for ours, theirs in _depths(winner, loser))


@cache
def _clash(one: Action, other: Action) -> bool:
    """Return whether the two meet where neither is nearer to focus."""
    return any(ours == theirs for ours, theirs in _depths(one, other))


def _depths(one: Action, other: Action) -> list[tuple[int, int]]:
    """Return how far from focus each is, for every combination of places that has both."""
    return [
        (
            next(depth for depth, context in enumerate(stack) if context in one.contexts),
            next(depth for depth, context in enumerate(stack) if context in other.contexts),
        )
        for stack in STACKS
        if one.contexts.intersection(stack) and other.contexts.intersection(stack)
    ]
