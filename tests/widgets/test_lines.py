from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Offset
from textual.selection import Selection

from otui.widgets.blocks import LIMIT, Block, Gap, Heading, KeyValue, Paragraph, Quote, Rule, lay_out
from otui.widgets.lines import LinesView


class TextApp(App[None]):
    def __init__(self, blocks: list[Block], at_end: bool = False) -> None:
        super().__init__()
        self.blocks = blocks
        self.at_end = at_end

    def compose(self) -> ComposeResult:
        yield LinesView(self.blocks, at_end=self.at_end)

    @property
    def view(self) -> LinesView:
        return self.query_one(LinesView)

    @property
    def shown(self) -> list[str]:
        return [self.view.render_line(y).text.rstrip() for y in range(self.view.size.height)]


def thread(messages: int) -> list[Block]:
    blocks: list[Block] = []
    for n in range(messages):
        blocks += [
            Heading(f"message {n}", "mail", key=f"m{n}"),
            Paragraph(f"Printer {n} jams since this morning. " * 6, indent=2, bar="▌"),
            Quote("\n".join(f"> line {i} of {n}" for i in range(12)), indent=2),
            Gap(),
        ]
    return blocks


def texts(block: Block, room: int = 40, **options: bool) -> list[str]:
    return [line.text for line in lay_out(0, block, room, **options)]


def test_blocks_become_lines() -> None:
    assert texts(Heading("10:05  J. de Wit", "mail · new"), 40) == [
        "10:05  J. de Wit              mail · new"
    ]
    assert texts(Heading("a long name indeed", "mail"), 12) == ["a long name…"]
    assert texts(Rule("soon"), 12) == ["── soon ────"]
    assert texts(KeyValue("phone", "one two three", name_width=6), 16) == ["phone  one two", "       three"]
    assert texts(Gap(lines=2)) == ["", ""]
    assert texts(Paragraph("two words", indent=2, bar="▌"), 9) == ["▌   two", "▌   words"]


def test_quotes_are_one_line_until_unfolded() -> None:
    quote = Quote("one\ntwo\n")
    assert texts(quote) == ["▸ 2 quoted lines"]
    assert texts(quote, unfolded=True) == ["▾ 2 quoted lines", "one", "two"]
    assert texts(quote, ascii_only=True) == ["> 2 quoted lines"]


def test_a_megabyte_in_one_line_is_cut_until_wanted() -> None:
    lines = lay_out(0, Paragraph("x" * 1_000_000), 80)
    assert len(lines) == LIMIT // 80 + 1
    assert lines[-1].text == "▸ 980,000 more characters"
    assert lines[-1].fold


async def test_a_long_thread_opens_at_its_end_at_once() -> None:
    app = TextApp([])
    async with app.run_test(size=(100, 40)):
        app.view.show(thread(5_000), at_end=True)
        assert "> line" not in "\n".join(app.shown)
        assert "message 4999" in "\n".join(app.shown)
        assert app.view.at_end
        assert app.view.virtual_size.height < 200  # of about 25,000: no more was laid out


async def test_every_line_comes_by_in_order_whichever_way_one_scrolls() -> None:
    blocks = thread(40)
    whole = [line.text.rstrip() for n, block in enumerate(blocks) for line in lay_out(n, block, 60)]
    app = TextApp(blocks)
    async with app.run_test(size=(60, 15)) as pilot:
        down = list(app.shown)
        while not app.view.at_end:
            app.view.move(1)
            await pilot.pause(0)
            down.append(app.shown[-1])
        assert down == whole
        app.view.bottom()
        up = list(app.shown)
        for _ in range(len(whole) - 15):
            app.view.move(-1)
            up.insert(0, app.shown[0])
        assert up == whole


async def test_pages_ends_and_keys() -> None:
    app = TextApp(thread(200), at_end=True)
    async with app.run_test(size=(60, 15)):
        assert app.view.at_end
        app.view.top()
        assert app.shown[0].startswith("message 0")
        app.view.page(1)
        app.view.half_page(-1)
        assert app.view.scroll_offset.y == 14 - 7
        assert app.view.to_key("m150")
        assert app.shown[0].startswith("message 150")
        assert app.view.at_key == "m150"
        app.view.move(-1)
        assert app.shown[1].startswith("message 150")
        assert not app.view.to_key("nobody")


