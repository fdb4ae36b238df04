"""Text for a terminal that has ASCII only: as many cells as before, and what can be read of it still readable."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from otui.text import width

_LIKE = {
    "-": "─━╌╍┄┅┈┉╴╶╸╺═–—‒−▔▁▂",
    "|": "│┃┆┇┊┋╎╏║▏▕▎▍▌▐▋▊▉",
    "+": "┌┐└┘├┤┬┴┼╭╮╯╰┏┓┗┛┣┫┳┻╋┠┨┯┷╔╗╚╝╠╣╦╩╬",
    "#": "█▇▆▅▄▃▀■▪",
    ".": "…·•∙",
    "'": "‘’‚′",
    '"': "“”„″",
    ">": "▸▶►→›»",
    "<": "◂◀◄←‹«",
    "v": "▾▼↓✓",
    "^": "▴▲↑",
    "x": "×✗✕",
    "!": "⚑",
    "E": "€",
    "o": "●○◦",
}
_TWINS = {char: plain for plain, chars in _LIKE.items() for char in chars}


@lru_cache(4096)
def to_ascii(text: str) -> str:
    """Return `text` without anything beyond ASCII, in as many cells as it had: letters lose their accents, signs
    become their like, and what has no like a question mark.
    """
    if text.isascii():
        return text
    plain = "".join(char if char.isascii() else _twin(char) for char in text)
    cells = width.cells(text)
    return plain[:cells].ljust(cells)


def _twin(char: str) -> str:
    if char in _TWINS:
        return _TWINS[char]
    cells = width.cells(char)
    plain = unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
    return plain[:cells].ljust(cells) if plain else "?" * cells
