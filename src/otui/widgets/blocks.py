"""What a text view is made of: blocks, and how each becomes lines of a given width.

Texts in blocks may come from strangers as they are: they pass `text.safe` here, as late as can be.
Roles name what a piece is for; `otui.theme.styles` says how that looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from otui.text import safe, width
from otui.text.i18n import _, ngettext

Span = tuple[str, str]
"""A piece of a line and its role."""

LIMIT = 20_000
"""So many characters of one paragraph are laid out before someone asks for the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of a text view. `key` names it for `to_key`; `bar` runs down its left side, in its own role."""

    key: str = ""
    indent: int = 0
    bar: str = ""
    bar_role: str = ""


@dataclass(frozen=True, slots=True)
class Heading(Block):
    """One line: `left`, and `right` at the other side, which gives way where there is no room."""

    left: str
    right: str = ""
    role: str = "strong"
    right_role: str = "muted"


@dataclass(frozen=True, slots=True)
class Paragraph(Block):
    """Text of any number of lines, wrapped. A very long one is cut until it is unfolded."""

    text: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Quote(Block):
    """Quoted text, folded into one line until someone wants it."""

    text: str
    role: str = "muted"


@dataclass(frozen=True, slots=True)
class Rule(Block):
    """A line across, with a title or without."""

    title: str = ""
    role: str = "muted"


@dataclass(frozen=True, slots=True)
class KeyValue(Block):
    """A name and what it stands for, which wraps beside it."""

    name: str
    value: str
    name_width: int = 14
    role: str = ""
    name_role: str = "muted"


@dataclass(frozen=True, slots=True)
class Pieces(Block):
    """One line of several pieces, each in its own role; what does not fit is cut."""

    pieces: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Marked(Block):
    """Text in pieces, each in its own role, wrapped. `lead` stands before it, and what follows is indented to it."""

    pieces: tuple[Span, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Gap(Block):
    """Empty lines."""

    lines: int = 1


_LEAST_LEFT = 24
"""A heading's left part is not cut shorter than this for its right part."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is shown; `fold` when a click on it folds or unfolds its block."""

    block: int
    spans: tuple[Span, ...]
    fold: bool = False

    @property
    def text(self) -> str:
        """The line without its roles."""
        return "".join(text for text, _role in self.spans)


def plain_text(block: Block) -> str:
    """Return all words of a block, for finding."""
    match block:
        case Heading():
            return f"{block.left} {block.right}"
        case Paragraph() | Quote():
            return block.text
        case Rule():
            return block.title
        case KeyValue():
            return f"{block.name} {block.value}"
        case Pieces() | Marked():
            return "".join(text for text, _role in block.pieces)
    return ""


def folds(block: Block) -> bool:
    """Tell whether a block can be folded and unfolded."""
    return isinstance(block, Quote) or (isinstance(block, Paragraph) and len(block.text) > LIMIT)


def lay_out(
    number: int, block: Block, room: int, *, unfolded: bool = False, ascii_only: bool = False
) -> list[Line]:
    """Return the lines of `block`, the `number`th of its view, each at most `room` cells wide."""
    bar = _ascii(block.bar) if ascii_only else block.bar
    left: tuple[Span, ...] = ((f"{bar} ", block.bar_role),) if bar else ()
    if block.indent:
        left = (*left, (" " * block.indent, ""))
    inner = max(4, room - sum(width.cells(text) for text, _role in left))
    lines = []
    for spans, fold in _inner(block, inner, unfolded):
        whole = (*left, *spans)
        if ascii_only:
            whole = tuple((_ascii(text), role) for text, role in whole)
        lines.append(Line(number, whole, fold))
    return lines


_Laid = tuple[tuple[Span, ...], bool]


def _cut(pieces: tuple[Span, ...], room: int) -> Iterator[Span]:
    for text, role in pieces:
        shown = _one_line(text)
        if width.cells(shown) > room:
            yield width.fit(shown, room), role
            return
        room -= width.cells(shown)
        yield shown, role


