"""The rules of the desk on screen: seen, changed by a key or in the text, their effect, and put in force."""

from __future__ import annotations

import pytest
from desk_app import Office, Session, open_app
from desk_office import TUESDAY

from otui.desk.rules import rule_files, ruling
from otui.screens.rules.effect import EffectScreen
from otui.screens.rules.screen import RulesScreen
from otui.screens.rules.text import RuleTextScreen


def rules_screen(session: Session) -> RulesScreen:
    assert isinstance(session.app.screen, RulesScreen)
    return session.app.screen


def text_screen(session: Session) -> RuleTextScreen:
    assert isinstance(session.app.screen, RuleTextScreen)
    return session.app.screen


async def open_rules(session: Session) -> RulesScreen:
    await session.press("g", "b")
    screen = rules_screen(session)
    await session.until(lambda: "URGENT" in session.text())
    return screen


async def put_cursor(session: Session, words: str) -> None:
    """Walk down until the row that begins with these words."""
    screen = rules_screen(session)
    for row in screen.moved_list.window.rows:
        if "".join(text for text, _room, _role in row.cells).strip().startswith(words):
            screen.moved_list.move_to_id(row.id)
            await session.settle()
            return
    raise AssertionError(f"no row {words}")


async def test_tables_calendars_and_queues_are_shown(office: Office) -> None:
    async with open_app(office, login="bea") as session:
        await open_rules(session)
        assert "2 h" in session.text()
        await session.press("tab")
        await session.until(lambda: "8:00–17:30" in session.text())
        await session.until(lambda: "Eerste kerstdag" in session.text())
        await session.press("tab")
        await session.until(lambda: "Workplace" in session.text())
        await session.press("tab")
        await session.until(lambda: "Why a change may be an emergency" in session.text())
        await session.press("e")
        assert "Only an admin" in session.said()[-1]
        await session.press("escape")
        assert session.app.screen is session.app.overview


async def test_a_levels_time_is_changed_by_a_key_and_its_effect_seen_before(office: Office) -> None:
    async with open_app(office, login="ada") as session:
        await open_rules(session)
        await put_cursor(session, "HIGH")
        await session.press("enter")
        await session.press("ctrl+a")
        await session.press("ctrl+k")
        await session.type("2 h, 3 h, 3 h 30 min")
        await session.press("enter")
        assert isinstance(session.app.screen, EffectScreen)
        await session.until(lambda: "open tickets move" in session.text())
        assert 'resolve = "4 h"' in office.value("SELECT text FROM rule_text WHERE name = 'sla'")
        await session.press("escape")
        await session.until(lambda: "not in force" in session.text())
        await session.press("ctrl+s")
        await session.until(lambda: "open tickets move" in session.text())
        await session.press("ctrl+s")
        await session.until(lambda: isinstance(session.app.screen, RulesScreen))
        assert "The rules are in force" in session.said()[-1]
        assert office.drafts() == []
        newest = office.value("SELECT text FROM rule_text WHERE name = 'sla' ORDER BY id DESC LIMIT 1")
        assert 'resolve = "3 h 30 min"' in newest
        assert "# How many workplaces does it touch?" in newest


async def test_a_holiday_is_added_and_moves_what_is_due_after_it(office: Office) -> None:
    async with open_app(office, login="ada") as session:
        await open_rules(session)
        await session.press("tab", "a")
        await session.type("25-11-2026 Staff outing")
        await session.press("enter")
        await session.until(lambda: "later" in session.text())
        await session.press("ctrl+s")
        await session.until(lambda: isinstance(session.app.screen, RulesScreen))
    assert '2026-11-25 = "Staff outing"' in office.value(
        "SELECT text FROM rule_text WHERE name = 'calendar' ORDER BY id DESC LIMIT 1"
    )


