"""Backups that are made by themselves: when, by whom, and which of them stay."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from otui.errors import DeskUnavailable
from otui.store import backup
from otui.store.database import Database, open_database
from otui.store.keeping import schedule
from otui.store.keeping.rotation import Plan, parse_every, staying

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAILY = Plan(timedelta(days=1), keep=2, keep_daily=3, keep_weekly=2)


@pytest.fixture
def desk(database: Database) -> Database:
    database.write(lambda w: w.insert("meta", {"key": "desk_id", "value": "abc"})).result()
    return database


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "backups"
    found.mkdir()
    return found


@pytest.mark.parametrize(
    ("text", "hours"),
    [("1d", 24), ("6h", 6), ("30min", 0.5), ("2 dagen", 48), ("", None), ("0h", None), ("often", None)],
)
def test_how_often(text: str, hours: float | None) -> None:
    assert parse_every(text) == (None if hours is None else timedelta(hours=hours))


def test_the_newest_stay_and_the_last_of_each_day_and_week() -> None:
    # 23 November 2026 is a Monday; one at 6, 12 and 18 o'clock on each of fifteen days up to it.
    made = [MONDAY.replace(hour=hour) - timedelta(days=day) for day in range(15) for hour in (6, 12, 18)]
    kept = staying(made, DAILY)
    assert sorted(kept) == [
        datetime(2026, 11, 21, 18, tzinfo=UTC),  # the last of the third day back
        datetime(2026, 11, 22, 18, tzinfo=UTC),  # the last of its day, and of the week before
        datetime(2026, 11, 23, 12, tzinfo=UTC),  # the two newest
        datetime(2026, 11, 23, 18, tzinfo=UTC),
    ]


def test_one_is_made_at_once_and_the_next_when_it_is_due(desk: Database, folder: Path) -> None:
    made = schedule.run(desk, folder, DAILY, MONDAY)
    assert made is not None
    assert backup.verify(made).why == "schedule"
    assert schedule.run(desk, folder, DAILY, MONDAY + timedelta(hours=23, minutes=59)) is None
    again = schedule.run(desk, folder, DAILY, MONDAY + timedelta(days=1))
    assert again is not None
    assert len(list(folder.iterdir())) == 2


def test_of_several_workers_one_makes_it(desk: Database, folder: Path) -> None:
    desks = [open_database(desk.url) for _n in range(4)]
    with ThreadPoolExecutor(4) as workers:
        made = list(workers.map(lambda one: schedule.run(one, folder, DAILY, MONDAY), desks))
    for one in desks:
        one.close()
    assert sum(path is not None for path in made) == 1
    assert len(list(folder.iterdir())) == 1


def test_a_worker_that_died_over_it_holds_the_others_up_for_a_while_only(
    desk: Database, folder: Path
) -> None:
    assert desk.write(lambda w: schedule._claim(w, "dead", DAILY, MONDAY)).result()
    assert schedule.run(desk, folder, DAILY, MONDAY + timedelta(minutes=29)) is None
    assert schedule.run(desk, folder, DAILY, MONDAY + timedelta(minutes=31)) is not None


def test_what_goes_wrong_is_remembered_and_tried_again(desk: Database, folder: Path) -> None:
    with pytest.raises(DeskUnavailable, match="no folder"):
        schedule.run(desk, folder / "not there", DAILY, MONDAY)
    known = schedule.state(desk.read())
    assert known.failed_at == MONDAY
    assert "no folder" in known.error
    assert schedule.run(desk, folder, DAILY, MONDAY + timedelta(minutes=9)) is None
    assert schedule.run(desk, folder, DAILY, MONDAY + timedelta(minutes=10)) is not None
    known = schedule.state(desk.read())
    assert (known.failed_at, known.error) == (None, "")


def test_it_is_overdue_after_one_and_a_half_times(desk: Database, folder: Path) -> None:
    schedule.run(desk, folder, DAILY, MONDAY)
    known = schedule.state(desk.read())
    assert not known.overdue(MONDAY + timedelta(hours=36))
    assert known.overdue(MONDAY + timedelta(hours=36, seconds=1))


def test_rotation_takes_only_what_it_made_itself_of_this_desk(desk: Database, folder: Path) -> None:
    schedule.run(desk, folder, DAILY, MONDAY)
    own = next(folder.iterdir())
    asked_for = folder / own.name.replace("20261123", "20200101")
    backup.backup_desk(desk.url, asked_for)  # named as one of a schedule, and none
    other = folder / own.name.replace("20261123", "20200102")
    desk.write(lambda w: w.execute("UPDATE meta SET value = 'other' WHERE key = 'desk_id'")).result()
    backup.backup_desk(desk.url, other, why="schedule")
    desk.write(lambda w: w.execute("UPDATE meta SET value = 'abc' WHERE key = 'desk_id'")).result()
    letter = folder / "letter.20200103T000000Z.auto.otui"
    letter.write_text("Dear colleague")
    for day in range(1, 12):
        schedule.run(desk, folder, DAILY, MONDAY + timedelta(days=day))
    left = {path.name for path in folder.iterdir()}
    assert {asked_for.name, other.name, letter.name} <= left
    mine = sorted(name.split(".")[1] for name in left - {asked_for.name, other.name, letter.name})
    # up to Friday 4 December: three days, of which the two newest; and Sunday 29 November, the last of its week
    assert mine == ["20261129T090000Z", "20261202T090000Z", "20261203T090000Z", "20261204T090000Z"]
