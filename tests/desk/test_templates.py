"""A template saves typing, and nothing of its machinery may ever reach a contact."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otui.desk import templates
from otui.desk.rows import AgentRow, ContactRow, TicketDetail, TicketRow
from otui.desk.templates import Template, check_leak, first_name, load, render
from otui.errors import BadFile
from otui.resources import data_dir

SHIPPED = data_dir() / "templates"
FACTS = {
    "agent.name": "Anna Smit",
    "contact.first_name": "Jan",
    "contact.name": "Jan de Wit",
    "ticket.number": "1042-33",
    "ticket.subject": "VPN down",
}


def template(body: str, subject: str = "") -> Template:
    return Template("t", "T", "reply", subject, body, "")


def written(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("body", "text", "missing"),
    [
        ("Hello {{contact.first_name}},", "Hello Jan,", []),
        ("Hello {{ contact.first_name | there }},", "Hello Jan,", []),
        ("At {{customer.name|your place}}", "At your place", []),
        ("At {{customer.name|}}!", "At !", []),
        ("At {{customer.name}}", "At {{? customer.name}}", ["customer.name"]),
        (
            "{{? cause}} {{customer.name}} {{? cause}}",
            "{{? cause}} {{? customer.name}} {{? cause}}",
            ["cause", "customer.name"],
        ),
    ],
)
def test_placeholders(body: str, text: str, missing: list[str]) -> None:
    rendered = render(template(body), FACTS)
    assert (rendered.text, rendered.missing) == (text, missing)
    assert bool(check_leak(rendered.text)) == bool(missing)


def test_the_subject_is_filled_in_too() -> None:
    rendered = render(template("x", "[{{ticket.number}}] {{customer.name}}"), FACTS)
    assert rendered.subject == "[1042-33] {{? customer.name}}"
    assert rendered.missing == ["customer.name"]


@given(st.lists(st.sampled_from(["{{", "}}", "{", "}", "?", "|", "a", "\n"]), max_size=8).map("".join))
def test_no_fact_can_be_a_placeholder(name: str) -> None:
    rendered = render(template("Hello {{contact.name|there}}, bye"), {"contact.name": name, "a": "secret"})
    assert not check_leak(rendered.text)
    assert "secret" not in rendered.text


def test_what_a_contact_wrote_is_no_leak() -> None:
    assert check_leak("Use a template:\n> {{ name }}\n  > > {{? x}}") == ""
    assert check_leak("> {{ name }}\nUse {{ name }} here") == "{{ name }}"


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_the_shipped_templates_render_without_a_leak_but_for_their_own_gaps(lang: str) -> None:
    found = load([SHIPPED], lang)
    assert len(found) >= 10
    assert {one.kind for one in found} == {"reply", "note"}
    for one in found:
        rendered = render(one, dict.fromkeys(templates.PLACEHOLDERS, "x"))
        assert len(rendered.missing) == len(set(re.findall(r"\{\{\?.*?\}\}", one.body))), one.path
        filled = re.sub(r"\{\{\? .+?\}\}", "filled in", rendered.text)
        assert check_leak(filled) == ""
        assert "{" not in filled


def test_both_languages_have_the_same_templates() -> None:
    english, dutch = load([SHIPPED], "en"), load([SHIPPED], "nl")
    assert [(one.id, one.kind) for one in english] == [(one.id, one.kind) for one in dutch]


def test_a_reply_without_a_known_contact_still_reads_well() -> None:
    received = next(one for one in load([SHIPPED], "en") if one.id == "01-received")
    facts = {"agent.name": "Anna Smit", "ticket.number": "1042-33"}
    assert render(received, facts).text.startswith("Hello there,\n")


def test_a_persons_own_template_replaces_the_shipped_one(tmp_path: Path) -> None:
    written(tmp_path, "01-received.toml", 'name = "Mine"\nkind = "reply"\nbody = "Hi"\n')
    written(tmp_path / "nl", "zz.toml", 'name = "Nederlands"\nkind = "note"\nbody = "Hoi"\n')
    names = {one.id: one.name for one in load([SHIPPED, tmp_path, tmp_path / "none"], "en")}
    assert names["01-received"] == "Mine"
    assert "zz" not in names
    assert "zz" in {one.id for one in load([SHIPPED, tmp_path], "nl")}


@pytest.mark.parametrize("lang", ["de", "", "../nl", "/etc"])
def test_a_language_without_templates_is_answered_in_english(lang: str) -> None:
    assert load([SHIPPED], lang) == load([SHIPPED], "en")


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('name = "A"\nkind = "reply"\nbody = "Hi {{contact.frist_name}}"\n', 3, "contact.first_name"),
        ('name = "A"\nkind = "mail"\nbody = "Hi"\n', 2, "reply, note"),
        ('name = "A"\nkind = "note"\nbody = "Hi"\nbdy = "x"\n', 4, "'body'"),
        ('name = "A"\nkind = "note"\n', 1, "body"),
    ],
)
def test_a_mistake_names_its_line(tmp_path: Path, text: str, line: int, told: str) -> None:
    path = written(tmp_path, "a.toml", text)
    with pytest.raises(BadFile) as bad:
        load([tmp_path], "en")
    assert (bad.value.file, bad.value.line) == (str(path), line)
    assert told in bad.value.message


def test_one_mistake_does_not_take_the_others_away(tmp_path: Path) -> None:
    written(tmp_path, "a.toml", "name = 1\n")
    written(tmp_path, "b.toml", 'name = "B"\nkind = "note"\nbody = "Hi"\n')
    mistakes: list[BadFile] = []
    assert [one.id for one in load([tmp_path], "en", mistakes.append)] == ["b"]
    assert len(mistakes) == 1


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Jan de Wit", "Jan"),
        ("Wit, Jan de", "Jan"),
        ("J. de Wit", ""),
        ("dhr. De Wit", ""),
        ("Receptie", ""),
        ("info@example.org", ""),
        ("de receptie", ""),
        ("", ""),
    ],
)
def test_first_name(name: str, first: str) -> None:
    assert first_name(name) == first


def test_the_facts_of_a_ticket_are_those_that_templates_may_name() -> None:
    now = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    due = {"response_due": None, "escalation_due": None, "resolution_due": None, "wait_until": None}
    row = TicketRow(
        id=1,
        version=1,
        number="1042-33",
        subject="VPN down",
        kind="incident",
        state="open",
        level="HIGH",
        level_rank=2,
        level_imported=False,
        queue_id=1,
        queue="First line",
        line=1,
        owner_id=None,
        owner="",
        locked=False,
        contact="Jan de Wit",
        customer="Synergie",
        created_at=now,
        updated_at=now,
        flag=0,
        sort_key=0,
        **due,
    )
    contact = ContactRow(1, "Jan de Wit", "j@example.org", "+31 76", "nl", 1, "Synergie Breda")
    detail = TicketDetail(row, True, None, 1, 1, 1, None, None, 1, 0, "", contact, (), ())
    agent = AgentRow(1, "anna", "Anna Smit", "agent", "nl", 1)
    facts = templates.facts_of(detail, agent, "Synergie", UTC, now)
    assert sorted(facts) == list(templates.PLACEHOLDERS)
    assert facts["contact.first_name"] == "Jan"
    assert facts["customer.name"] == "Synergie Breda"
    assert facts["agent.first_name"] == "Anna"
