"""Words that cross: the composer tells what happens meanwhile, holds back what must not go unread, and keeps all."""

from __future__ import annotations

from typing import Any

import pytest
from desk_app import Office, Session, open_app, squeezed, text_of

from otui.desk import commands as c
from otui.desk import tickets
from otui.desk.together import drafts
from otui.screens.compose.screen import Composer

MAIL = "[EXT] Mail slow since the update"
VPN = "VPN down, whole site Breda"
TILL = "Wish: darker screens"


async def compose(session: Session, subject: str, key: str = "r") -> Composer:
    """Open a composer on a ticket, with what was said read."""
    await session.go_to(subject)
    await session.press(key)
    screen = session.app.screen
    assert isinstance(screen, Composer)
    await session.until(lambda: screen._begun, "the draft being looked for")
    return screen


def news(screen: Composer) -> str:
    """The quiet line between what was said and the words."""
    return squeezed(text_of(screen.query_one("#news"))).strip("─… ")


def meanwhile(office: Office, about: str, verb: Any, command: Any, login: str = "cas", **values: Any) -> None:
    office.do(verb, command(ticket=office.ticket(about)["id"], **values), login)


async def told(session: Session, screen: Composer, words: str) -> None:
    await session.until(lambda: words in news(screen), f"{words!r} in the line ({news(screen)!r})")


# -- the quiet line ----------------------------------------------------------------------------------------------------


async def test_what_happens_meanwhile_is_told_at_once(office: Office) -> None:
    async with open_app(office) as session:
        screen = await compose(session, MAIL)
        await session.type("Dear Piet,")
        assert news(screen) == ""
        meanwhile(office, MAIL, tickets.close, c.Close)
        await told(session, screen, "Cas Claes closed this, just now")
        assert "ctrl+r shows it" in news(screen)
        assert screen.area.text == "Dear Piet,"


async def test_its_time_is_counted_in_steps(office: Office) -> None:
    async with open_app(office) as session:
        screen = await compose(session, MAIL)
        meanwhile(office, MAIL, tickets.close, c.Close)
        await told(session, screen, "just now")
        office.clock.go(seconds=12)
        await told(session, screen, "10 s ago")
        office.clock.go(minutes=3)
        await told(session, screen, "3 min ago")


async def test_what_was_said_meanwhile_stands_over_the_words(office: Office) -> None:
    async with open_app(office) as session:
        await compose(session, MAIL)
        meanwhile(office, MAIL, tickets.reply, c.Reply, body="We are on it.")
        await session.until(lambda: "We are on it." in session.text())


async def test_of_several_things_the_weightiest_is_told(office: Office) -> None:
    async with open_app(office) as session:
        screen = await compose(session, MAIL)
        meanwhile(office, MAIL, tickets.reply, c.Reply, body="We are on it.")
        meanwhile(office, MAIL, tickets.subject, c.SetSubject, subject="Mail is slow")
        await told(session, screen, "Cas Claes replied to the contact")
        assert "(+1)" in news(screen)


# -- sending -----------------------------------------------------------------------------------------------------------


async def held(office: Office, session: Session) -> Composer:
    """Write a reply that crosses one of Cas, and try to send it."""
    screen = await compose(session, MAIL)
    await session.type("On it")
    meanwhile(office, MAIL, tickets.reply, c.Reply, body="It was the mail filter.")
    await session.press("ctrl+s")
    await session.until(lambda: "moved on since you began" in session.text(), "the question")
    return screen


async def test_a_reply_that_crosses_another_is_held_back(office: Office) -> None:
    async with open_app(office) as session:
        await held(office, session)
        text = session.text()
        assert "Cas Claes replied to the contact" in text
        assert "It was the mail filter." in text
        assert "TO Piet Smit" in text
        assert office.articles(MAIL, "reply") == ["It was the mail filter."]


async def test_it_is_sent_all_the_same(office: Office) -> None:
    async with open_app(office) as session:
        screen = await held(office, session)
        await session.press("s")
        await session.until(lambda: session.app.screen is not screen)
    assert office.articles(MAIL, "reply") == ["It was the mail filter.", "On it"]
    assert office.drafts() == []


