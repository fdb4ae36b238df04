"""Rule files in a folder: sla.toml, calendar.toml, queues.toml, change.toml, as an admin edits them, or as shipped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from otui import restricted
from otui.errors import BadFile, DeskUnavailable, Usage
from otui.resources import data_dir
from otui.text.i18n import _

NAMES = ("sla", "calendar", "queues", "change")


def shipped_rules() -> dict[str, str]:
    """Return the texts of the rule files that come with the program."""
    return read_rules(data_dir())


def read_rules(folder: Path, *, otherwise: Path | None = None) -> dict[str, str]:
    """Return the texts of all rule files in a folder; `otherwise` gives what it lacks."""
    _require_folder(folder)
    texts = {}
    for name in NAMES:
        path = folder / f"{name}.toml"
        if not path.is_file() and otherwise is not None:
            path = otherwise / f"{name}.toml"
        texts[name] = _text_of(path)
    return texts


def read_some_rules(folder: Path) -> dict[str, str]:
    """Return the texts of those rule files that a folder holds; BadFile where it holds none."""
    _require_folder(folder)
    paths = {name: folder / f"{name}.toml" for name in NAMES}
    texts = {name: _text_of(path) for name, path in paths.items() if path.is_file()}
    if not texts:
        raise BadFile(str(folder), 0, _("it holds none of {files}").format(files=_files()))
    return texts


def _files() -> str:
    return ", ".join(f"{name}.toml" for name in NAMES)


def _require_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise DeskUnavailable(
            _("There is no folder {path}.").format(path=folder),
            _("Name one that holds sla.toml and its like."),
        )


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadFile(str(path), 0, _("it is not UTF-8 text"), _("Save it as UTF-8.")) from error
    except OSError as error:
        raise DeskUnavailable(
            _("{path} cannot be read: {error}.").format(path=path, error=error.strerror or error)
        ) from error


def read_named(paths: Sequence[Path]) -> dict[str, str]:
    """Return the texts of rule files, told apart by their names; a folder stands for those that it holds."""
    restricted.forbid(_("No file is read over SSH: `otui`, then g b, edits the rules."))
    texts: dict[str, str] = {}
    for path in paths:
        if path.is_dir():
            texts.update(read_some_rules(path))
            continue
        if path.stem not in NAMES or path.suffix not in (".toml", ""):
            raise Usage(
                _("{path} is none of {files}.").format(path=path, files=_files()),
                _("A rule file is known by its name."),
            )
        texts[path.stem] = _text_of(path)
    return texts
