"""Strangers' text in every place that shows any: it stays readable, and none of it acts on the terminal."""

from __future__ import annotations

import json

import pytest

from otui.desk import commands as c
from otui.desk import people, tickets

ESCAPES = (
    "\x1b]0;PWNED\x07\x1b]52;c;UFdORUQ=\x1b\\\x1b[2J\x1b[6n\x1b[38;5;199mPINK\x1bc\x1bP+q544e\x1b\\"
    "\x9b31m\x9d0;PWNED\x9c\x07\x08\x0c\x7f\x1b"
)
"""A title, the clipboard, a cleared screen, a question, a colour, a reset, C1 twins of them, and an ESC at the end."""
SUBJECTS = {
    "closing": "[/] printer",
    "external": "[EXT] mail [INC-123] [URGENT]",
    "bold": "[b]bold[/c] [/nope] [",
    "click": "[@click=app.quit()]click here[/] [link=https://x.example]x[/link]",
    "escapes": f"esc {ESCAPES} end",
    "bidi": "bidi \u202egnp.exe\u2066x\u2069\u200f end",
    "emoji": "emoji 👩\u200d👩\u200d👧\u200d👦 🏳️\u200d🌈 🇳🇱 e\u0301\u0301\u0301\u0301 end",
    "cjk": "会議室のプリンター 打印机 프린터 end",
    "rtl": "المدفأة معطلة מדפסת end",
    "surrogate": "lone \ud800\udfff\udc80 end",
    "long": "w" * 5000,
    "megabyte": "m " * 500 + "x" * 1_000_000,
    "braces": "{number} %s %(x)s ${x} {0} end",
}
HOSTILE = "[/] [b]x[/c] [@click=app.quit()]x[/] " + ESCAPES + "\u202e 👩\u200d👩\u200d👧 会議 \ud800 end"


def dangerous(terminal) -> list[bytes]:
    """What an output stream must never hold: data's own sequences, and controls that no screen needs."""
    raw = bytes(terminal.raw)
    marks = (
        b"PWNED\x07",
        b"]0;",
        b"]52;",
        b"\x1b[6n",
        b"\x1b[38;5;199m",
        b"\x1bc",
        b"\x1bP+q",
        b"\x1b[2J\x1b[6n",
    )
    return [
        mark for mark in marks if b"\x1b" + mark in raw or (mark.startswith(b"\x1b") and mark in raw)
    ] + terminal.unexpected()


@pytest.fixture
def hostile(office):
    """A desk on which every name, subject and body is a stranger's."""
    numbers = {}
    office.desk("ada").call(people.new_agent, "mal", HOSTILE + "n" * 3000)
    office.desk("ada").call(people.new_queue, HOSTILE[:40] + "q" * 200)
    for name, subject in SUBJECTS.items():
        numbers[name] = office.new(
            subject,
            body=f"{HOSTILE}\n{subject}",
            contact=f"{HOSTILE} <{name}@example.org>",
            customer=HOSTILE + name,
        )
    office.desk().do(tickets.reply, c.Reply(ticket=numbers["escapes"], body=HOSTILE))
    office.desk().do(tickets.note, c.Note(ticket=numbers["escapes"], body=HOSTILE))
    office.desk().do(tickets.move, c.Move(ticket=numbers["rtl"], queue="Network", reason=HOSTILE))
    office.desk().do(tickets.forward, c.Forward(ticket=numbers["cjk"], to="x@example.org", body=HOSTILE))
    office.desk().do(tickets.link, c.LinkTickets(ticket=numbers["escapes"], other=numbers["closing"]))
    office.desk().do(tickets.merge, c.Merge(ticket=numbers["bold"], into=numbers["escapes"]))
    return numbers


