"""Any table of text, by a map: one row a ticket or one row an event, whatever program wrote it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engines import Desks
from otui.desk.desk import Desk
from otui.desk.imports.csv_map import find_map, import_csv
from otui.desk.setup import make_desk
from otui.desk.unit import find_ticket_id
from otui.errors import BadFile

LIST_MAP = """
[file]
source = "old"
rows = "ticket"
times = ["DD-MM-YYYY HH:mm"]
zone = "Europe/Amsterdam"
missing = ["-"]

[columns]
number = "Nr"
created_at = "Gemaakt"
at = "Gewijzigd"
state = "Status"
queue = "Groep"
owner = "Eigenaar"
contact = "Naam"
email = "Mail"
customer = "Klant"
kind = "Soort"
impact = "Impact"
urgency = "Urgentie"
subject = "Onderwerp"
body = "Tekst"

[states]
"nieuw" = "new"
"open" = "open"
"wacht" = "waiting-until"

[kinds]
"storing" = "incident"
"vraag" = "request"

[impact]
"één" = 1
"afdeling" = 2

[urgency]
"dagen" = 1
"vandaag" = 4

[queues]
"Helpdesk" = "First line"

[people]
programs = ["robot"]
"""
HEADER = (
    "Nr;Gemaakt;Gewijzigd;Status;Groep;Eigenaar;Naam;Mail;Klant;Soort;Impact;Urgentie;Onderwerp;Tekst;Kast"
)
ROWS = (
    "T1;05-01-2026 09:00;05-01-2026 10:00;open;Helpdesk;Jan de Vries;Anna;anna@klant.nl;Klant BV;storing;"
    'afdeling;vandaag;Printer é stuk;"Eerste regel\ntweede [/] regel";K3',
    "T2;05-01-2026 09:30;-;nieuw;Netwerk;robot;Bob;-;-;vraag;één;dagen;VPN;-;-",
)


@pytest.fixture(scope="module")
def made(module_desks: Desks) -> str:
    url = module_desks.place()
    make_desk(url, login="anna").close()
    return url


@pytest.fixture
def desk(made: str, desks: Desks) -> Iterator[Desk]:
    with Desk.open(desks.copy(made), login="anna") as opened:
        yield opened


@pytest.fixture
def list_map(tmp_path: Path) -> Path:
    path = tmp_path / "list.toml"
    path.write_text(LIST_MAP, encoding="utf-8")
    return path


def write(
    tmp_path: Path, rows: tuple[str, ...] = ROWS, encoding: str = "utf-8", header: str = HEADER
) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(("\r\n".join((header, *rows)) + "\r\n").encode(encoding))
    return path


def ticket(desk: Desk, number: str) -> Any:
    reader = desk.database.read()
    return reader.load("ticket", find_ticket_id(reader, number) or 0)


def test_a_list_from_a_dutch_sheet_comes_in_whole(desk: Desk, tmp_path: Path, list_map: Path) -> None:
    report = import_csv(desk, write(tmp_path, encoding="cp1252"), list_map, as_of="2026-01-05T11:00")
    assert (report.new, report.encoding, report.separator) == (2, "cp1252", ";")
    one, two = ticket(desk, "T1"), ticket(desk, "T2")
    reader = desk.database.read()
    assert (one.subject, one.state, one.kind) == ("Printer é stuk", "open", "incident")
    assert reader.value("SELECT login FROM agent WHERE id = :id", {"id": one.owner_id}) == "jan-de-vries"
    assert desk.directory.queues[one.queue_id].name == "First line"
    assert (two.state, two.kind, two.owner_id) == ("new", "request", None)
    assert reader.one("SELECT name, email FROM contact WHERE id = :id", {"id": one.contact_id}) == (
        "Anna",
        "anna@klant.nl",
    )
    assert reader.value("SELECT name FROM customer WHERE id = :id", {"id": one.customer_id}) == "Klant BV"
    articles = reader.records("article", "ticket_id = :id", {"id": one.id})
    assert [(a.kind, a.body, a.author) for a in articles] == [
        ("message", "Eerste regel\ntweede [/] regel", "Anna")
    ]
    assert one.extra["Kast"] == "K3"
    assert "Kast" not in two.extra


def test_factors_of_ours_give_the_level_by_our_table(desk: Desk, tmp_path: Path, list_map: Path) -> None:
    import_csv(desk, write(tmp_path), list_map, as_of="2026-01-05T11:00")
    one = ticket(desk, "T1")
    # 2 × 4 = 8: NORMAL, to be resolved within 12 h; Monday 9:00, the office closes at 17:30 and opens at 8:00.
    assert (one.impact, one.urgency, one.value, one.level, one.level_imported) == (2, 4, 8, "NORMAL", False)
    assert one.resolution_due == datetime(2026, 1, 6, 10, 30, tzinfo=UTC)
    assert ticket(desk, "T2").level == "LOW"


def test_a_factor_that_the_desk_does_not_have_refuses_the_ticket(
    desk: Desk, tmp_path: Path, list_map: Path
) -> None:
    list_map.write_text(LIST_MAP.replace('"afdeling" = 2', '"afdeling" = 3'), encoding="utf-8")
    report = import_csv(desk, write(tmp_path), list_map)
    assert (report.new, dict(report.refused)) == (1, {"odd": 1})
    assert report.bad_rows[0][0] == 2
    assert "T1" in report.bad_rows[0][2]


def test_the_same_number_twice_in_a_list_is_told(desk: Desk, tmp_path: Path, list_map: Path) -> None:
    report = import_csv(desk, write(tmp_path, (*ROWS, ROWS[1])), list_map)
    assert (report.new, [(line, kind) for line, kind, _why in report.bad_rows]) == (2, [(5, "twice")])


def test_a_second_run_of_a_list_changes_nothing(desk: Desk, tmp_path: Path, list_map: Path) -> None:
    import_csv(desk, write(tmp_path), list_map)
    before = desk.database.data_version(), desk.feed_position()
    report = import_csv(desk, write(tmp_path), list_map)
    assert (report.new, report.unchanged) == (0, 2)
    assert (desk.database.data_version(), desk.feed_position()) == before


def test_two_sources_may_use_the_same_numbers(desk: Desk, tmp_path: Path, list_map: Path) -> None:
    import_csv(desk, write(tmp_path), list_map)
    other = tmp_path / "other.toml"
    other.write_text(LIST_MAP.replace('source = "old"', 'source = "older"'), encoding="utf-8")
    report = import_csv(desk, write(tmp_path), other)
    assert (report.new, report.different) == (2, [])


def test_targets_of_a_level_that_the_desk_lacks_are_refused_up_front(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "log.toml"
    text = find_map("volvo-problems").read_text(encoding="utf-8")
    path.write_text(text.replace('targets = "urgent"', 'targets = "panic"'), encoding="utf-8")
    with pytest.raises(BadFile, match="'panic'; this desk has: URGENT, HIGH, NORMAL, LOW"):
        import_csv(desk, tmp_path / "none.csv", path)


def test_a_map_is_found_by_the_name_it_comes_with(tmp_path: Path) -> None:
    assert find_map("servicenow").name == find_map("servicenow.toml").name == "servicenow.toml"
    with pytest.raises(BadFile, match="example, servicenow"):
        find_map("nonesuch")
    with pytest.raises(BadFile):
        find_map(tmp_path / "servicenow.toml")


INCIDENTS = (
    "1-1,2010-03-31T14:59:42Z,Queued,Awaiting Assignment,Siebel",
    "1-1,2010-03-31T15:00:56Z,Accepted,In Progress,Frédéric",
    "1-1,2010-03-31T15:45:48Z,Queued,Awaiting Assignment,Frédéric",
    "1-1,2010-04-06T14:44:07Z,Accepted,Wait - User,Anne Claire",
    "1-2,2010-04-01T10:00:00Z,Completed,In Call,Frédéric",
    "1-2,2010-04-02T10:00:00Z,Completed,Closed,Siebel",
)


def test_an_event_log_that_names_who_did_it(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "log.csv.gz"
    text = "sr_number,timestamp_utc,status,sub_status,owner_first_name\n" + "\n".join(INCIDENTS) + "\n"
    path.write_bytes(gzip.compress(text.encode()))
    report = import_csv(desk, path, "volvo-incidents")
    assert (report.new, report.events, report.open, report.made["agent"]) == (2, 6, 1, 2)
    reader = desk.database.read()
    rows = reader.records("history", "ticket_id = :id ORDER BY id", {"id": ticket(desk, "1-1").id})
    assert [(one.actor, one.verb, one.changes.get("state")) for one in rows] == [
        ("Siebel", "new", [None, "new"]),
        ("Frédéric", "assign", ["new", "open"]),
        ("Frédéric", "unlock", None),
        ("Anne Claire", "wait-contact", ["open", "waiting-contact"]),
    ]
    assert reader.all("SELECT login FROM agent WHERE login <> 'anna' ORDER BY 1") == [
        ("anne-claire",),
        ("frederic",),
    ]
    assert rows[1].agent_id is not None
    done = ticket(desk, "1-2")
    assert (done.state, done.subject, done.owner_id) == ("closed", "1-2", None)
    assert done.resolved_at == datetime(2010, 4, 1, 10, tzinfo=UTC)


def test_names_that_read_alike_get_logins_of_their_own(desk: Desk, tmp_path: Path) -> None:
    rows = [
        f"1-{n},2010-04-01T10:00:00Z,Accepted,In Progress,{name}"
        for n, name in enumerate(("José", "Jose", "李"))
    ]
    path = tmp_path / "log.csv"
    path.write_text("sr_number,timestamp_utc,status,sub_status,owner_first_name\n" + "\n".join(rows) + "\n")
    import_csv(desk, path, "volvo-incidents")
    logins = desk.database.read().all("SELECT login, name FROM agent WHERE login <> 'anna' ORDER BY 1")
    assert logins == [("agent", "李"), ("jose", "José"), ("jose-2", "Jose")]
