"""A person's settings: what each is, where it came from, and a sentence for every mistake in the file.

The command line counts before the environment, that before the file, that before the default. The file is
TOML, `config.toml` in the platform's folder for settings, or the one OTUI_CONFIG names; every key has an
OTUI_… twin.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from otui import restricted
from otui.errors import BadFile, Usage
from otui.terminal import terminal_facts
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from otui.domain.toml_file import Section

DEFAULT = N_("default")
COMMAND_LINE = N_("command line")


Value = str | bool | int
"""What a setting may hold: a text, a switch or a number."""
MOST = 1000
"""The highest number that a setting takes."""


def _setting(default: Value, about: str, *choices: str) -> Any:
    return field(default=default, metadata={"about": about, "choices": choices})


@dataclass(frozen=True)
class Config:
    """The settings in force. `origins` says, by name, where a value that is no plain default came from."""

    desk: str = _setting("", N_("the desk to open: a path or a URL"))
    agent: str = _setting("", N_("the login you work under"))
    lang: str = _setting("auto", N_("the language of the screen"), "auto", "en", "nl")
    theme: str = _setting("auto", N_("the colours"), "auto", "dark", "light", "ansi", "mono")
    keys: str = _setting("default", N_("the set of keys to start from"), "default", "vim")
    keymap: str = _setting("", N_("the file with keys of your own"))
    editor: str = _setting("", N_("the editor for long texts; empty: $VISUAL or $EDITOR"))
    mouse: bool = _setting(True, N_("whether the mouse is used"))
    bell: bool = _setting(True, N_("whether an escalation rings"))
    ascii: bool = _setting(False, N_("whether to draw with ASCII only"))
    animations: bool = _setting(True, N_("whether anything moves or blinks"))
    page_after: str = _setting("list", N_("what is shown after a ticket is done"), "next", "list", "stay")
    backup_folder: str = _setting("", N_("the folder in which `otui worker` makes backups; empty: none"))
    backup_every: str = _setting("1d", N_("how often it makes one: 1d, 6h, 30min"))
    backup_keep: int = _setting(3, N_("how many of the newest backups stay"))
    backup_keep_daily: int = _setting(7, N_("for how many days the last of the day stays"))
    backup_keep_weekly: int = _setting(4, N_("for how many weeks the last of the week stays"))
    origins: Mapping[str, str] = field(default_factory=dict)

    def origin(self, name: str) -> str:
        """Return where the value came from: `default`, `FILE:LINE`, a variable's name, `command line`."""
        return self.origins.get(name, DEFAULT)


@dataclass(frozen=True)
class Row:
    """One setting, for `otui config`."""

    name: str
    value: Value
    origin: str
    about: str


def rows(config: Config) -> list[Row]:
    """Return every setting in the order of the handbook, with origin and meaning in the language spoken."""
    return [
        Row(name, _without_password(getattr(config, name)), _(config.origin(name)), _(setting.about))
        for name, setting in _SETTINGS.items()
    ]


def _without_password(value: Value) -> Value:
    """Return a setting as it may be shown: the URL of a desk on a server may hold a password."""
    if not isinstance(value, str) or "://" not in value:
        return value
    return re.sub(
        r"(://[^/@:]*):[^/@]*@|(?<=[?&])password=[^&]*&?",
        lambda found: f"{found[1]}@" if found[1] else "",
        value,
    )


