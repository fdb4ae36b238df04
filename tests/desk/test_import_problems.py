"""A log of problems: played into problems with their history, once however often the file comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engines import Desks
from otui.desk import people
from otui.desk.desk import Desk
from otui.desk.imports.columns import parse_map
from otui.desk.imports.csv_map import import_csv
from otui.desk.problems import commands as p
from otui.desk.problems import making
from otui.desk.setup import make_desk
from otui.desk.views import problems as views
from otui.errors import BadFile

HEADER = (
    "case:concept:name,org:group,resource country,org:resource,oranization country,org:role,concept:name,"
    "impact,product,time:timestamp,lifecycle:transition"
)
ROWS = (
    "1-1,Org line B,Sweden,Siebel,se,B_2,Queued,High,PROD7,2012-05-01T09:00:00+02:00,Awaiting Assignment",
    "1-1,Org line B,Sweden,Åsa,se,B_2,Accepted,High,PROD7,2012-05-01T10:00:00+02:00,In Progress",
    "1-1,Org line C,Sweden,Åsa,0,B_2,Accepted,Major,PROD7,2012-05-02T10:00:00+02:00,Wait",
    "1-2,Org line C,Poland,Ian,pl,C_1,Accepted,Low,PROD7,2012-05-03T10:00:00+02:00,In Progress",
    "1-2,Org line C,Poland,Ian,pl,C_1,Completed,Low,PROD7,2012-05-04T10:00:00+02:00,Closed",
)
MORE = ("1-1,Org line C,Sweden,Ian,se,B_2,Completed,Major,PROD7,2012-05-05T10:00:00+02:00,Closed",)


@pytest.fixture
def desk(desks: Desks) -> Iterator[Desk]:
    url = desks.place()
    make_desk(url, login="anna").close()
    with Desk.open(url, login="anna") as found:
        yield found


def write(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "log.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def whole(desk: Desk, number: str) -> Any:
    return desk.read(views.whole, number)


def test_each_stands_where_its_last_event_left_it_with_a_line_for_each(desk: Desk, tmp_path: Path) -> None:
    report = import_csv(desk, write(tmp_path, *ROWS), "volvo-problems")
    assert (report.new, report.open, report.history, report.refused) == (2, 1, 5, {})
    assert "2 problems: 2 new" in report.lines(UTC)[0]
    one = whole(desk, "1-1")
    assert one.row.number.startswith("P")
    assert (one.row.step, one.row.queue, one.row.owner, one.row.level) == (
        "analyse", "Org line C", "asa", "Major",
    )  # fmt: skip
    assert one.row.created_at == datetime(2012, 5, 1, 7, tzinfo=UTC)
    assert [(line.verb, line.actor) for line in one.history] == [
        ("new", "Siebel"),
        ("analyse", "asa"),
        ("move", "asa"),
    ]
    assert one.history[1].at == datetime(2012, 5, 1, 8, tzinfo=UTC)
    assert one.history[1].changes["step"] == ["new", "analyse"]
    assert [(tie.other, tie.number) for tie in one.ties] == [("item", "PROD7")]
    two = whole(desk, "1-2")
    assert (two.row.step, two.row.resolution) == ("closed", "fix-applied")
    assert two.closed_at == datetime(2012, 5, 4, 8, tzinfo=UTC)


def test_a_second_run_changes_nothing_and_a_longer_file_adds_what_is_new(desk: Desk, tmp_path: Path) -> None:
    import_csv(desk, write(tmp_path, *ROWS), "volvo-problems")
    before = whole(desk, "1-1")
    again = import_csv(desk, write(tmp_path, *ROWS), "volvo-problems")
    assert (again.new, again.unchanged, again.history) == (0, 2, 0)
    assert whole(desk, "1-1") == before
    more = import_csv(desk, write(tmp_path, *ROWS, *MORE), "volvo-problems")
    assert (more.updated, more.unchanged, more.history) == (1, 1, 1)
    one = whole(desk, "1-1")
    assert (one.row.step, one.row.number, len(one.history)) == ("closed", before.row.number, 4)


def test_one_that_was_worked_on_here_since_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    import_csv(desk, write(tmp_path, *ROWS), "volvo-problems")
    desk.do(making.edit, p.EditProblem(ref="1-1", fields={"symptom": "Mine."}))
    report = import_csv(desk, write(tmp_path, *ROWS, *MORE), "volvo-problems")
    assert (report.updated, report.touched) == (0, ["1-1"])
    assert whole(desk, "1-1").symptom == "Mine."


def test_a_dry_run_says_the_same_and_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.call(people.new_agent, "ian", "Ian")
    dry = import_csv(desk, write(tmp_path, *ROWS), "volvo-problems", dry_run=True)
    assert desk.database.read().value("SELECT count(*) FROM problem") == 0
    done = import_csv(desk, write(tmp_path, *ROWS), "volvo-problems")
    assert (dry.new, dry.open, dry.history, dry.states) == (done.new, done.open, done.history, done.states)


def test_a_word_that_the_map_lacks_refuses_that_problem_alone(desk: Desk, tmp_path: Path) -> None:
    odd = ROWS[3].replace("In Progress", "Dreaming").replace("1-2", "1-3")
    report = import_csv(desk, write(tmp_path, *ROWS, odd), "volvo-problems")
    assert (report.new, report.refused["word"]) == (2, 1)
    assert "'Dreaming'" in report.bad_rows[0][2]


def test_a_map_of_problems_needs_its_steps() -> None:
    text = '[file]\nof = "problem"\nsource = "x"\nrows = "event"\n[columns]\nnumber = "a"\nat = "b"\nstate = "c"\n'
    with pytest.raises(BadFile, match=r"expected \[steps\]"):
        parse_map(text, "map.toml")
    found = parse_map(text + '[steps]\n"Shut" = { step = "closed", resolution = "canceled" }\n', "map.toml")
    assert found.steps["Shut"].resolution == "canceled"
