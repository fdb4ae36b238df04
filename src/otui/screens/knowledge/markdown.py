"""Markdown as a person reads it in a terminal: headings, lists, quotes, code, emphasis. All else stays as written.

What stands in an article may come from a stranger's mail: it becomes blocks of text and nothing more. No link is
followed, no image fetched, no tag obeyed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from otui.text import safe
from otui.widgets.blocks import Block, Gap, Heading, Marked, Paragraph, Rule, Span

LEVELS = ("title", "strong", "strong")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_ITEM = re.compile(r"(\s*)(?:([-*+])|(\d{1,3}[.)]))\s+(.*)$")
_RULE = re.compile(r"\s{0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$")
_FENCE = re.compile(r"\s{0,3}(```+|~~~+)")
_QUOTE = re.compile(r"\s{0,3}>\s?(.*)$")
_INLINE = re.compile(
    r"(?P<code>`+)(?P<c>.+?)(?P=code)(?!`)"
    r"|(?P<strong>\*\*|__)(?=\S)(?P<s>.+?)(?<=\S)(?P=strong)"
    r"|(?<![\w*_])(?P<em>[*_])(?=[^\s*_])(?P<e>.+?)(?<=[^\s*_])(?P=em)(?![\w*_])"
    r"|!?\[(?P<label>[^\[\]]+)\]\((?P<url>[^()\s]+)\)"
)


def blocks_of(text: str) -> list[Block]:
    """Return the blocks of a Markdown text."""
    blocks: list[Block] = []
    for block in _blocks(safe.clean(text).split("\n")):
        if isinstance(block, Heading) and blocks and not isinstance(blocks[-1], Gap):
            blocks.append(Gap())
        blocks.append(block)
    while blocks and isinstance(blocks[-1], Gap):
        blocks.pop()
    return blocks


def _blocks(lines: list[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if fence := _FENCE.match(line):
            end = _end_of_fence(lines, at + 1, fence[1])
            yield Paragraph("\n".join(lines[at + 1 : end]), "note", bar="│", bar_role="muted")
            at = end + 1
        elif not line.strip():
            yield Gap()
            at += 1
            while at < len(lines) and not lines[at].strip():
                at += 1
        elif heading := _HEADING.match(line):
            level = min(len(heading[1]), len(LEVELS)) - 1
            yield Heading("".join(words for words, _role in spans(heading[2])), role=LEVELS[level])
            at += 1
        elif _RULE.match(line):
            yield Rule()
            at += 1
        elif item := _ITEM.match(line):
            at, words = _joined(lines, at + 1, item[4])
            sign = item[3] or "•"
            yield Marked(spans(words), indent=2 + min(8, len(item[1])), lead=f"{sign} ")
        elif quote := _QUOTE.match(line):
            quoted = [quote[1]]
            while (at := at + 1) < len(lines) and (quote := _QUOTE.match(lines[at])):
                quoted.append(quote[1])
            yield Paragraph("\n".join(quoted), "muted", bar="▌", bar_role="muted")
        elif line.startswith(("    ", "\t")):
            at, block = _indented(lines, at)
            yield block
        else:
            at, joined = _joined(lines, at + 1, line)
            yield Marked(spans(joined))


def _end_of_fence(lines: list[str], at: int, fence: str) -> int:
    """Return the line that ends a block of code; one that is never closed goes to the end."""
    while at < len(lines) and not lines[at].strip().startswith(fence):
        at += 1
    return at


def _indented(lines: list[str], at: int) -> tuple[int, Block]:
    code = []
    while at < len(lines) and lines[at].startswith(("    ", "\t")):
        code.append(lines[at].removeprefix("\t").removeprefix("    "))
        at += 1
    return at, Paragraph("\n".join(code), "note", bar="│", bar_role="muted")


def _joined(lines: list[str], at: int, first: str) -> tuple[int, str]:
    """Return a paragraph as one text: a line that ends with two blanks or a backslash is broken there."""
    words = first
    while at < len(lines) and lines[at].strip() and not _begins(lines[at]):
        broken = words.endswith(("  ", "\\"))
        words = words.rstrip(" \\") + ("\n" if broken else " ") + lines[at].strip()
        at += 1
    return at, words.strip()


def _begins(line: str) -> bool:
    """Whether a line begins something else than it goes on with what was before."""
    return any(one.match(line) for one in (_HEADING, _ITEM, _RULE, _FENCE, _QUOTE))


def spans(text: str) -> tuple[Span, ...]:
    """Return a line in pieces: emphasis and code in roles of their own, a link with where it leads."""
    found: list[Span] = []
    at = 0
    for one in _INLINE.finditer(text):
        if one.start() > at:
            found.append((text[at : one.start()], ""))
        if one["code"]:
            found.append((one["c"], "note"))
        elif one["strong"]:
            found.append((one["s"], "strong"))
        elif one["em"]:
            found.append((one["e"], "title"))
        else:
            label = one["label"]
            found.append((label if label == one["url"] else f"{label} ({one['url']})", "accent"))
        at = one.end()
    if at < len(text):
        found.append((text[at:], ""))
    return tuple(found)
