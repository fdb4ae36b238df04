"""An error nobody foresaw is written down, and recording it can never make it worse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from otui import __version__, trouble


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return trouble.log_path()


def failure(message: str) -> Exception:
    try:
        raise ValueError(message)
    except ValueError as error:
        return error


def test_the_log_has_what_a_developer_needs(log: Path) -> None:
    told = trouble.record(failure("subject of a ticket"), "move")
    text = log.read_text(encoding="utf-8")
    first = text.splitlines()[0]
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{6}", told.id)
    assert told.sentence == f"Something went wrong (id {told.id}). Details are in {log}."
    assert first.startswith(told.id)
    assert f"otui {__version__} " in first
    assert first.endswith("move ValueError")
    assert "subject of a ticket" not in first
    assert "Traceback" in text
    assert "ValueError: subject of a ticket" in text


def test_only_its_owner_reads_the_log(log: Path) -> None:
    trouble.record(failure("x"))
    assert log.stat().st_mode & 0o077 == 0


def test_controls_of_a_strangers_text_do_not_reach_the_log(log: Path) -> None:
    trouble.record(failure("\x1b]0;owned\x07"))
    assert "\x1b" not in log.read_text(encoding="utf-8")


def test_a_log_that_cannot_be_written_is_told_and_raises_nothing(tmp_path: Path, log: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    told = trouble.record(failure("x"))
    assert not told.written
    assert "could not be written" in told.sentence
    assert str(log) in told.sentence


def test_an_error_that_cannot_even_say_itself_is_recorded(log: Path) -> None:
    class MuteError(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    assert trouble.record(MuteError()).written


def test_a_full_log_starts_anew_and_the_former_is_kept(log: Path) -> None:
    log.parent.mkdir(parents=True)
    log.write_text("old\n" * 300_000)
    told = trouble.record(failure("x"))
    assert log.read_text().startswith(told.id)
    assert log.with_suffix(".log.1").read_text().startswith("old")
