"""Makes the pictures of the handbook from the app itself: `make pictures`.

The same desk, the same time and the same keys make the same pictures.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from otui.app import OtuiApp, Start
from otui.config import Config
from otui.desk.demo import make_demo
from otui.desk.desk import Desk
from otui.store.database import open_database
from otui.text import i18n

FOLDER = Path(__file__).parent / "pictures"
NOW = datetime.fromisoformat("2026-11-24T10:20:00+01:00")
LOGIN, NAME = "anna", "Anna Mulder"


@dataclass(frozen=True)
class Picture:
    """A picture: its file, the keys that lead to it from the first screen, and how it is shown."""

    name: str
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = (120, 34)
    lang: str = "en"
    theme: str = "dark"


REPLY = "Hallo Lars, de pc's doen het weer. Mvg, Anna"
PICTURES = (
    Picture("queues"),
    Picture("queues-nl", lang="nl"),
    Picture("queues-small", size=(80, 24)),
    Picture("queues-light", theme="light"),
    Picture("escalations", ("3",)),
    Picture("ticket", ("4", "enter")),
    Picture("explain", ("4", "enter", "E")),
    Picture("search", ("/", *"vpn thuis")),
    Picture("new-ticket", ("n", *"brouwer"), size=(120, 34)),
    Picture("level", ("4", "p")),
    Picture("reply", ("4", "r", *REPLY)),
    Picture("wait", ("4", "w")),
    Picture("handover", ("4", ":", *"handover", "enter", "a", *"tim", "enter", "j", "d")),
    Picture("chord", ("g",)),
    Picture("help", ("?",)),
    Picture("palette", ("ctrl+p", *"take")),
)
_CELL = 12.2
"""Width of a character in the pictures."""
_TEXT = re.compile(
    r'(<text class="[^"]*") x="([0-9.]+)" (y="[0-9.]+") textLength="[0-9.]+" ([^>]*)>([^<]*)</text>'
)
_NAMES = {
    "'": "apostrophe",
    " ": "space",
    ",": "comma",
    ".": "full_stop",
    "/": "slash",
    "?": "question_mark",
    ":": "colon",
}


async def take(picture: Picture, path: Path) -> None:
    """Open the desk, press the keys and save what is on the screen."""
    i18n.use(picture.lang)
    config = replace(Config(), theme=picture.theme, lang=picture.lang, animations=False)
    start = Start(
        open_desk=lambda: Desk.open(str(path), login=LOGIN, clock=lambda: NOW),
        config=config,
        clock=lambda: NOW,
    )
    app = OtuiApp(start)
    async with app.run_test(size=picture.size) as pilot:
        await pilot.pause(0.7)
        for place, key in enumerate(picture.keys):
            await pilot.press(key if len(key) > 1 or key.isalnum() else _NAMES.get(key, key))
            await pilot.pause(0.05 if place > 1 else 0.5)
        await pilot.pause(0.7)
        (FOLDER / f"{picture.name}.svg").write_text(placed(app.export_screenshot()), encoding="utf-8")


def placed(svg: str) -> str:
    """Put every word where it belongs: some viewers drop the blanks before a text, and none drops a place."""

    def words(match: re.Match[str]) -> str:
        start, y, rest, text = match[1], match[3], match[4], match[5].replace("&#160;", " ")
        plain = re.sub(r"&#?\w+;", ".", text)
        found = []
        for word in re.finditer(r"\S+(?: \S+)*", plain):
            x = float(match[2]) + _CELL * word.start()
            length = _CELL * (word.end() - word.start())
            found.append((word, f'{start} x="{x:.1f}" {y} textLength="{length:.1f}" {rest}>'))
        pieces = re.findall(r"\S+(?: \S+)*", text)
        return "".join(f"{head}{piece}</text>" for (_word, head), piece in zip(found, pieces, strict=True))

    return _TEXT.sub(words, svg)


def main() -> None:
    """Make the desk once and take the pictures that are named, or all of them."""
    wanted = set(sys.argv[1:])
    FOLDER.mkdir(exist_ok=True)
    os.environ["OTUI_CONFIG"] = ""
    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder) / "demo.db"
        database = open_database(str(desk), create=True)
        make_demo(database, now=NOW, login=LOGIN, name=NAME)
        database.close()
        for picture in PICTURES:
            if not wanted or picture.name in wanted:
                path = desk.with_name(f"{picture.name}.db")
                shutil.copyfile(desk, path)
                asyncio.run(take(picture, path))


if __name__ == "__main__":
    main()