def test_every_screen_shows_strangers_as_text(office, hostile):
    screen = office.screen(size=(150, 45), ready=hostile["closing"])  # wide enough for preview and panel
    screen.see("[/] printer", "[EXT] mail")
    walks = [
        ["G", "g", "g"], ["j"] * 8, ["2"], ["3"], ["4"], ["1"], ["space", "j", " ", "v", "G", "*", "esc"],
        ["?"], ["esc"], ["/", "end"], ["esc"], ["esc"], [":"], ["esc"], ["ctrl+p", "t"], ["esc"],
        ["n", "[/] ", "tab", "end"], ["esc"], ["g", "u"], ["enter"], ["esc"], ["esc"], ["g", "n"], ["esc"], ["g", "d"],
        ["esc"], ["m", "q"], ["esc"], ["A", "n"], ["esc"], ["M"], ["esc"], ["L", "end"], ["esc"], ["O", "s"],
        ["O", "r"],
    ]  # fmt: skip
    for keys in walks:
        screen.press(*keys)
        screen.quiet(0.08)
        assert screen.program.poll() is None, (keys, screen.text)
    screen.press("1", "g", "t")
    screen.quiet(0.1)
    screen.press(hostile["escapes"], "enter")
    screen.see("esc ␛]0;PWNED␇")
    for keys in (
        ["g", "g"],
        ["G"],
        ["E"],
        ["esc"],
        ["g", "h"],
        ["esc"],
        ["tab"],
        ["G"],
        ["r"],
        ["esc"],
        ["]"],
        ["["],
        ["a"],
        ["z"],
    ):
        screen.press(*keys)
        screen.quiet(0.08)
        assert screen.program.poll() is None, (keys, screen.text)
    assert office.log == ""
    assert dangerous(screen) == []


def harmless(text: str) -> bool:
    """Whether a terminal would do nothing but show `text`."""
    return "\u202e" not in text and all(
        char == "\n" or (ord(char) >= 32 and not 0x7F <= ord(char) < 0xA0) for char in text
    )


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_new_ticket_by_command_and_its_page(office, name):
    subject = SUBJECTS[name]
    argument = subject[:100_000].encode("utf-8", "surrogatepass")  # what one argument can carry
    contact = b"Eve \x1b]0;PWNED\x07 <eve@example.org>"
    words = ("ticket", "new", "--subject", argument, "--contact", contact, "--body", "-", "--json")
    made = office.command(*words, data=f"{subject}\n{HOSTILE}")
    assert made.returncode == 0, made.stderr
    ticket = json.loads(made.stdout)
    assert ticket["subject"].split()[-1] == (
        "end" if subject.endswith(" end") else ticket["subject"].split()[-1]
    )
    said = office.command("ticket", "show", ticket["number"])
    assert said.returncode == 0
    assert "end" in said.stdout
    assert harmless(made.stdout)
    assert harmless(said.stdout)
    assert office.log == ""


@pytest.mark.parametrize(
    "words", [("list",), ("list", "--json"), ("history", "escapes"), ("show", "escapes", "--json")]
)
def test_lists_and_history_by_command(office, hostile, words):
    said = office.command("ticket", *(hostile.get(word, word) for word in words))
    assert said.returncode == 0
    assert "PWNED" in said.stdout
    assert harmless(said.stdout)


def test_an_empty_subject_is_refused_with_words(office):
    for subject in ("", " \t\n", "\u200b\u2060"):
        said = office.command("ticket", "new", "--subject", subject)
        assert (said.returncode, said.stdout) == (1, "")
        assert said.stderr == "A ticket needs a subject. A few words that say what is wrong.\n"
    assert office.value("SELECT count(*) FROM ticket") == 0


def test_a_new_ticket_by_keys_with_a_paste_of_a_strangers_bytes(office):
    screen = office.screen(ready="my queues")
    screen.press("n")
    screen.see("Subject")
    pasted = (
        ESCAPES.replace("\x1b", "") + "\u202e"
    )  # terminals take ESC out of a paste, and let the rest pass
    screen.paste(f"Eve {pasted}")
    screen.see("New contact")
    screen.quiet()
    screen.press("tab")
    screen.see("Phone")
    screen.quiet()
    for _field in ("Phone", "Customer"):
        screen.press("tab")
        screen.quiet()
    screen.paste(f"[/] pasted {pasted}")
    screen.see("[/] pasted")
    screen.press("ctrl+s")
    screen.until(lambda: office.value("SELECT count(*) FROM ticket") == 1)
    assert office.value("SELECT subject FROM ticket").startswith("[/] pasted ]0;PWNED␇]52;")
    screen.quiet()
    assert dangerous(screen) == []
    assert office.log == ""


def test_a_thread_of_5000_articles_opens_quickly(office):
    number = office.new()

    def fill(unit):
        ticket = unit.ticket(number)
        for place in range(5000):
            unit.add_article(ticket, "message", f"Message {place} of many.\n" + "It still hums. " * 20)
        unit.flush()

    office.desk().call(fill)
    screen = office.screen(ready=number)
    screen.quiet()
    screen.press("enter")
    screen.see("Message 4999 of many.", patience=4)
    screen.press("g", "g")
    screen.see("Message 0 of many.", patience=4)
