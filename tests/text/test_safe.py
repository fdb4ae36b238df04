"""Nothing that came from outside may act on the terminal, and what it says must stay readable."""

from __future__ import annotations

import random
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otui.text import safe

ACTS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ud800-\udfff]"
)
SPICE = st.sampled_from(
    [
        *map(chr, range(0x20)),
        "\x7f",
        "\x85",
        "\x9b",
        "\u202e",
        "\u2066",
        "\u200b",
        "\u200d",
        "\ufe0f",
        "\u0301",
        "\u2028",
        "\ud800",
        "\U000e0041",
        "\U0001f3f4",
        "👩",
        "💻",
        "🏽",
        "❤",
        " ",
        "\xa0",
        "a",
        "\x1b]52;c;",
        "\r\n",
    ]
)
ANY = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=())), st.lists(SPICE, max_size=40).map("".join)
)


@given(ANY)
def test_no_control_survives_clean(text: str) -> None:
    cleaned = safe.clean(text)
    assert not ACTS.search(cleaned)
    assert "\t" not in cleaned
    cleaned.encode("utf-8")


@given(ANY)
def test_no_control_survives_line(text: str) -> None:
    told = safe.line(text)
    assert not ACTS.search(told)
    assert "\n" not in told
    assert "  " not in told
    assert told == told.strip()


@given(ANY)
def test_a_second_pass_changes_nothing(text: str) -> None:
    assert safe.clean(safe.clean(text)) == safe.clean(text)
    assert safe.line(safe.line(text)) == safe.line(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_plain_text_is_left_alone(text: str) -> None:
    assert safe.clean(text) == text


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b]0;PWNED\x1b\\ hello", "␛]0;PWNED␛\\ hello"),
        ("\x1b[2J\x07", "␛[2J␇"),
        ("\x9b6n", "\ufffd6n"),
        ("del\x7f", "del␡"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("one\u2028two", "one\ntwo"),
        ("a\tb", "a       b"),
        ("invoice\u202efdp.exe", "invoice⟨U+202E⟩fdp.exe"),
        ("pass\u200bword soft\xadhyphen", "password softhyphen"),
        ("half\ud83d a pair", "half\ufffd a pair"),
        ("hidden\U000e0041\U000e0042", "hidden"),
        ("\u0301 first", "◌\u0301 first"),
    ],
)
def test_what_acts_is_shown_or_dropped(raw: str, shown: str) -> None:
    assert safe.clean(raw) == shown


@pytest.mark.parametrize(
    "text",
    [
        "👩‍💻 at work",
        "❤️‍🔥",
        "👨‍👩‍👧‍👦",
        "👍🏽",
        "🏴󠁧󠁢󠁳󠁣󠁴󠁿 Scotland",
        "🇳🇱",
        "cafe\u0301",
        "Việt Nam",
        "日本語のメール",
        "שלום עולם",
        "مرحبا",
        "हिन्दी",
        "ﬁne – “quoted” €5 …",
        "[/] [EXT] [b]mail",
    ],
)
def test_what_people_write_is_kept(text: str) -> None:
    assert safe.clean(text) == text
    assert safe.line(text) == text


def test_a_tower_of_marks_is_cut() -> None:
    assert safe.clean("z" + "\u0301" * 500 + "algo") == "z" + "\u0301" * safe.MARKS + "algo"


def test_a_joiner_between_letters_is_dropped() -> None:
    assert safe.clean("pay\u200dload") == "payload"


def test_an_endless_chain_of_emoji_is_taken_apart() -> None:
    assert safe.clean("👩\u200d" * 50 + "👩") == "👩" * 51


def test_a_subject_becomes_one_line() -> None:
    assert safe.line("  Re:\r\n\tVPN \n down\x00 ") == "Re: VPN down␀"


def test_a_megabyte_in_one_line_takes_a_moment() -> None:
    text = "".join(random.Random(7).choices("abc é€\x1b👩\u0301 ", k=1_000_000))
    began = time.process_time()
    safe.clean(text)
    safe.line(text)
    assert time.process_time() - began < 5, "quadratic: a second is usual on a slow machine"