def _inner(block: Block, room: int, unfolded: bool) -> Iterator[_Laid]:
    match block:
        case Heading():
            yield _heading(block, room), False
        case Paragraph():
            yield from _paragraph(block, room, unfolded)
        case Quote():
            yield from _quote(block, room, unfolded)
        case Rule():
            title = _one_line(block.title)
            text = f"── {title} " if title else ""
            yield ((width.fit(text + "─" * max(0, room - width.cells(text)), room), block.role),), False
        case Pieces():
            yield tuple(_cut(block.pieces, room)), False
        case Marked():
            yield from ((spans, False) for spans in _marked(block, room))
        case KeyValue():
            names = chain([width.fit(safe.line(block.name), block.name_width)], _blanks(block.name_width))
            value = width.wrap(safe.clean(block.value), max(4, room - block.name_width - 1))
            for name, text in zip(names, value, strict=False):
                yield ((f"{name} ", block.name_role), (text, block.role)), False
        case Gap():
            yield from (((("", ""),), False) for _line in range(block.lines))


def _marked(block: Marked, room: int) -> Iterator[tuple[Span, ...]]:
    """Yield lines of pieces: the text is wrapped as a whole, then each letter has the role of its piece again."""
    clean = [(safe.clean(text), role) for text, role in block.pieces]
    whole = "".join(text for text, _role in clean)
    roles = [role for text, role in clean for _letter in text]
    lead = safe.clean(block.lead)
    at = 0
    for line in width.wrap(whole, max(4, room - width.cells(lead))):
        spans: list[Span] = [(lead, "accent")] if lead else []
        for letter in line:
            at = max(at, whole.find(letter, at))
            role = roles[at] if at < len(roles) else ""
            if spans and spans[-1][1] == role and len(spans) > (1 if lead else 0):
                spans[-1] = (spans[-1][0] + letter, role)
            else:
                spans.append((letter, role))
            at += 1
        yield tuple(spans)
        lead = " " * width.cells(lead)


def _one_line(text: str) -> str:
    """Return `text` safe and on one line; unlike `safe.line` it leaves the spaces that line things up."""
    return safe.clean(text).replace("\n", " ")


def _blanks(room: int) -> Iterator[str]:
    while True:
        yield " " * room


def _heading(block: Heading, room: int) -> tuple[Span, ...]:
    left, right = _one_line(block.left), _one_line(block.right)
    spare = room - width.cells(right) - 2
    if not right or (spare < width.cells(left) and spare < _LEAST_LEFT):
        return ((width.fit(left, room).rstrip(), block.role),)
    return ((f"{width.fit(left, spare)}  ", block.role), (right, block.right_role))


def _paragraph(block: Paragraph, room: int, unfolded: bool) -> Iterator[_Laid]:
    rest = len(block.text) - LIMIT
    shown = block.text if unfolded or rest <= 0 else block.text[:LIMIT]
    for text in width.wrap(safe.clean(shown), room):
        yield ((text, block.role),), False
    if rest > 0:
        more = _("▾ all shown, fold") if unfolded else _("▸ {count:,} more characters").format(count=rest)
        yield ((width.fit(more, room).rstrip(), "accent"),), True


def _quote(block: Quote, room: int, unfolded: bool) -> Iterator[_Laid]:
    count = block.text.rstrip("\n").count("\n") + 1
    told = ngettext("{count} quoted line", "{count} quoted lines", count).format(count=count)
    yield ((width.fit(f"{'▾' if unfolded else '▸'} {told}", room).rstrip(), "accent"),), True
    if unfolded:
        for text in width.wrap(safe.clean(block.text.rstrip("\n")), room):
            yield ((text, block.role),), False


_TWINS = str.maketrans(
    {"─": "-", "▸": ">", "▾": "v", "▌": "|", "│": "|", "┆": ":", "┃": "|", "–": "-", "•": "*"}
)
_TWINS |= str.maketrans({"━": "-", "◄": "<", "▼": "v", "●": "o", "→": ">", "·": "-"})
_TWINS |= dict.fromkeys(map(ord, "┌┐└┘├┤┬┴┼┏┓┗┛┠┨┯┷"), "+")


def _ascii(text: str) -> str:
    return text.translate(_TWINS)
