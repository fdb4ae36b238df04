"""Problems by key: their list, the page of one, what may follow, and whom an act touches before it is done."""

from __future__ import annotations

import pytest
from desk_app import Office, open_app, squeezed

from otui.desk.problems import commands as p
from otui.desk.problems import making, steps


def make(office: Office, subject: str = "VPN keeps failing", login: str = "bea", **values: object) -> str:
    return office.do(making.new, p.NewProblem(subject=subject, **values), login).number  # type: ignore[arg-type]


async def test_the_list_opens_shows_and_leads_to_the_page(office: Office) -> None:
    number = make(office)
    async with open_app(office, size=(120, 40)) as session:
        await session.press("g", "p")
        assert "Problems" in session.lines()[1]
        assert "[open]" in session.lines()[1]
        assert number in session.text()
        assert "VPN keeps failing" in session.text()
        await session.press("enter")
        assert session.lines()[1].strip().startswith(f"{number}  VPN keeps failing")
        assert "[new]" in session.lines()[2]
        assert "closed" in session.lines()[2]
        await session.press("escape", "escape")
        assert "Problems" not in session.lines()[1]


async def test_what_follows_says_what_is_missing_and_is_done(office: Office) -> None:
    number = make(office)
    async with open_app(office) as session:
        await session.press("g", "p", ">")
        assert f"What follows on {number}?" in session.text()
        assert "has no coordinator" in squeezed(session.text())
        await session.press("escape", "a")
        assert f"{number} is yours." in session.said()[-1]
        await session.press(">", "enter")
        assert f"{number} is being assessed." in session.said()[-1]
        await session.press("z")
        assert "is undone" in session.said()[-1]
        assert office.value("SELECT step FROM problem WHERE number = :n", n=number) == "new"


def to_fix(office: Office, number: str, login: str = "bea") -> None:
    for verb in ("assess", "analyse"):
        office.do(steps.step, p.Step(ref=number, verb=verb), login)
    fields = {"root_cause": "A worn card.", "fix": "A new card.", "workaround": "Use the other gate."}
    office.do(making.edit, p.EditProblem(ref=number, fields=fields), login)
    office.do(steps.step, p.Step(ref=number, verb="fix"), login)