async def test_one_writes_on_with_what_is_new_above_and_it_is_not_held_back_again(office: Office) -> None:
    async with open_app(office) as session:
        screen = await held(office, session)
        await session.press("w")
        assert session.app.screen is screen
        assert screen.area.text == "On it"
        assert "It was the mail filter." in session.text()
        assert news(screen) == ""
        await session.type(" too")
        await session.press("ctrl+s")
        await session.until(lambda: session.app.screen is not screen)
    assert office.articles(MAIL, "reply") == ["It was the mail filter.", "On it too"]


async def test_what_is_new_is_quoted_where_it_is_wanted(office: Office) -> None:
    async with open_app(office) as session:
        screen = await held(office, session)
        await session.press("q")
        await session.until(lambda: "> It was the mail filter." in screen.area.text)
        assert screen.area.text.startswith("On it\nCas Claes wrote:\n> It was the mail filter.\n")


async def test_a_note_is_never_quoted_in_a_reply(office: Office) -> None:
    async with open_app(office) as session:
        screen = await compose(session, MAIL)
        await session.type("On it")
        meanwhile(office, MAIL, tickets.note, c.Note, body="He is a pest.")
        await session.press("ctrl+s")
        await session.until(lambda: "He is a pest." in session.text())
        assert "quote it" not in session.text()
        await session.press("q", "escape")
        assert screen.area.text == "On it"


async def test_the_words_are_dropped_once_that_is_confirmed(office: Office) -> None:
    async with open_app(office) as session:
        screen = await held(office, session)
        await session.press("d", "y")
        await session.until(lambda: session.app.screen is not screen)
    assert office.articles(MAIL, "reply") == ["It was the mail filter."]
    assert office.drafts() == []


async def test_esc_decides_nothing(office: Office) -> None:
    async with open_app(office) as session:
        screen = await held(office, session)
        await session.press("escape")
        assert session.app.screen is screen
        await told(session, screen, "Cas Claes replied")
        await session.press("ctrl+s")
        await session.until(lambda: "moved on since you began" in session.text(), "the question again")
    assert office.drafts() == [("reply", "On it")]


async def test_what_comes_while_the_question_stands_is_asked_about_too(office: Office) -> None:
    async with open_app(office) as session:
        screen = await held(office, session)
        meanwhile(office, MAIL, tickets.note, c.Note, body="Do not promise Friday.")
        await session.press("s")
        await session.until(lambda: "Do not promise Friday." in session.text(), "the question again")
        assert office.articles(MAIL, "reply") == ["It was the mail filter."]
        await session.press("s")
        await session.until(lambda: session.app.screen is not screen)
    assert office.articles(MAIL, "reply")[-1] == "On it"


async def test_what_need_not_be_read_first_holds_nothing_back(office: Office) -> None:
    async with open_app(office) as session:
        screen = await compose(session, MAIL)
        await session.type("On it")
        meanwhile(office, MAIL, tickets.priority, c.SetPriority, impact=4)
        await told(session, screen, "Cas Claes made this")
        await session.press("ctrl+s")
        await session.until(lambda: session.app.screen is not screen)
    assert office.articles(MAIL, "reply") == ["On it"]


async def test_a_key_shows_what_is_new_before_one_sends(office: Office) -> None:
    async with open_app(office) as session:
        screen = await compose(session, MAIL)
        await session.press("ctrl+r")
        assert session.said()[-1] == "Nothing happened here since you began."
        await session.type("On it")
        meanwhile(office, MAIL, tickets.reply, c.Reply, body="It was the mail filter.")
        await told(session, screen, "replied")
        await session.press("ctrl+r")
        assert "It was the mail filter." in session.text()
        assert "drop my words" not in session.text()
        await session.press("w", "ctrl+s")
        await session.until(lambda: session.app.screen is not screen)
    assert office.articles(MAIL, "reply") == ["It was the mail filter.", "On it"]


