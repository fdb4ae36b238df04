"""The page of the handbook with all keys: `python -m otui.keys.document` writes docs/keys.md.

English, like the rest of the handbook, whatever language is spoken.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from otui.keys import names
from otui.keys.actions import ACTIONS
from otui.keys.keymap import PRESETS, Keymap
from otui.keys.model import CONTEXT_TITLES, GROUPS, Action, Context, Danger

_HEAD = """# Keys

<!-- Written by `python -m otui.keys.document > docs/keys.md` from the registry of actions: change that. -->

`?` shows the keys of what has focus, with your own changes. Every action also has its name in the palette
(`{palette}`), and nearly all have a form on the command line (`{command}`), where names may be cut short and
Dutch is understood as well as English. A space between keys means one after the other: `g g`. After the first
of them, a small window tells what may follow; `Esc` breaks it off. Actions marked with • act on every marked
ticket. Where text is typed, keys that print are text and the others work.

The keys are those of the preset `default`; where `vim` differs, it is told after them.
"""

_TAIL = """
## Your own keys

Write a file with one table, and name it in the settings. The id of an action stands in the last column here.

```toml
[keys]
"ticket.take" = ["a", "T"]     # several keys for one action
"go.notices" = ["g n", "f5"]   # a chord, and a key with a name
"ticket.junk" = "none"         # no key; palette and command line still know it
```

Your file wins over the preset: a key you give away is taken from what it did before, and
`otui keys check FILE` tells you which action has no key left. It also tells, with the line, of an unknown
action or key, of two actions on one key in the same place, and of a chord whose beginning is a key of its own.
`alt` and `ctrl+h`, `ctrl+i` and `ctrl+m` cannot be used: terminals send other keys for them. `ctrl+j` is Enter
on some, so it is never the only one.
"""

_TICKET = "On a ticket, in a list or opened"
_LIST = "In a list of tickets and its queues"
_LINES = "Wherever a cursor walks over lines"
_ALL = CONTEXT_TITLES[Context.GLOBAL]


def document() -> str:
    """Return the page: every action by the place where it works, with its keys in each preset."""
    default, *others = [(preset, Keymap.load(preset)) for preset in PRESETS]
    keymap = default[1]
    parts = [_HEAD.format(palette=keymap.label("find.palette"), command=keymap.label("find.command"))]
    by_place: dict[str, list[Action]] = {_TICKET: [], _LIST: [], _LINES: []}
    for row in ACTIONS.values():
        by_place.setdefault(_place(row), []).append(row)
    by_place[_ALL] = by_place.pop(_ALL)
    for place, rows in by_place.items():
        parts.append(f"\n## {place}\n")
        parts.extend(_section(rows, keymap, others))
    return "".join([*parts, *_shell(), _TAIL])


def _place(row: Action) -> str:
    """Return the heading under which an action is told."""
    if Context.GLOBAL in row.contexts:
        return _ALL
    if Context.TICKET in row.contexts:
        return _TICKET
    if Context.LIST in row.contexts:
        return _LINES if Context.THREAD in row.contexts else _LIST
    return CONTEXT_TITLES[next(context for context in Context if context in row.contexts)]


def _shell() -> Iterator[str]:
    """Yield the actions that are commands of the shell too."""
    yield "\n## In the shell\n\n| action | command |\n|---|---|\n"
    for row in ACTIONS.values():
        if row.cli:
            command = row.cli.replace("|", "\\|")
            yield f"| {row.title} | `{command}` |\n"


def _section(rows: list[Action], keymap: Keymap, others: list[tuple[str, Keymap]]) -> Iterator[str]:
    """Yield a table for each group of actions."""
    for group, title in GROUPS.items():
        members = [row for row in rows if row.group == group]
        if not members:
            continue
        yield f"\n### {title}\n\n| keys | action | what it does | `:` line | id |\n|---|---|---|---|---|\n"
        for row in members:
            cells = (_keys(row, keymap, others), _title(row), row.help, _command(row), f"`{row.id}`")
            yield "| " + " | ".join(cells) + " |\n"


def _keys(row: Action, keymap: Keymap, others: list[tuple[str, Keymap]]) -> str:
    """Return the keys of an action, and those of the presets that have others."""
    shown = _sequences(keymap, row)
    for preset, other in others:
        if other.keys_of(row.id) != keymap.keys_of(row.id):
            shown += f"; {preset}: {_sequences(other, row)}"
    return shown


def _sequences(keymap: Keymap, row: Action) -> str:
    """Return the keys of an action in one preset."""
    return " ".join(f"`{names.label(sequence)}`" for sequence in keymap.keys_of(row.id)) or "none"


def _title(row: Action) -> str:
    """Return the title with the signs that go with it."""
    marks = " •" if row.on_marks else ""
    return f"{row.title}{marks}{' (asks first)' if row.danger is Danger.ASKS else ''}"


def _command(row: Action) -> str:
    """Return the `:` form with its Dutch words."""
    if not row.command:
        return ""
    return ", ".join(f"`:{form}`" for form in (row.command, *row.aliases))


if __name__ == "__main__":
    sys.stdout.write(document())