async def test_marked_tickets_make_one_problem_and_undo_takes_it_back(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to("VPN down, whole site Breda")
        await session.press("space", "space", "+", "p")
        assert "A new problem, of these 2 tickets" in session.text()
        await session.press("enter")
        number = office.value("SELECT number FROM problem")
        assert session.lines()[1].strip().startswith(f"{number}  VPN down, whole site Breda")
        assert office.value("SELECT count(*) FROM tie") == 2
        await session.press("z")
        assert "is undone" in session.said()[-1]
        assert office.value("SELECT count(*) FROM tie") == 0


async def test_a_ticket_is_linked_to_the_problem_that_fits_and_opened_from_it(office: Office) -> None:
    number = make(office, "The VPN drops")
    async with open_app(office) as session:
        await session.go_to("VPN down, whole site Breda")
        await session.press("+", "p", "down", "enter")
        assert f"1 ticket is linked to {number}." in session.said()[-1]
        await session.press("g", "p", "enter", "tab")
        assert "VPN down, whole site Breda" in session.text()
        await session.press("enter")
        assert session.lines()[1].strip().endswith("HIGH 32 = 4 × 8")
        await session.press(":")
        await session.type(number)
        await session.press("enter")
        assert session.lines()[1].strip().startswith(f"{number}  The VPN drops")


async def test_the_workaround_is_shown_to_whom_before_it_is_told(office: Office) -> None:
    vpn, mail = office.ticket("VPN down, whole site Breda"), office.ticket("[EXT] Mail slow since the update")
    number = make(office, incidents=(vpn["number"], mail["number"]), take=True)
    office.do(making.edit, p.EditProblem(ref=number, fields={"workaround": "Use the other gate."}), "bea")
    async with open_app(office, size=(80, 24)) as session:
        await session.press("g", "p", "enter", "w")
        text = session.text()
        assert "2 open incidents get the workaround; 2 contacts are told." in squeezed(text)
        assert "[EXT] Mail slow since the update" in text
        assert "Use the other gate." in text
        assert office.articles("VPN down, whole site Breda", "reply") == []
        await session.press("escape")
        assert office.articles("VPN down, whole site Breda", "reply") == []
        await session.press("w", "ctrl+s")
        assert "is told on 2 tickets" in session.said()[-1]
        assert len(office.articles("VPN down, whole site Breda", "reply")) == 1
        await session.press("z")
        assert office.articles("VPN down, whole site Breda", "reply") == []


async def test_the_fix_resolves_what_waits_after_it_was_shown(office: Office) -> None:
    number = make(office, take=True)
    to_fix(office, number)
    async with open_app(office, size=(120, 40)) as session:
        await session.go_to("VPN down, whole site Breda")
        await session.press("w")
        await session.type(number)
        await session.press("enter", "enter")
        assert f"waiting for problem {number}" in session.lines()[2]
        await session.press("escape", "g", "p", "enter", "s")
        assert "1 incident waits for it and is resolved; 1 contact is told." in squeezed(session.text())
        await session.press("ctrl+s")
        assert office.ticket("VPN down, whole site Breda")["state"] == "resolved"
        assert "[resolved]" in session.lines()[2]


async def test_the_form_keeps_a_draft_and_saves_in_one_act(office: Office) -> None:
    number = make(office)
    async with open_app(office) as session:
        await session.press("g", "p", "enter", "e", "tab")
        await session.type("It drops at noon")
        await session.press("escape")
        assert "Kept as a draft." in session.said()[-1]
        await session.press("e")
        assert "It drops at noon" in session.text()
        assert "This is what you began before." in session.text()
        await session.press("ctrl+s")
        assert office.value("SELECT symptom FROM problem WHERE number = :n", n=number) == "It drops at noon"
        assert "symptom" in session.text()
        assert office.drafts() == []


async def test_an_edit_that_crosses_another_asks(office: Office) -> None:
    number = make(office)
    async with open_app(office) as session:
        await session.press("g", "p", "enter", "e", "tab")
        await session.type("Noon")
        office.do(making.edit, p.EditProblem(ref=number, fields={"fix": "A card."}), "cas")
        await session.press("ctrl+s")
        assert f"{number} moved on meanwhile: cas, edit." in session.text()
        await session.press("s")
        row = office.all("SELECT symptom, fix FROM problem WHERE number = :n", n=number)[0]
        assert row == ("Noon", "A card.")


async def test_accepting_a_risk_asks_why_and_until_when(office: Office) -> None:
    number = make(office, login="lea", take=True)
    to_fix(office, number, "lea")
    async with open_app(office, login="lea") as session:
        await session.press("g", "p", ":")
        await session.type("step accept-risk")
        await session.press("enter")
        await session.type("Too dear")
        await session.press("enter")
        await session.type("24-11-2027")
        await session.press("enter")
        assert office.value("SELECT resolution FROM problem WHERE number = :n", n=number) == "risk-accepted"
        assert "No open problem. n makes one." in session.text(), "it left the open ones"


async def test_tasks_are_made_done_and_left_out(office: Office) -> None:
    make(office)
    async with open_app(office) as session:
        await session.press("g", "p", "T")
        assert "No tasks yet. n puts one on it." in session.text()
        await session.press("n")
        await session.type("root cause: look at the card")
        await session.press("enter", "space")
        assert "1 of 1 done" in session.text()
        assert office.all("SELECT kind, state FROM task") == [("root-cause", "done")]
        await session.press("n")
        await session.type("Call the supplier")
        await session.press("enter", "down", "s")
        await session.type("They called us")
        await session.press("enter")
        assert "[-] Call the supplier (They called" in session.text()


async def test_the_list_narrows_turns_and_says_what_to_do_when_empty(office: Office) -> None:
    number, other = make(office), make(office, "Printers jam", take=True)
    async with open_app(office) as session:
        await session.press("g", "p", "/")
        await session.type("print")
        assert other in session.text()
        assert number not in session.text()
        await session.press("escape", "tab")
        assert "[mine]" in session.lines()[1]
        assert number not in session.text()
        await session.press("tab", "tab")
        assert "No accepted risk is due for its review." in session.text()


async def test_what_others_make_waits_to_be_taken_in(office: Office) -> None:
    make(office)
    async with open_app(office) as session:
        await session.press("g", "p")
        new = make(office, "Another")
        await session.until(lambda: "1 new" in session.lines()[1], "an arrival")
        assert new not in session.text()
        await session.press("ctrl+r")
        assert new in session.text()


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (140, 40)])
@pytest.mark.parametrize("lang", ["en", "nl"])
async def test_it_fits_and_stays_text_in_both_languages(
    office: Office, size: tuple[int, int], lang: str
) -> None:
    vpn = office.ticket("VPN down, whole site Breda")
    number = make(office, "[b]bold[/b] [/] \x1b[31mred", incidents=(vpn["number"],))
    async with open_app(office, size=size, lang=lang, theme="mono", ascii=True) as session:
        await session.press("g", "p")
        assert number in session.text()
        await session.press("enter")
        assert "[b]bold[/b] [/]" in session.lines()[1]
        assert "\x1b" not in session.text()
        assert all(len(line) <= size[0] for line in session.lines())


async def test_a_draft_is_found_again_and_gone_on_with(office: Office) -> None:
    number = make(office)
    async with open_app(office) as session:
        await session.press("g", "p", "enter", "e", "tab")
        await session.type("It drops at noon")
        await session.press("escape", "escape", "escape", "g", "d")
        assert "problem" in session.text()
        assert "It drops at noon" in session.text()
        await session.press("enter")
        assert session.lines()[0].strip().startswith(f"{number}  VPN keeps failing")
        await session.press("ctrl+s")
        assert office.value("SELECT symptom FROM problem") == "It drops at noon"


async def test_the_panel_of_a_ticket_names_its_problem_and_opens_it(office: Office) -> None:
    vpn = office.ticket("VPN down, whole site Breda")
    number = make(office, incidents=(vpn["number"],))
    async with open_app(office, size=(120, 40)) as session:
        await session.go_to("VPN down, whole site Breda")
        await session.press("enter", "tab")
        assert f"problem {number}" in session.text()
        await session.press("enter")
        assert session.lines()[1].strip().startswith(f"{number}  VPN keeps failing")