@pytest.mark.parametrize(
    ("files", "old", "new", "said"),
    [
        ("sla", 'escalate = "3 h"', 'escalate = "5 h"', "escalates after it must be resolved"),
        ("sla", "values = [1]\n", "values = [2]\n", "sla.toml:"),
        ("calendar", '["08:00", "17:30"]', "", "needs working hours"),
        ("change", "peer = 1", "peer = 0", "from 1 to 1000"),
    ],
)
async def test_a_mistake_is_told_while_one_types_and_the_cursor_goes_to_it(
    office: Office, files: str, old: str, new: str, said: str
) -> None:
    async with open_app(office, login="ada") as session:
        await open_rules(session)
        for _name in range(("sla", "calendar", "queues", "change").index(files)):
            await session.press("tab")
        await session.press("e")
        screen = text_screen(session)
        text = screen.area.text
        assert old in text
        wrong = text.replace(old, new)
        if files == "calendar":
            wrong = wrong.replace("[[]]", "[]")
        screen.area.load_text(wrong)
        await session.until(lambda: said in session.text())
        await session.press("ctrl+s")
        assert session.app.screen is screen
        found = screen.mistake()
        assert found is not None
        assert screen.area.cursor_location[0] == found.line - 1 > 0
    assert office.value("SELECT count(*) FROM rule_text") == 4


async def test_what_was_typed_survives_esc_and_comes_back(office: Office) -> None:
    async with open_app(office, login="ada") as session:
        await open_rules(session)
        await session.press("e")
        await session.type("# mine ")
        await session.press("escape")
        await session.until(lambda: "not in force" in session.text())
        await session.press("e")
        assert text_screen(session).area.text.startswith("# mine ")
        await session.press("ctrl+g", "y")
        await session.until(lambda: isinstance(session.app.screen, RulesScreen))
        await session.until(lambda: "not in force" not in session.text())
    assert office.drafts() == []


async def test_another_admin_was_first(office: Office) -> None:
    async with open_app(office, login="ada") as session:
        await open_rules(session)
        await put_cursor(session, "HIGH")
        await session.press("enter", "ctrl+a", "ctrl+k")
        await session.type("2 h, 3 h, 3 h 30 min")
        await session.press("enter")
        await session.until(lambda: "open tickets move" in session.text())
        text = rule_files.shipped_rules()["sla"].replace("close_after_days = 5", "close_after_days = 6")
        ruling.load(office.desk("ada"), {"sla": text})
        await session.press("ctrl+s")
        await session.until(lambda: any("changed meanwhile" in said for said in session.said()))
        await session.press("escape")
        await session.until(lambda: "Changed by ada since you began" in session.text())
    assert len(office.drafts()) == 1


async def test_an_open_screen_shows_new_due_times_and_what_became_due_is_raised(office: Office) -> None:
    async with open_app(office, login="bea") as session:
        await session.press("3")
        text = rule_files.shipped_rules()["sla"]
        faster = text.replace('resolve = "4 h"', 'resolve = "1 h"').replace(
            'escalate = "3 h"', 'escalate = "30 min"'
        )
        ruling.load(office.desk("ada"), {"sla": faster})
        due = office.value("SELECT resolution_due FROM ticket WHERE subject = 'Payroll export stops at 99 %'")
        assert due < TUESDAY.timestamp() * 1_000_000
        row = next(r for r in session.app.overview.tickets.window.rows if r.subject.startswith("Payroll"))
        await session.until(
            lambda: any(
                one.id == row.id and one.flag == 3 for one in session.app.overview.tickets.window.rows
            )
        )
    assert office.value("SELECT count(*) FROM escalation WHERE clock = 'resolution' AND stage = 'due'") >= 1


async def test_the_former_rules_are_told_and_come_back(office: Office) -> None:
    text = rule_files.shipped_rules()["sla"].replace('resolve = "4 h"', 'resolve = "5 h"')
    ruling.load(office.desk("ada"), {"sla": text})
    async with open_app(office, login="ada", size=(100, 40)) as session:
        await open_rules(session)
        await session.press("L")
        await session.until(lambda: '+resolve = "5 h"' in session.text())
        await session.press("escape", "B")
        await session.until(lambda: "sooner" in session.text())
        await session.press("ctrl+s")
        await session.until(lambda: isinstance(session.app.screen, RulesScreen))
    newest = office.value("SELECT text FROM rule_text WHERE name = 'sla' ORDER BY id DESC LIMIT 1")
    assert newest == rule_files.shipped_rules()["sla"]
