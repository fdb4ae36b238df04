"""Strangers' text, made fit for a terminal: what it says stays readable, what it could do is gone.

Textual strips a handful of control codes and sends the rest on, so that a mail could set the title, fill the
clipboard or repaint the screen. Everything from outside passes here on the way in and again on the way to the
screen; raw mail is kept elsewhere. Sequences are not parsed: an unterminated one would swallow all the rest.
Both functions take any `str`, lone surrogates included, never raise, and change nothing the second time.
"""

from __future__ import annotations

import re
from functools import cache

from otui.text.unicode17 import ZERO, ranges

TAB = 8
MARKS = 8
"""So many characters without width may stand on one another; the rest of such a tower is dropped."""
JOINS = 6
"""So many emoji may be joined into one; the longest that exist join four."""

_JOINER = "\u200d"
_EMOJI = "[\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
_MODIFIER = "[\ufe0f\U0001f3fb-\U0001f3ff]"

_ODD_ASCII = re.compile("[\x00-\x09\x0b-\x1f\x7f]")
_TAGS = re.compile("(\U0001f3f4[\U000e0030-\U000e007a]{1,7}\U000e007f)|[\U000e0000-\U000e007f]")
_LONE_JOINER = re.compile(f"(?<!{_EMOJI})(?<!{_MODIFIER})\u200d|\u200d(?!{_EMOJI})")
_CHAIN = re.compile(f"(?:{_EMOJI}{_MODIFIER}*\u200d){{{JOINS},}}")


def clean(text: str) -> str:
    """Return `text` of several lines without anything a terminal would act on.

    Newlines stay (CR, CR LF and the Unicode line ends become one), tabs become spaces, controls become
    pictures of themselves (␛), overrides of the reading direction are spelt out (⟨U+202E⟩), what only hides
    is dropped.
    """
    if _is_plain(text):
        return text
    text = _tame(text.replace("\r\n", "\n"))
    if "\t" in text:
        text = text.expandtabs(TAB)
    return _seat(text)


def line(text: str) -> str:
    """Return `text` as one line: `clean`, with every run of white space one space and none at the ends."""
    if not _is_plain(text):
        text = _tame(text)
    return _seat(" ".join(text.split()))


def _is_plain(text: str) -> bool:
    """Return whether nothing in `text` needs a closer look; most of what people write does not."""
    return (_ODD_ASCII if text.isascii() else _odd()).search(text) is None


@cache
def _odd() -> re.Pattern[str]:
    # All but Latin, Greek, Cyrillic, Hebrew, Arabic, punctuation, arrows, boxes, kana, Han, Hangul, most emoji.
    return re.compile(
        "[^\n -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u0558\u0561-\u058a\u05d0-\u05ea\u0620-\u064a"
        "\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u209c\u20a0-\u20c0\u2100-\u23ff\u2440-\u2bff"
        "\u3000-\u3029\u3030-\u3098\u309b-\u312f\u3190-\u9fff\uac00-\ud7a3\uff01-\uff9f\ufffd\U0001f000-\U0001faff]"
    )


def _tame(text: str) -> str:
    """Replace what acts or hides, one character or one cluster at a time."""
    had_marks = not text.isascii()
    text = _acting().sub(lambda found: _table()[found[0]], text)
    if not had_marks:
        return text
    if _TAGS.search(text):
        text = _TAGS.sub(lambda found: found[1] or "", text)
    text = _towers().sub(lambda found: found[0][:MARKS], text)
    if _JOINER in text:
        text = _CHAIN.sub(lambda found: found[0].replace(_JOINER, ""), text)
        text = _LONE_JOINER.sub("", text)
    return text


def _seat(text: str) -> str:
    """Give a mark at the start of a line a ◌ to stand on, lest it lands on what is drawn left of it."""
    return text if text.isascii() else _unseated().sub("◌", text)


@cache
def _table() -> dict[str, str]:
    """Return what each character that acts, hides or is broken becomes."""
    table = {code: chr(0x2400 + code) for code in range(0x20)}
    del table[ord("\n")], table[ord("\t")]
    table.update({ord("\r"): "\n", 0x2028: "\n", 0x2029: "\n", 0x7F: "\u2421", 0x3164: " ", 0xFFA0: " "})
    gone = [
        0xAD,
        0x61C,
        0x180E,
        0x200B,
        0x200E,
        0x200F,
        *range(0x2060, 0x2066),
        *range(0x206A, 0x2070),
        0xFEFF,
    ]
    table.update(dict.fromkeys(gone, ""))
    table.update({code: f"⟨U+{code:04X}⟩" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))})
    broken = [*range(0x80, 0xA0), *range(0xD800, 0xE000), *range(0xFFF0, 0xFFFC), 0xFFFE, 0xFFFF]
    table.update(dict.fromkeys(broken, "\ufffd"))
    return {chr(code): shown for code, shown in table.items()}


@cache
def _acting() -> re.Pattern[str]:
    # Finding the few that need it beats str.translate, which looks up every character of the text.
    return re.compile(f"[{''.join(map(re.escape, _table()))}]")


def _weightless() -> str:
    """Return the regular expression class of every character without a width of its own."""
    spans = (f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges(ZERO))
    return f"[{''.join(spans)}]"


@cache
def _towers() -> re.Pattern[str]:
    mark = _weightless()
    return re.compile(
        f"{mark}{mark}{{{MARKS},}}"
    )  # a class in front, not a repeat, is what `re` can skip ahead to


@cache
def _unseated() -> re.Pattern[str]:
    return re.compile(f"^(?={_weightless()})", re.MULTILINE)
