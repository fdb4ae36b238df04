"""What an installed otui needs is in its wheel, and works from there."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.xdist_group("wheel")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the back end that pyproject names, without a network."""
    builder = pytest.importorskip("hatchling.builders.wheel", reason="the back end comes with `.[dev]`")
    out = tmp_path_factory.mktemp("dist")
    return Path(next(builder.WheelBuilder(str(ROOT)).build(directory=str(out), versions=["standard"])))


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("folder", ["data", "src/otui"])
def test_every_file_is_in_the_wheel(names: set[str], folder: str) -> None:
    ends = {".py", ".toml", ".tcss", ".txt", ".mo"}
    files = [
        path for path in (ROOT / folder).rglob("*") if path.suffix in ends and "__pycache__" not in path.parts
    ]
    base, inside = (ROOT / "src", "") if folder == "src/otui" else (ROOT, "otui/")
    missing = {
        str(path.relative_to(base))
        for path in files
        if inside + path.relative_to(base).as_posix() not in names
    }
    assert files
    assert missing == set()


@pytest.mark.parametrize(
    "name",
    [
        "otui/data/sla.toml",
        "otui/data/calendar.toml",
        "otui/data/queues.toml",
        "otui/data/demo/firm.toml",
        "otui/data/import/servicenow.toml",
        "otui/keys/presets/default.toml",
        "otui/keys/presets/vim.toml",
        "otui/app.tcss",
        "otui/screens/overview/overview.tcss",
        "otui/locale/nl/LC_MESSAGES/otui.mo",
        "otui/store/migrations/versions/0001_first_desk.py",
    ],
)
def test_what_otui_reads_at_run_time_is_in_the_wheel(names: set[str], name: str) -> None:
    assert name in names


def test_tests_and_tools_are_not(names: set[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"otui"}


def test_the_licence_and_the_command_come_along(names: set[str], wheel: Path) -> None:
    info = next(name.split("/")[0] for name in names if ".dist-info/" in name)
    assert f"{info}/licenses/LICENSE" in names
    with zipfile.ZipFile(wheel) as archive:
        assert "otui = otui.__main__:main" in archive.read(f"{info}/entry_points.txt").decode()


def test_an_unpacked_wheel_makes_a_desk(wheel: Path, tmp_path: Path) -> None:
    """Run from the wheel alone: rule files, catalogues and migrations are found beside the code."""
    place = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    start = (
        f"import sys; sys.path.insert(0, {str(place)!r}); import otui; assert otui.__file__.startswith({str(place)!r});"
        " from otui.__main__ import main; sys.exit(main())"
    )
    desk = tmp_path / "desk.db"
    environ = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    for words in (["init", "--login", "anna", "--name", "Anna"], ["ticket", "new", "--subject", "Test"]):
        told = subprocess.run(
            [sys.executable, "-c", start, "--lang", "nl", "--desk", str(desk), "--as", "anna", *words],
            capture_output=True,
            text=True,
            env=environ,
            timeout=60,
            check=False,
        )
        assert told.returncode == 0, told.stderr
    assert desk.exists()
