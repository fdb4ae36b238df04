"""The looks of otui: dark, light, ansi (the terminal's own sixteen colours) and mono (no colour at all).

Colour never says something alone: beside it always stands a word, a glyph or an attribute. Widgets use the
variables below or Textual's own; a rule for `:ansi` holds in the two themes that must do with attributes.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

from rich.style import Style
from textual.theme import Theme

if TYPE_CHECKING:
    from textual.app import App

DARK = Theme(
    name="dark",
    primary="#7fb4e0",
    secondary="#9aa7b5",
    accent="#d9b36c",
    warning="#e5b567",
    error="#ff6b5e",
    success="#8fbf7f",
    foreground="#d7dae0",
    background="#16181d",
    surface="#1b1e24",
    panel="#262a32",
    dark=True,
    variables={
        "block-cursor-background": "#34465c",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "bold",
        "border": "#7fb4e0",
        "border-blurred": "#3a404b",
    },
)
LIGHT = Theme(
    name="light",
    primary="#1f5f99",
    secondary="#5b6673",
    accent="#8a5a00",
    warning="#8a5a00",
    error="#b3261e",
    success="#2f6b2f",
    foreground="#1d2024",
    background="#fbfbf9",
    surface="#f3f3f0",
    panel="#e6e6e1",
    dark=False,
    variables={
        "block-cursor-background": "#cfe0f2",
        "block-cursor-foreground": "#10151b",
        "block-cursor-text-style": "bold",
        "border": "#1f5f99",
        "border-blurred": "#b9bcc0",
    },
)
_TOUCHED = (
    "ansi-background",
    "ansi-foreground",
    "border",
    "border-blurred",
    "block-cursor-background",
    "block-cursor-foreground",
    "footer-key-foreground",
    "input-cursor-background",
    "input-cursor-foreground",
    "input-selection-background",
    "link-color",
    "screen-selection-background",
    "screen-selection-foreground",
    "scrollbar",
    "scrollbar-active",
    "scrollbar-background",
    "scrollbar-hover",
)


def _of_terminal(name: str, colours: Mapping[str, str]) -> Theme:
    """Return a theme on the terminal's own background; what `colours` does not name has no colour."""
    return Theme(
        name=name,
        ansi=True,
        primary=colours.get("primary", "ansi_default"),
        secondary=colours.get("secondary", "ansi_default"),
        warning=colours.get("warning", "ansi_default"),
        error=colours.get("error", "ansi_default"),
        success=colours.get("success", "ansi_default"),
        accent=colours.get("accent", "ansi_default"),
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables={variable: colours.get(variable, "ansi_default") for variable in _TOUCHED}
        | {
            "block-cursor-text-style": "reverse bold",
            "input-cursor-text-style": "reverse",
            "input-selection-text-style": "reverse",
            "screen-selection-text-style": "reverse",
        },
    )


ANSI = _of_terminal(
    "ansi",
    {
        "primary": "ansi_blue",
        "secondary": "ansi_cyan",
        "warning": "ansi_yellow",
        "error": "ansi_red",
        "success": "ansi_green",
        "accent": "ansi_cyan",
        "border": "ansi_blue",
        "border-blurred": "ansi_bright_black",
        "scrollbar": "ansi_blue",
        "screen-selection-background": "ansi_cyan",
        "screen-selection-foreground": "ansi_black",
    },
)
MONO = _of_terminal("mono", {})
THEMES = (DARK, LIGHT, ANSI, MONO)
NAMES = tuple(theme.name for theme in THEMES)

_ROLES = {
    "alarm": ("error", "bold"),
    "warning": ("warning", "bold"),
    "good": ("success", ""),
    "accent": ("accent", ""),
    "title": ("primary", "bold"),
    "strong": ("", "bold"),
    "muted": ("secondary", "dim"),
    "note": ("warning", ""),
    "reply": ("primary", ""),
}
"""What a piece of text is for: (colour of the theme, attributes that hold without colour)."""


def install(app: App[Any], name: str) -> None:
    """Give `app` otui's themes and put on the one called `name` (dark where there is none of that name)."""
    for theme in THEMES:
        app.register_theme(theme)
    app.theme = name if name in NAMES else DARK.name


def choose(wanted: str, environ: Mapping[str, str]) -> str:
    """Return the theme to wear: mono for NO_COLOR, else `wanted`, else what the terminal can show."""
    if environ.get("NO_COLOR"):
        return MONO.name
    if wanted in NAMES:
        return wanted
    few = environ.get("TERM", "") in {"screen", "xterm", "linux", "vt100", "vt220", "ansi"}
    return ANSI.name if few and not environ.get("COLORTERM") else DARK.name


def own_no_color(environ: MutableMapping[str, str]) -> None:
    """Take NO_COLOR out of `environ` once `choose` has read it, before the App is made.

    Textual answers it with a filter that turns colours into greys, which are colours still; mono has none.
    """
    environ.pop("NO_COLOR", None)


def styles(theme: Theme) -> dict[str, Style]:
    """Return the style of each role in `theme`, for painters that draw without a style sheet.

    Roles: alarm (what burns, and nothing else), warning, good, accent, title, strong, muted, note, reply.
    """
    found = {}
    for role, (colour, attributes) in _ROLES.items():
        value = getattr(theme, colour) if colour else None
        own = None if value in (None, "ansi_default") else str(value).removeprefix("ansi_")
        keep = "" if attributes == "dim" and own is not None else attributes
        found[role] = Style.parse(f"{keep} {own or ''}".strip() or "none")
    return found