async def test_a_refresh_keeps_the_place_and_what_was_unfolded() -> None:
    app = TextApp(thread(50))
    async with app.run_test(size=(60, 15)):
        app.view.to_key("m20")
        app.view.toggle_fold(20 * 4 + 2)
        assert "> line 3 of 20" in "\n".join(app.shown)
        app.view.show([Heading("new one on top", key="new"), *thread(51)], keep=True)
        assert app.shown[0].startswith("message 20")
        assert "> line 3 of 20" in "\n".join(app.shown)


async def test_a_narrower_view_stays_at_its_message() -> None:
    app = TextApp(thread(50))
    async with app.run_test(size=(100, 20)) as pilot:
        app.view.to_key("m30")
        await pilot.resize_terminal(50, 20)
        await pilot.pause()
        assert app.shown[0].startswith("message 30")


async def test_finding_goes_on_into_what_is_folded_and_not_yet_laid_out() -> None:
    app = TextApp(thread(100))
    async with app.run_test(size=(60, 15)):
        app.view.highlight(["LINE 7 of 90"])
        assert app.view.next_found()
        assert "> line 7 of 90" in "\n".join(app.shown)
        assert not app.view.next_found()
        assert not app.view.next_found(-1)
        app.view.highlight(["message 3 "])
        assert app.view.next_found(-1)
        assert any(text.startswith("message 3 ") for text in app.shown)


async def test_a_click_on_a_quote_unfolds_it() -> None:
    app = TextApp([Heading("one"), Quote("> a\n> b")])
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.click(LinesView, offset=(3, 1))
        assert app.shown[:4] == ["one", "▾ 2 quoted lines", "> a", "> b"]
        app.view.toggle_folds()
        assert app.shown[:3] == ["one", "▸ 2 quoted lines", ""]


async def test_selected_text_is_what_is_on_the_screen() -> None:
    app = TextApp([Paragraph("first line\nsecond line\nthird line")])
    async with app.run_test(size=(40, 10)):
        strip = app.view.render_line(1)
        x, y = next(
            segment.style.meta["offset"]
            for segment in strip
            if segment.style and "offset" in segment.style.meta
        )
        chosen = app.view.get_selection(Selection.from_offsets(Offset(x + 7, y), Offset(5, y + 1)))
        assert chosen == ("line\nthird", "\n")


@pytest.mark.parametrize("size", [(100, 30), (20, 5)])
async def test_strangers_text_stays_in_its_cells(size: tuple[int, int]) -> None:
    nasty = [
        "[/] [EXT] mail [@click=app.quit()]x[/]",
        "\x1b]0;owned\x07\x1b[2J\x9b31m",
        "\u202egnp.exe",
        "日本語のチケット" * 30,
        "👩‍👩‍👧‍👦 family 🇳🇱 " * 20,
        "x" * 1_000_000,
        "",
    ]
    blocks: list[Block] = []
    for text in nasty:
        blocks += [
            Heading(text, text),
            Paragraph(text, indent=1),
            Quote(text),
            Rule(text),
            KeyValue(text, text),
        ]
    app = TextApp(blocks)
    async with app.run_test(size=size) as pilot:
        app.view.toggle_folds()
        while not app.view.at_end:
            for y in range(size[1]):
                strip = app.view.render_line(y)
                assert strip.cell_length == size[0]
                assert not set(strip.text) & {"\x1b", "\x07", "\x9b", "\u202e"}
            app.view.page(40)
            await pilot.pause(0)


async def test_the_mouse_selects_what_it_passes() -> None:
    app = TextApp([Paragraph("first line\nsecond line\nthird line")])
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.mouse_down(LinesView, offset=(6, 0))
        await pilot.hover(LinesView, offset=(4, 2))
        await pilot.mouse_up(LinesView, offset=(4, 2))
        selected = app.screen.get_selected_text()
        assert selected is not None
        assert selected.startswith("line\nsecond line\nthird"[:-1])
