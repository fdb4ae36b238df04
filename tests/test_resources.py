"""The shipped files are found, in a checkout and in a wheel."""

from __future__ import annotations

from otui.resources import data_dir


def test_the_shipped_files_are_found() -> None:
    assert (data_dir() / "templates" / "nl").is_dir()