async def test_a_draft_remembers_what_it_was_written_against(office: Office) -> None:
    async with open_app(office) as session:
        await compose(session, MAIL)
        await session.type("On it")
        await session.press("escape")
    meanwhile(office, MAIL, tickets.reply, c.Reply, body="It was the mail filter.")
    async with open_app(office) as session:
        screen = await compose(session, MAIL)
        await told(session, screen, "Cas Claes replied to the contact")
        await session.press("ctrl+s")
        await session.until(lambda: "moved on since you began" in session.text(), "the question")
    assert office.drafts() == [("reply", "On it")]


async def test_a_lock_by_another_refuses_and_keeps_the_words(office: Office) -> None:
    async with open_app(office) as session:
        screen = await compose(session, MAIL)
        await session.type("On it")
        meanwhile(office, MAIL, tickets.take, c.Take)
        await told(session, screen, "Cas Claes took this")
        await session.press("ctrl+s")
        await session.until(lambda: "moved on since you began" in session.text(), "the question")
        await session.press("s")
        await session.until(lambda: "locked by cas" in " ".join(session.said()))
        assert session.app.screen is screen
        assert screen.area.text == "On it"
    assert office.drafts() == [("reply", "On it")]
    async with open_app(office) as session:
        await session.press("g", "d")
        await session.until(lambda: "On it" in session.text(), "the draft in the list")
        await session.press("enter")
        await session.until(lambda: isinstance(session.app.screen, Composer))
        again = session.app.screen
        assert isinstance(again, Composer)
        await session.until(lambda: again.area.text == "On it")
        assert "Mailbox" not in session.text()


# -- merged away -------------------------------------------------------------------------------------------------------


async def test_words_go_where_the_ticket_went(office: Office) -> None:
    vpn = office.ticket(VPN)["number"]
    async with open_app(office) as session:
        screen = await compose(session, MAIL)
        await session.type("On it")
        meanwhile(office, MAIL, tickets.merge, c.Merge, into=vpn)
        await told(session, screen, f"Cas Claes merged this into {vpn}")
        await session.press("ctrl+s")
        await session.until(lambda: f"send it on {vpn}" in session.text(), "the question")
        assert "TO j.dewit@example.org" in session.text()
        await session.press("s")
        await session.until(lambda: session.app.screen is not screen)
    assert office.articles(VPN, "reply") == ["On it"]
    assert office.drafts() == []


async def test_a_draft_of_a_merged_ticket_is_offered_on_the_other(office: Office) -> None:
    number, vpn = office.ticket(MAIL)["number"], office.ticket(VPN)["number"]
    office.desk("bea").call(drafts.save, office.ticket(MAIL)["id"], "reply", "On it", {}, 1)
    meanwhile(office, MAIL, tickets.merge, c.Merge, into=vpn)
    async with open_app(office) as session:
        screen = await compose(session, VPN)
        await session.until(lambda: screen.area.text == "On it")
        assert f"Your draft on {number} is back" in session.said()[-1]
        await session.press("ctrl+s")
        await session.until(lambda: session.app.screen is not screen)
    assert office.articles(VPN, "reply") == ["On it"]
    assert office.drafts() == []


async def test_from_the_list_of_drafts_it_goes_there_too(office: Office) -> None:
    number, vpn = office.ticket(MAIL)["number"], office.ticket(VPN)["number"]
    office.desk("bea").call(drafts.save, office.ticket(MAIL)["id"], "reply", "On it", {}, 1)
    meanwhile(office, MAIL, tickets.merge, c.Merge, into=vpn)
    async with open_app(office) as session:
        await session.press("g", "d", "enter")
        await session.until(lambda: isinstance(session.app.screen, Composer))
        await session.until(lambda: "TO j.dewit@example.org" in session.text())
        assert any(f"{number} was merged into {vpn}" in words for words in session.said())


# -- several -----------------------------------------------------------------------------------------------------------


