"""Names of keys: as a person writes them in a keymap, as Textual sends them, as they are shown.

A key that prints is its character ("/", "G", "é"); the others have Textual's name ("escape", "ctrl+s").
A sequence is a tuple of keys: ("g", "g").
"""

from __future__ import annotations

from otui.text.i18n import _

Sequence = tuple[str, ...]

_NAMED = frozenset(
    {"escape", "enter", "space", "tab", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown"}
    | {"up", "down", "left", "right"}
    | {f"f{number}" for number in range(1, 25)}
)

_WRITTEN = {
    "esc": "escape",
    "return": "enter",
    "pgdn": "pagedown",
    "pgup": "pageup",
    "del": "delete",
    "ins": "insert",
}

_SHOWN = {"escape": "esc", "pagedown": "pgdn", "pageup": "pgup", "delete": "del", "insert": "ins"}
_ARROWS = {"up": "↑", "down": "↓", "left": "←", "right": "→"}

_TWINS = {"ctrl+h": "backspace", "ctrl+i": "tab", "ctrl+m": "enter"}
"""What a classic terminal sends for these: binding one of them binds the other too."""

_MODIFIERS = ("ctrl", "alt", "meta", "super", "hyper")
"""With one of these held, a key is a command and not its character."""

NEWLINE = "ctrl+j"
"""A newline on some terminals, so never an action's only key."""


def parse_sequence(written: str) -> Sequence:
    """Return the keys of "g g", "ctrl+s" or "space". Raises ValueError with the sentence to show."""
    parts = written.split()
    if not parts:
        raise ValueError(_('A key cannot be empty; write "none" to leave an action without keys.'))
    return tuple(parse_key(part) for part in parts)


def parse_key(written: str) -> str:
    """Return the canonical name of one key. Raises ValueError with the sentence to show."""
    if len(written) == 1:
        if not written.isprintable():
            raise ValueError(_("A key is written as its character or its name."))
        return written
    *modifiers, base = written.split("+") if not written.endswith("++") else [*written[:-2].split("+"), "+"]
    if len(base) > 1:
        base = _WRITTEN.get(base.lower(), base.lower())
    if (len(base) != 1 and base not in _NAMED) or any(m not in ("ctrl", "shift") for m in modifiers):
        if "alt" in modifiers or "meta" in modifiers:
            raise ValueError(
                _("{key}: terminals do not tell alt from Esc; use another key.").format(key=written)
            )
        raise ValueError(_("{key} is not the name of a key.").format(key=written))
    return _modified(written, modifiers, base)


def _modified(written: str, modifiers: list[str], base: str) -> str:
    """Return the name of `base` with its modifiers, where a terminal can send it."""
    if modifiers == ["shift"] and len(base) == 1:
        raise ValueError(_("{key}: write the character that it gives.").format(key=written))
    if modifiers and len(base) == 1 and not (base.isascii() and (base.isalnum() or base in "+-")):
        raise ValueError(_("{key}: terminals cannot send this.").format(key=written))
    key = "+".join([*sorted(set(modifiers)), base.lower() if modifiers else base])
    if twin := _TWINS.get(key):
        raise ValueError(
            _("{key} is {twin} on most terminals; use another key.").format(key=written, twin=twin)
        )
    return key


def from_event(key: str, character: str | None) -> str:
    """Return our name of a key event of Textual, given its `key` and `character`."""
    if not character or character == " " or not character.isprintable():
        return key
    return key if any(f"{modifier}+" in key for modifier in _MODIFIERS) else character


def prints(key: str) -> bool:
    """Return whether pressing `key` where text is typed puts a character there."""
    return len(key) == 1 or key == "space"


def label(sequence: Sequence, *, ascii_only: bool = False) -> str:
    """Return a sequence as it is shown: "g g", "ctrl+r", "pgdn", "↓" (or "down" in ASCII)."""
    return " ".join(_label(key, ascii_only) for key in sequence)


def _label(key: str, ascii_only: bool) -> str:
    """Return one key as it is shown."""
    head, plus, base = key.rpartition("+") if len(key) > 1 else ("", "", key)
    if not ascii_only:
        base = _ARROWS.get(base, base)
    return f"{head}{plus}{_SHOWN.get(base, base)}"
