"""A file that otui writes is whole or is the former one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from otui.files import write_whole


def test_it_writes_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    write_whole(path, "lang = “nl”\n")
    assert path.read_text(encoding="utf-8") == "lang = “nl”\n"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_failure_leaves_the_former_file_and_no_litter(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    write_whole(path, "former")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "half \ud800")
    assert path.read_text() == "former"
    assert os.listdir(tmp_path) == ["config.toml"]


def test_a_link_is_written_through(tmp_path: Path) -> None:
    link, path = tmp_path / "link.toml", tmp_path / "real.toml"
    path.write_text("former")
    link.symlink_to(path)
    write_whole(link, "new")
    assert link.is_symlink()
    assert path.read_text() == "new"
