"""The composer: a reply and a note are two things, words are never lost, and a gap of a template never leaves."""

from __future__ import annotations

import pytest
from desk_app import Office, Session, open_app, text_of

from otui.screens.compose.screen import Composer

MAIL = "[EXT] Mail slow since the update"
VPN = "VPN down, whole site Breda"


async def compose(session: Session, subject: str, key: str) -> Composer:
    """Open a composer on a ticket."""
    await session.go_to(subject)
    await session.press(key)
    screen = session.app.screen
    assert isinstance(screen, Composer)
    return screen


def audience(screen: Composer) -> str:
    return text_of(screen.query_one("#audience")).strip()


@pytest.mark.parametrize(
    ("key", "name", "words"),
    [
        ("r", "-reply", "TO j.dewit@example.org"),
        ("i", "-note", "INTERNAL · First line only"),
        ("b", "-call", "CALL with"),
    ],
)
async def test_reply_note_and_call_do_not_look_alike(office: Office, key: str, name: str, words: str) -> None:
    async with open_app(office) as session:
        screen = await compose(session, VPN, key)
        assert screen.has_class(name)
        assert audience(screen).startswith(words)
        border = screen.query_one("#sheet").styles.border_top[0]
        assert border == ("dashed" if key == "i" else "heavy")


async def test_a_note_has_no_recipients(office: Office) -> None:
    async with open_app(office) as session:
        screen = await compose(session, VPN, "i")
        await session.type("Between us")
        assert "example.org" not in text_of(screen.query_one("#audience"))
        await session.press("ctrl+s")
    ((recipients, cc),) = office.all("SELECT recipients, cc FROM article WHERE body = 'Between us'")
    assert (recipients, cc) == ("", "")


async def test_what_was_said_last_stands_over_the_words(office: Office) -> None:
    async with open_app(office) as session:
        await compose(session, VPN, "r")
        await session.until(lambda: "Since 9:30 nobody can reach it." in session.text())


async def test_a_draft_is_saved_as_it_is_typed_and_comes_back(office: Office) -> None:
    async with open_app(office) as session:
        await compose(session, MAIL, "r")
        await session.type("Half a sen")
        await session.until(lambda: office.drafts() == [("reply", "Half a sen")], "the draft")
    # The terminal was closed: nothing was sent, nothing was said.
    async with open_app(office) as session:
        screen = await compose(session, MAIL, "r")
        await session.until(lambda: screen.area.text == "Half a sen", "the draft coming back")
        assert "Your draft is back." in session.said()
        await session.type("tence.")
        await session.press("ctrl+s")
    assert office.articles(MAIL, "reply") == ["Half a sentence."]
    assert office.drafts() == []


async def test_the_draft_of_a_note_never_becomes_a_reply(office: Office) -> None:
    async with open_app(office) as session:
        await compose(session, MAIL, "i")
        await session.type("Between us")
        await session.press("escape")
        screen = await compose(session, MAIL, "r")
        assert screen.area.text == ""
        await session.press("escape")
    assert office.drafts() == [("note", "Between us")]


async def test_esc_keeps_the_words_and_ctrl_g_throws_them_away(office: Office) -> None:
    async with open_app(office) as session:
        await compose(session, MAIL, "r")
        await session.type("Hm")
        await session.press("escape")
        assert office.drafts() == [("reply", "Hm")]
        assert "g d" in session.said()[-1]
        await compose(session, MAIL, "r")
        await session.press("ctrl+g", "escape")
        assert office.drafts() == [("reply", "Hm")]
        await session.press("ctrl+g", "y")
        await session.until(lambda: office.drafts() == [])
    assert office.articles(MAIL, "reply") == []


async def test_nothing_written_is_not_sent(office: Office) -> None:
    async with open_app(office) as session:
        await compose(session, MAIL, "r")
        await session.press("ctrl+s")
        assert isinstance(session.app.screen, Composer)
        assert session.app.notices.told[-1].severity == "warning"
    assert office.articles(MAIL, "reply") == []


async def test_a_template_with_a_gap_is_refused_and_the_words_are_kept(office: Office) -> None:
    async with open_app(office) as session:
        screen = await compose(session, MAIL, "r")
        await session.press("ctrl+t")
        await session.type("more inf")
        await session.press("enter")
        await session.until(lambda: "{{?" in screen.area.text, "the template")
        assert "{{contact" not in screen.area.text
        assert "Piet" in screen.area.text
        words = screen.area.text
        await session.press("ctrl+s")
        await session.until(lambda: session.app.notices.told[-1].severity == "warning")
        assert session.app.screen is screen
        assert screen.area.text == words
    assert office.articles(MAIL, "reply") == []


@pytest.mark.parametrize("key", ["ctrl+s", "ctrl+j"])
async def test_both_send_keys_send(office: Office, key: str) -> None:
    async with open_app(office) as session:
        await compose(session, MAIL, "r")
        await session.type("On it")
        await session.press(key)
    assert office.articles(MAIL, "reply") == ["On it"]


@pytest.mark.parametrize(("key", "state"), [("ctrl+o", "resolved"), ("ctrl+n", "waiting-contact")])
async def test_a_reply_may_end_with_a_verdict_in_one_stroke(office: Office, key: str, state: str) -> None:
    async with open_app(office) as session:
        await compose(session, MAIL, "r")
        await session.type("It is quick again")
        await session.press(key)
        assert office.ticket(MAIL)["state"] == state
        assert office.articles(MAIL, "reply") == ["It is quick again"]
        await session.press("z")
        assert office.ticket(MAIL)["state"] == "new"
        assert office.drafts() == [("reply", "It is quick again")]


async def test_a_note_ends_nothing(office: Office) -> None:
    async with open_app(office) as session:
        screen = await compose(session, MAIL, "i")
        await session.type("Between us")
        await session.press("ctrl+o")
        assert session.app.screen is screen
    assert office.ticket(MAIL)["state"] == "new"


async def test_a_reply_to_twenty_asks_for_the_number(office: Office) -> None:
    for n in range(20):
        office.new(f"Report {n}", queue="Servers")
    sent = "SELECT count(*) FROM article WHERE body = 'Same cause.'"
    async with open_app(office) as session:
        await session.press("h", "G", "k", "k", "l", "*", "r")
        await session.type("Same cause.")
        await session.press("ctrl+s", "enter")
        assert "Type 20 to send it" in session.text()
        assert office.value(sent) == 0
        await session.type("20")
        await session.press("enter")
        await session.until(lambda: office.value(sent) == 20, "sending")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)])
async def test_the_last_line_says_who_gets_it_at_any_size(office: Office, size: tuple[int, int]) -> None:
    async with open_app(office, size=size) as session:
        await compose(session, VPN, "r")
        lines = session.lines()
        assert any("TO j.dewit@example.org" in line for line in lines[-4:]), session.text()