async def test_of_several_those_that_moved_on_are_told_and_sent_by_a_second_stroke(office: Office) -> None:
    async with open_app(office) as session:
        for subject in (MAIL, VPN, TILL):
            await session.go_to(subject)
            await session.press("space")
        await session.press("r")
        screen = session.app.screen
        assert isinstance(screen, Composer)
        await session.until(lambda: screen._begun)
        await session.type("Same cause.")
        meanwhile(office, VPN, tickets.reply, c.Reply, body="It was the mail filter.")
        await told(session, screen, "1 of these tickets moved on meanwhile.")
        await session.press("ctrl+s")
        await session.until(lambda: "1 ticket was refused" in session.text(), "the report")
        assert office.ticket(VPN)["number"] in session.text()
        assert "Cas Claes replied" in session.text()
        sent = {subject: office.articles(subject, "reply") for subject in (MAIL, VPN, TILL)}
        assert sent == {MAIL: ["Same cause."], VPN: ["It was the mail filter."], TILL: ["Same cause."]}
        await session.press("escape")
        assert session.app.screen is screen
        assert screen.area.text == "Same cause."
        await session.press("ctrl+s")
        await session.until(lambda: session.app.screen is not screen)
    assert office.articles(VPN, "reply") == ["It was the mail filter.", "Same cause."]
    assert office.articles(MAIL, "reply") == ["Same cause."]
    assert office.drafts() == []


# -- one draft in two sessions -----------------------------------------------------------------------------------------


async def test_what_is_written_elsewhere_comes_in_and_nothing_is_written_over(office: Office) -> None:
    ticket = office.ticket(MAIL)["id"]
    bea = office.desk("bea")
    async with open_app(office) as session:
        screen = await compose(session, MAIL)
        await session.type("Dear Piet,")
        await session.until(lambda: office.drafts() == [("reply", "Dear Piet,")])
        bea.call(drafts.save, ticket, "reply", "Dear Piet,\nFrom home.", {}, 1, "Dear Piet,")
        await session.press("enter")
        await session.type("From work.")
        await session.until(lambda: "From home." in screen.area.text and "From work." in screen.area.text)
        assert "What you wrote elsewhere stands here too." in session.said()
        await session.press("escape")
    ((kind, body),) = office.drafts()
    assert kind == "reply"
    assert sorted(body.split("\n")) == ["Dear Piet,", "From home.", "From work."]


async def test_what_was_written_elsewhere_is_seen_before_it_is_sent(office: Office) -> None:
    async with open_app(office) as session:
        screen = await compose(session, MAIL)
        await session.type("Dear Piet,")
        await session.until(lambda: office.drafts() == [("reply", "Dear Piet,")])
        ticket = office.ticket(MAIL)["id"]
        office.desk("bea").call(drafts.save, ticket, "reply", "Dear Piet,\nFrom home.", {}, 1, "Dear Piet,")
        await session.type("!")
        await session.press("ctrl+s")
        await session.settle()
        if session.app.screen is screen:  # it came in before it could be sent
            assert "From home." in screen.area.text
            await session.press("ctrl+s")
    assert "From home." in (office.articles(MAIL, "reply") + [body for _kind, body in office.drafts()])[0]


async def test_words_that_an_undo_gives_back_do_not_take_the_place_of_others(office: Office) -> None:
    async with open_app(office) as session:
        screen = await compose(session, MAIL)
        await session.type("It is quick again")
        await session.press("ctrl+s")
        await session.until(lambda: session.app.screen is not screen)
        await session.press("r")
        await session.type("One more thing")
        await session.press("escape")
        await session.press("z")
        await session.until(lambda: "It is quick again" in str(office.drafts()))
    assert office.drafts() == [("reply", "One more thing\n\nIt is quick again")]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
@pytest.mark.parametrize("lang", ["en", "nl"])
async def test_the_question_and_its_answers_are_seen_at_any_size(
    office: Office, size: tuple[int, int], lang: str
) -> None:
    async with open_app(office, size=size, lang=lang) as session:
        await compose(session, MAIL)
        await session.type("On it")
        body = "It was the mail filter. " * 40
        meanwhile(office, MAIL, tickets.reply, c.Reply, body=body)
        await session.press("ctrl+s")
        await session.until(lambda: "[s]" in session.text() and "[d]" in session.text(), "the answers")
        assert "[w]" in session.text()
