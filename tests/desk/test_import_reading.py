"""What an import reads before a desk is touched: tables, times, and the column maps that say what they mean."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from otui import resources
from otui.desk.imports.columns import load_map, parse_map
from otui.desk.imports.events import Reader, RowRefused
from otui.desk.imports.instants import Instants, zone_named
from otui.desk.imports.source import open_table
from otui.domain.workflow import State
from otui.errors import BadFile, Usage

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

SMALL_MAP = """
[file]
source = "old"
rows = "event"
times = ["DD-MM-YYYY HH:mm"]

[columns]
number = "nr"
at = "when"
state = "state"

[states]
"New" = "new"
"Done" = { state = "closed", responded = true }
"""


def write(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


# -- tables ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "encoding", "separator"),
    [
        (b"a,b\n1,x\n", "utf-8", ","),
        ("a;b\r\n1;é\r\n".encode(), "utf-8", ";"),
        (b"\xef\xbb\xbf" + "a;b\n1;é\n".encode(), "utf-8", ";"),
        ("a;b\n1;é\n".encode("cp1252"), "cp1252", ";"),
        ("a\tb\n1\té\n".encode("utf-16"), "utf-16", "\t"),
        (gzip.compress("a,b\n1,é\n".encode(), mtime=0), "utf-8", ","),
    ],
)
def test_a_table_is_read_whatever_wrote_it(
    tmp_path: Path, data: bytes, encoding: str, separator: str
) -> None:
    table = open_table(write(tmp_path / "t.csv", data))
    rows = list(table.rows)
    assert (table.header, table.encoding, table.separator) == (("a", "b"), encoding, separator)
    assert [line for line, _cells in rows] == [2]
    assert rows[0][1][0] == "1"
    assert rows[0][1][1] in ("x", "é")
    table.close()


def test_cells_of_several_lines_keep_the_line_numbers_of_what_follows(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "t.csv", 'a,b\n1,"first\nsecond"\n2,x\n'))
    assert list(table.rows) == [(2, ("1", "first\nsecond")), (4, ("2", "x"))]
    table.close()


def test_a_row_of_another_width_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "t.csv", "a,b\n1\n\n2,x,,\n3,x,y\n4,x\n"))
    rows = dict(table.rows)
    assert rows[2] == "cells: 1, columns: 2"
    assert rows[4] == ("2", "x")
    assert rows[5] == "cells: 3, columns: 2"
    assert rows[6] == ("4", "x")
    assert 3 not in rows
    table.close()


def test_a_quote_that_never_closes_costs_its_own_row_only(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "t.csv", 'a,b\n1,"open\n2,x\n3,"two\nlines"\n4,y\n'))
    rows = list(table.rows)
    assert [line for line, cells in rows if isinstance(cells, str)] == [2]
    assert [cells for _line, cells in rows if not isinstance(cells, str)] == [
        ("2", "x"), ("3", "two\nlines"), ("4", "y"),
    ]  # fmt: skip
    table.close()
    many = 'a,b\n1,"open\n' + "2,x\n" * 20_000
    table = open_table(write(tmp_path / "many.csv", many))
    assert [line for line, cells in table.rows if isinstance(cells, str)] == [2]
    table.close()


@pytest.mark.parametrize("data", [b"", b"\n", b"a\x00b\x00\x01", b"a,a\n1,2\n"])
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(BadFile, match=r"t\.csv:1: "):
        open_table(write(tmp_path / "t.csv", data))


def test_a_missing_file_and_a_broken_gzip_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="cannot be read"):
        open_table(tmp_path / "none.csv")
    whole = gzip.compress(b"a,b\n" + b"1,2\n" * 5000, mtime=0)
    with pytest.raises(BadFile, match="cannot be read"):
        open_table(write(tmp_path / "cut.csv.gz", whole[: len(whole) // 2]))


# -- times -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("29-02-2016 01:23", datetime(2016, 2, 29, 0, 23, tzinfo=UTC)),
        ("29/2/2016 1:23", datetime(2016, 2, 29, 0, 23, tzinfo=UTC)),
        ("5/3/2016 12:00", datetime(2016, 3, 5, 11, 0, tzinfo=UTC)),
        ("1/7/2016 24:00", datetime(2016, 7, 1, 22, 0, tzinfo=UTC)),
        ("2016-07-01T10:00:30+05:00", datetime(2016, 7, 1, 5, 0, 30, tzinfo=UTC)),
        ("2016-07-01 10:00", datetime(2016, 7, 1, 8, 0, tzinfo=UTC)),
    ],
)
def test_times_are_read_in_every_form_named(text: str, utc: datetime) -> None:
    forms = ("DD-MM-YYYY HH:mm", "D/M/YYYY H:mm", "iso")
    assert Instants(forms, AMSTERDAM).read(text) == utc


@pytest.mark.parametrize(
    "text",
    [
        "31-02-2016 10:00",
        "2016",
        "29-02-2016",
        "29-2-2016 10:00",
        "yesterday",
        "01-01-0001 00:00",
        "31-12-9999 23:59",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no"):
        Instants(("DD-MM-YYYY HH:mm",), AMSTERDAM).read(text)


def test_a_time_without_zone_asks_for_one() -> None:
    with pytest.raises(Usage, match="--timezone"):
        Instants(("iso",), None).read("2016-03-01 10:00")
    assert Instants(("iso",), None).read("2016-03-01T10:00Z") == datetime(2016, 3, 1, 10, tzinfo=UTC)


def test_an_unknown_zone_is_refused_in_words() -> None:
    for name in ("Europe/Amsterdm", "../etc/passwd", ""):
        with pytest.raises(Usage, match="no time zone"):
            zone_named(name)


def test_the_nights_on_which_the_clock_is_set_are_read_and_noted() -> None:
    instants = Instants(("iso",), AMSTERDAM)
    assert instants.read("2016-03-27 02:30") == datetime(2016, 3, 27, 1, 30, tzinfo=UTC)
    assert instants.read("2016-10-30 02:30") == datetime(2016, 10, 30, 0, 30, tzinfo=UTC)
    assert instants.read("2016-10-30 03:00") == datetime(2016, 10, 30, 2, 0, tzinfo=UTC)
    instants.read("2016-03-27 02:30")
    assert instants.gaps == ["2016-03-27 02:30"]
    assert instants.folds == ["2016-10-30 02:30"]


# -- maps --------------------------------------------------------------------------------------------------------------


def test_every_shipped_map_is_right() -> None:
    maps = sorted((resources.data_dir() / "import").glob("*.toml"))
    assert {"servicenow.toml", "example.toml"} <= {path.name for path in maps}
    assert len({load_map(path).source for path in maps}) == len(maps)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('source = "old"', "", 2, "source"),
        ('rows = "event"', 'rows = "evnt"', 4, "event, ticket"),
        ('when"', 'when"\nwho = "x"', 10, "Unknown key"),
        ('number = "nr"', "", 7, "number"),
        ("DD-MM-YYYY HH:mm", "MM HH:mm", 5, "no form of a time"),
        ('"New" = "new"', '"New" = "nieuw"', 13, "new, open"),
        ("responded = true", "reponded = true", 14, "Unknown key"),
        ("[states]", "[stats]", 12, "states"),
        ('rows = "event"', 'rows = "event"\nencoding = "utf-9"', 5, "no encoding"),
        ("[columns]", "[columns", 7, "TOML"),
    ],
)
def test_a_mistake_in_a_map_is_told_with_its_line(old: str, new: str, line: int, said: str) -> None:
    assert old in SMALL_MAP
    with pytest.raises(BadFile) as told:
        parse_map(SMALL_MAP.replace(old, new, 1), "my.toml")
    assert told.value.line == line
    assert said in str(told.value)
    assert str(told.value).startswith("my.toml:")


def test_columns_that_the_file_lacks_are_named_all_at_once() -> None:
    with pytest.raises(BadFile, match="missing: nr, state"):
        Reader(parse_map(SMALL_MAP, "my.toml"), ("when", "else"), "log.csv", Instants(("iso",), None))


# -- rows --------------------------------------------------------------------------------------------------------------


def reader(extra: str = "", header: tuple[str, ...] = ("nr", "when", "state", "code", "done")) -> Reader:
    columns = parse_map(SMALL_MAP + extra, "my.toml")
    return Reader(columns, header, "log.csv", Instants(columns.times, AMSTERDAM))


def test_a_final_column_comes_true_only_at_its_time() -> None:
    rows = reader('[extra]\ntimes = ["done"]\n[final]\ncode = ["done"]\ndone = ["done"]\n')
    early, late = ("01-03-2016 09:00", "01-03-2016 10:00")
    cells = {at: ("A", at, "New", "code 6", "01-03-2016 10:00") for at in (early, late)}
    assert rows.events(2, cells[early])[0].extra == {}
    assert rows.events(3, cells[late])[0].extra == {"code": "code 6", "done": "2016-03-01T09:00:00Z"}


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (("", "01-03-2016 09:00", "New", "", ""), "number"),
        (("A", "", "New", "", ""), "time"),
        (("A", "01/03/2016 09:00", "New", "", ""), "time"),
        (("A", "01-03-2016 09:00", "Neu", "", ""), "word"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(cells: tuple[str, ...], kind: str) -> None:
    with pytest.raises(RowRefused) as told:
        reader().events(2, cells)
    assert told.value.kind == kind


def test_strangers_text_is_tamed_on_the_way_in() -> None:
    event = reader().events(2, ("A\x1b]0;x\x07", "01-03-2016 09:00", "New", "\x1b[2J", ""))[0]
    assert "\x1b" not in event.number + event.extra["code"]


LIST_MAP = """
[file]
source = "list"
rows = "ticket"
zone = "Europe/Amsterdam"
[columns]
number = "nr"
created_at = "made"
at = "changed"
resolved_at = "solved"
closed_at = "closed"
state = "state"
[states]
"new" = "new"
"busy" = "open"
"solved" = "resolved"
"closed" = "closed"
"""


@pytest.mark.parametrize(
    ("cells", "life"),
    [
        (("busy", "2026-01-05 12:00", "", ""), [(9, State.NEW), (12, State.OPEN)]),
        (("busy", "", "", ""), [(9, State.NEW), (9, State.OPEN)]),
        (("new", "", "", ""), [(9, State.NEW), (9, State.NEW)]),
        (("solved", "", "2026-01-05 11:00", ""), [(9, State.NEW), (11, State.RESOLVED)]),
        (
            ("closed", "", "2026-01-05 11:00", "2026-01-05 13:00"),
            [(9, State.NEW), (11, State.RESOLVED), (13, State.CLOSED)],
        ),
        (("closed", "2026-01-05 14:00", "", ""), [(9, State.NEW), (14, State.CLOSED)]),
        (
            ("closed", "", "2026-01-05 11:00", "2026-01-05 10:00"),
            [(9, State.NEW), (11, State.RESOLVED), (11, State.CLOSED)],
        ),
    ],
)
def test_a_ticket_that_is_one_row_gets_a_life(cells: tuple[str, ...], life: list[tuple[int, State]]) -> None:
    columns = parse_map(LIST_MAP, "list.toml")
    header = ("nr", "made", "state", "changed", "solved", "closed")
    rows = Reader(columns, header, "list.csv", Instants(columns.times, AMSTERDAM))
    events = rows.events(2, ("A", "2026-01-05 09:00", *cells))
    assert [(event.at.astimezone(AMSTERDAM).hour, event.rule.state) for event in events] == life
