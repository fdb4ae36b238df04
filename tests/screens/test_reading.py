"""A locked ticket is read by its owner only: the list says who has it, and its words show nowhere."""

from __future__ import annotations

import pytest
from desk_app import Office, open_app

INVOICES = "Cannot print invoices"
SECRETS = ("Secret of Cas", "Can you help?")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_preview_and_ticket_say_who_has_it_and_nothing_else(
    office: Office, size: tuple[int, int]
) -> None:
    async with open_app(office, size=size) as session:
        await session.go_to(INVOICES)
        if size[0] >= 100:
            await session.until(lambda: "has it locked" in session.text(), "the preview")
            assert not [secret for secret in SECRETS if secret in session.text()]
        await session.press("enter")
        await session.until(lambda: "has it locked" in session.text(), "the ticket")
        text = session.text()
        assert "cas" in text
        assert not [secret for secret in SECRETS if secret in text]


async def test_nothing_of_it_is_copied_nor_shown_while_writing(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(INVOICES)
        await session.press("y", "b")
        assert "Secret" not in session.app.clipboard
        await session.press("i")
        assert not [secret for secret in SECRETS if secret in session.text()]


@pytest.mark.parametrize("login", ["cas", "lea"])
async def test_its_owner_and_a_lead_read_it(office: Office, login: str) -> None:
    async with open_app(office, login=login, size=(120, 40)) as session:
        await session.press("2")
        await session.go_to(INVOICES)
        await session.press("enter")
        await session.until(lambda: "Secret of Cas." in session.text())


async def test_the_list_says_who_has_it_on_eighty_columns(office: Office) -> None:
    async with open_app(office) as session:
        (line,) = [line for line in session.lines() if "Cannot print" in line]
        assert line.rstrip().endswith("cas")


@pytest.mark.parametrize("keys", ["g h", "E", "enter g h", "enter tab", "S", "r", "b"])
async def test_no_other_page_says_more(office: Office, keys: str) -> None:
    async with open_app(office, size=(120, 50)) as session:
        await session.go_to(INVOICES)
        await session.press(*keys.split())
        told = session.text() + " ".join(session.said())
        assert not [secret for secret in SECRETS if secret in told]
