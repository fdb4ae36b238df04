from __future__ import annotations

from dataclasses import replace

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region

from otui.widgets.key_footer import KeyFooter
from otui.widgets.status_line import StatusFacts, StatusLine
from otui.widgets.which_key import WhichKey

FACTS = StatusFacts("Synergie", 143, 7, 61, 3, 5, "0:04", "1042-33", "anna", "10:42")


class Bars(App[None]):
    def compose(self) -> ComposeResult:
        yield StatusLine()
        yield KeyFooter(("?", "all keys"))
        yield WhichKey()

    def on_mount(self) -> None:
        self.query_one(StatusLine).update(FACTS)

    def line(self, kind: type, y: int = 0) -> str:
        return self.query_one(kind).render_line(y).text


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (90, " Synergie  open 143  mine 7  free 61  ⚑ 3  ! 5  next 0:04 1042-33          anna  10:42 "),
        (60, " open 143  mine 7  ⚑ 3  ! 5  next 0:04 1042-33        anna "),
        (40, " mine 7  ⚑ 3  ! 5  next 0:04      anna "),
        (62, " open 143  mine 7  free 61  ⚑ 3  ! 5  next 0:04 1042-33  anna "),
        (14, " ⚑ 3  ! 5     "),
    ],
)
async def test_status_gives_way_in_its_declared_order(width: int, shown: str) -> None:
    app = Bars()
    async with app.run_test(size=(width, 10)):
        line = app.line(StatusLine)
        assert len(line) == width
        assert line.split() == shown.split()
        assert line.rstrip().endswith(shown.split()[-1])


async def test_only_the_cells_that_changed_are_sent() -> None:
    app = Bars()
    async with app.run_test(size=(90, 10)) as pilot:
        await pilot.pause()
        app.line(StatusLine)
        bar = app.query_one(StatusLine)
        asked: list[Region] = []
        plain = bar.refresh

        def refresh(*regions: Region, **options: bool) -> StatusLine:
            asked.extend(regions)
            return plain(*regions, **options)

        bar.refresh = refresh  # type: ignore[method-assign]
        bar.update(replace(FACTS, clock="10:43"))
        assert asked == [Region(88, 0, 1, 1)]
        assert bar.render_line(0).text.endswith("10:43 ")
        bar.update(replace(FACTS, clock="10:43"))
        assert len(asked) == 1


async def test_footer_never_shows_half_a_key_and_always_the_last() -> None:
    app = Bars()
    async with app.run_test(size=(40, 10)) as pilot:
        footer = app.query_one(KeyFooter)
        footer.show([("a", "take"), ("r", "reply"), ("u", "line up"), ("w", "wait"), ("s", "solve")])
        await pilot.pause()
        assert app.line(KeyFooter) == " a take  r reply  u line up  ? all keys "
        footer.say("1042-33 moved to [/] Second line\x1b. z undoes it")
        assert "[/]" in app.line(KeyFooter)
        assert app.line(KeyFooter).endswith("? all keys ")
        footer.say("")
        assert "r reply" in app.line(KeyFooter)


async def test_which_key_stands_over_the_screen_without_moving_it() -> None:
    app = Bars()
    async with app.run_test(size=(40, 10)) as pilot:
        before = app.query_one(KeyFooter).region
        app.query_one(WhichKey).show(
            "g", [("q", "queues"), ("s", "status"), ("e", "escalations"), ("m", "mine")]
        )
        await pilot.pause()
        assert app.query_one(KeyFooter).region == before
        assert app.query_one(WhichKey).region.bottom == 10
        words = " ".join(app.line(WhichKey, y) for y in range(4))
        assert all(word in words for word in ("g q queues", "g s status", "g e escalations", "g m mine"))
        app.query_one(WhichKey).hide()
        await pilot.pause()
        assert not app.query_one(WhichKey).display
