"""The person's own files, which a backup takes along: settings, keys, templates; and how they are put back."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from otui import config
from otui.cli.session import front
from otui.errors import DeskUnavailable
from otui.files import write_whole
from otui.text.i18n import _

MOST_BYTES = 1_000_000
"""A file of settings is smaller by far; what is larger is none."""


@dataclass(frozen=True)
class Back:
    """One file of a backup, and how it stands to the one that is there now."""

    name: str
    path: Path
    content: bytes
    there: bool
    same: bool


def collect() -> dict[str, bytes]:
    """Return the files that there are, by the name under which a backup keeps them."""
    found = {}
    for name, path in _places().items():
        if path.is_file() and path.stat().st_size <= MOST_BYTES:
            try:
                found[name] = path.read_bytes()
            except OSError as error:
                raise DeskUnavailable(
                    _("{path} cannot be read: {error}.").format(path=path, error=error.strerror or error)
                ) from error
    return found


def compare(files: Mapping[str, bytes]) -> list[Back]:
    """Return where each file of a backup belongs, and whether another one is there."""
    found = []
    for name, content in sorted(files.items()):
        path = _place(name)
        if path is None:
            continue
        there = path.is_file()
        found.append(Back(name, path, content, there, there and path.read_bytes() == content))
    return found


def put_back(files: list[Back], now: datetime) -> list[Path]:
    """Write the files where they belong; what they replace is kept beside them. Returns where that was kept."""
    kept = []
    for one in files:
        if one.same:
            continue
        try:
            if one.there:
                former = one.path.with_name(f"{one.path.name}.{now:%Y%m%dT%H%M%S}.before-restore")
                os.replace(one.path, former)
                kept.append(former)
            write_whole(one.path, one.content.decode("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise DeskUnavailable(
                _("{path} could not be written: {why}.").format(path=one.path, why=error),
                _("The desk itself is restored."),
            ) from error
    return kept


def _folder() -> Path:
    return config.config_path(os.environ).parent


def _places() -> dict[str, Path]:
    """Return every file of the person's own by name; what is elsewhere by a setting goes under its plain name."""
    places = {
        "config.toml": config.config_path(os.environ),
        "keys.toml": Path(front().settings.keymap),
    }
    templates = _folder() / "templates"
    if templates.is_dir():
        for path in sorted(templates.rglob("*.toml")):
            places[path.relative_to(_folder()).as_posix()] = path
    return places


def _place(name: str) -> Path | None:
    """Return where a file of a backup belongs; None for a name that is none of ours: it names no way elsewhere."""
    if name == "config.toml":
        return config.config_path(os.environ)
    if name == "keys.toml":
        return Path(front().settings.keymap)
    parts = Path(name).parts
    if parts[:1] == ("templates",) and ".." not in parts and name.endswith(".toml") and 2 <= len(parts) <= 3:
        return _folder() / Path(*parts)
    return None