def config_path(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the settings file: OTUI_CONFIG's, else the platform's. It need not exist."""
    if environ.get("OTUI_CONFIG"):
        return Path(environ["OTUI_CONFIG"]).expanduser()
    from platformdirs import user_config_path

    return user_config_path("otui", appauthor=False) / "config.toml"


def load(
    environ: Mapping[str, str] = os.environ, overrides: Mapping[str, Value | None] | None = None
) -> Config:
    """Return the settings in force; `overrides` are those of the command line, None where not given.

    Raises BadFile for a mistake in the file, Usage for one in a variable or on the command line.
    """
    path = config_path(environ)
    found = _defaults(environ, path)
    if not restricted.is_on():  # the file is the account's, and the account is nobody's
        found |= _from_file(path, must_exist=bool(environ.get("OTUI_CONFIG")))
    found |= _from_environ(environ)
    for name, given in (overrides or {}).items():
        if given is not None:
            found[name] = (_SETTINGS[name].parse(given, f"--{name}"), COMMAND_LINE)
    values: dict[str, Any] = {name: value for name, (value, _origin) in found.items()}
    return Config(**values, origins={name: origin for name, (_value, origin) in found.items()})


_Found = dict[str, tuple[Value, str]]
"""Values and where they came from, by the name of the setting."""


@dataclass(frozen=True)
class _Setting:
    """What a value of one setting may be."""

    name: str
    default: Value
    about: str
    choices: tuple[str, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """Where it stands in the file: `backup_keep` is `keep` in the table `[backup]`."""
        return (
            ("backup", self.name.removeprefix("backup_")) if self.name.startswith("backup_") else (self.name,)
        )

    def take(self, section: Section) -> Value:
        """Take the value from a file."""
        name = self.key[-1]
        if isinstance(self.default, bool):
            return section.truth(name, self.default)
        if isinstance(self.default, int):
            return section.number(name, self.default, high=MOST)
        if self.choices:
            return section.choice(name, self.choices, self.default)
        return section.text(name, self.default)

    def parse(self, given: Value, source: str) -> Value:
        """Return the value of a variable or an option, or raise Usage, which says what was expected."""
        if isinstance(self.default, int) and not isinstance(self.default, bool):
            return self._number(str(given), source)
        if isinstance(self.default, bool):
            value = given if isinstance(given, bool) else _TRUTH.get(str(given).strip().lower())
            if value is None:
                raise Usage(_("{source}={value}: expected true or false.").format(source=source, value=given))
            return value
        if self.choices and given not in self.choices:
            raise Usage(
                _("{source}={value}: expected one of {choices}.").format(
                    source=source, value=given, choices=", ".join(self.choices)
                )
            )
        return _expanded(str(given), Path()) if self.name in _PATHS else given

    def _number(self, given: str, source: str) -> int:
        if not given.strip().isdecimal() or int(given) > MOST:
            raise Usage(
                _("{source}={value}: expected a whole number from 0 to {high}.").format(
                    source=source, value=given, high=MOST
                )
            )
        return int(given)


_SETTINGS = {
    f.name: _Setting(f.name, f.default, f.metadata["about"], f.metadata["choices"])
    for f in fields(Config)
    if isinstance(f.default, str | bool | int)
}
_PATHS = frozenset({"desk", "keymap", "backup_folder"})
_TRUTH = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}


def _defaults(environ: Mapping[str, str], path: Path) -> _Found:
    """Return the defaults that depend on the machine and the terminal."""
    from platformdirs import user_data_path

    facts = terminal_facts(environ)
    found: _Found = {
        "desk": (str(user_data_path("otui", appauthor=False) / "desk.db"), DEFAULT),
        "keymap": (str(path.parent / "keys.toml"), DEFAULT),
    }
    if not facts.utf8:
        found["ascii"] = (True, N_("no UTF-8 locale"))
    if facts.ssh:
        found["animations"] = (False, "SSH_CONNECTION")
    return found


def _from_environ(environ: Mapping[str, str]) -> _Found:
    """Return what the environment sets. OTUI_THEME is about otui alone, so it counts before NO_COLOR."""
    found: _Found = {"theme": ("mono", "NO_COLOR")} if environ.get("NO_COLOR") else {}
    for name, setting in _SETTINGS.items():
        variable = f"OTUI_{name.upper()}"
        if environ.get(variable):
            found[name] = (setting.parse(environ[variable], variable), variable)
    return found


def _from_file(path: Path, *, must_exist: bool) -> _Found:
    """Return what the settings file sets, checked as a whole."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        if must_exist:
            raise BadFile(str(path), 0, _("OTUI_CONFIG names this file, and it does not exist.")) from None
        return {}
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise BadFile(str(path), 0, _("The settings cannot be read: {why}.").format(why=why)) from error
    from otui.domain.toml_file import TomlFile

    file = TomlFile(str(path), _decoded(path, content))
    found: _Found = {}
    backup = file.root.section("backup")
    for name, setting in _SETTINGS.items():
        section = backup if len(setting.key) > 1 else file.root
        value = setting.take(section)
        if setting.key[-1] in section:
            if name in _PATHS:
                value = _expanded(str(value), path.parent)
            found[name] = (value, f"{path}:{file.line(setting.key)}")
    backup.done()
    file.root.done()
    return found


def _decoded(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadFile(str(path), line, _("Expected text in UTF-8.")) from error


def _expanded(value: str, folder: Path) -> str:
    """Return a path with ~ filled in, one that is relative taken from `folder`; a URL as it is."""
    return value if not value or "://" in value else str(folder / Path(value).expanduser())
