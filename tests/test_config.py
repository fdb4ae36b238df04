"""Settings: the nearest source counts, each value says where it came from, and a mistake names its line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from otui import config
from otui.errors import BadFile, Usage

UTF8 = {"LANG": "en_GB.UTF-8"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def loaded(
    file: Path, text: str, environ: dict[str, str] | None = None, **overrides: str | bool
) -> config.Config:
    file.write_text(text, encoding="utf-8")
    return config.load({**UTF8, "OTUI_CONFIG": str(file), **(environ or {})}, overrides)


def test_without_anything_the_defaults_count(tmp_path: Path) -> None:
    found = config.load({**UTF8, "OTUI_CONFIG": ""})
    assert (found.theme, found.page_after, found.mouse, found.ascii) == ("auto", "list", True, False)
    assert found.desk.endswith("desk.db")
    assert {row.origin for row in config.rows(found)} == {"default"}


def test_each_source_counts_before_the_next(file: Path) -> None:
    text = 'theme = "light"\nkeys = "vim"\nmouse = false\nagent = "anna"\n'
    found = loaded(file, text, {"OTUI_AGENT": "bob", "OTUI_KEYS": "default"}, agent="carol")
    assert (found.agent, found.origin("agent")) == ("carol", "command line")
    assert (found.keys, found.origin("keys")) == ("default", "OTUI_KEYS")
    assert (found.theme, found.origin("theme")) == ("light", f"{file}:1")
    assert (found.mouse, found.origin("mouse")) == (False, f"{file}:3")
    assert (found.bell, found.origin("bell")) == (True, "default")


def test_what_is_not_given_on_the_command_line_does_not_count() -> None:
    assert config.load({**UTF8, "OTUI_LANG": "nl"}, {"lang": None}).lang == "nl"


@pytest.mark.parametrize(("word", "meant"), [("0", False), ("no", False), ("On", True), ("TRUE", True)])
def test_a_switch_in_the_environment(word: str, meant: bool) -> None:
    assert config.load({**UTF8, "OTUI_BELL": word}).bell is meant


def test_a_path_in_the_file_is_taken_from_its_folder(file: Path) -> None:
    found = loaded(file, 'desk = "desks/mine.db"\nkeymap = "~/keys.toml"\n')
    assert found.desk == str(file.parent / "desks/mine.db")
    assert found.keymap == str(Path.home() / "keys.toml")
    assert loaded(file, 'desk = "postgresql://desk/otui"\n').desk == "postgresql://desk/otui"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('# mine\n\nthem = "dark"\n', 3, "'theme'"),
        ('agent = "anna"\ntheme = "pink"\n', 2, "auto, dark, light, ansi, mono"),
        ('mouse = "off"\n', 1, "true or false"),
        ("agent = 7\n", 1, "text"),
        ('lang = "en"\n[colours]\nred = 1\n', 2, "'colours'"),
        ('lang = "en"\ntheme = dark\n', 2, "TOML"),
    ],
)
def test_a_mistake_names_its_line_and_what_was_expected(file: Path, text: str, line: int, told: str) -> None:
    with pytest.raises(BadFile) as bad:
        loaded(file, text)
    assert (bad.value.file, bad.value.line) == (str(file), line)
    assert told in bad.value.message


def test_a_file_in_another_encoding_names_the_line(file: Path) -> None:
    file.write_bytes('lang = "en"\n# déjà\n'.encode("latin-1"))
    with pytest.raises(BadFile, match=r"config\.toml:2: .*UTF-8"):
        config.load({"OTUI_CONFIG": str(file)})


def test_a_byte_order_mark_is_let_pass(file: Path) -> None:
    assert loaded(file, '\ufefflang = "nl"\n').lang == "nl"


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="does not exist"):
        config.load({"OTUI_CONFIG": str(tmp_path / "none.toml")})
    with pytest.raises(BadFile, match="cannot be read"):
        config.load({"OTUI_CONFIG": str(tmp_path)})


def test_a_wrong_variable_or_option_is_refused() -> None:
    with pytest.raises(Usage, match="OTUI_THEME=pink: expected one of auto, dark"):
        config.load({"OTUI_THEME": "pink"})
    with pytest.raises(Usage, match="OTUI_MOUSE=perhaps: expected true or false"):
        config.load({"OTUI_MOUSE": "perhaps"})
    with pytest.raises(Usage, match="--keys=emacs"):
        config.load({}, {"keys": "emacs"})


def test_no_color_means_mono_unless_otui_itself_was_told(file: Path) -> None:
    found = loaded(file, "", {"NO_COLOR": "1"})
    assert (found.theme, found.origin("theme")) == ("mono", "NO_COLOR")
    assert loaded(file, "", {"NO_COLOR": ""}).theme == "auto"
    assert loaded(file, "", {"NO_COLOR": "1", "OTUI_THEME": "dark"}).theme == "dark"


def test_a_slow_line_is_kept_quiet_and_a_poor_locale_plain(file: Path) -> None:
    found = loaded(file, "", {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22", "LANG": "C"})
    assert (found.animations, found.origin("animations")) == (False, "SSH_CONNECTION")
    assert (found.ascii, found.origin("ascii")) == (True, "no UTF-8 locale")
    assert loaded(file, "animations = true\n", {"SSH_TTY": "/dev/pts/1"}).animations is True


def test_reading_imports_nothing_heavy() -> None:
    heavy = "{'textual', 'rich', 'sqlalchemy', 'pydantic', 'typer', 'importlib.metadata'}"
    code = f"import sys; import otui.config as c; c.load({{}}); print({heavy} & sys.modules.keys())"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("desk", "shown"),
    [
        ("postgresql://ada:s3cret@db.example.org/desk", "postgresql://ada@db.example.org/desk"),
        (
            "postgresql://ada@db/desk?password=s3cret&sslmode=require",
            "postgresql://ada@db/desk?sslmode=require",
        ),
        ("postgresql://db/desk", "postgresql://db/desk"),
        ("/home/ada/a:b@c.otui", "/home/ada/a:b@c.otui"),
    ],
)
def test_a_password_is_not_shown_among_the_settings(file: Path, desk: str, shown: str) -> None:
    file.touch()
    found = config.load({"OTUI_CONFIG": str(file), "OTUI_DESK": desk})
    assert found.desk == desk
    assert next(row.value for row in config.rows(found) if row.name == "desk") == shown
