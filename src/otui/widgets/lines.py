"""A view of pre-wrapped text: a thread, a preview, an explanation, a help page.

Only what is near the view is laid out: a thread of thousands of messages opens at its last one as fast
as a short one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from otui import theme
from otui.widgets.blocks import Block, plain_text
from otui.widgets.laid_run import LaidRun


class LinesView(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows blocks, folded where they fold. Takes no key itself: the screen calls its methods."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines-view--found"}
    DEFAULT_CSS = """
    LinesView {
        height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-size: 0 0;
        & > .lines-view--found { background: $warning 30%; text-style: bold underline; }
        &:ansi > .lines-view--found { background: ansi_default; text-style: bold reverse; }
    }
    """

    def __init__(
        self,
        blocks: Iterable[Block] = (),
        *,
        at_end: bool = False,
        ascii_only: bool = False,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._run = LaidRun(tuple(blocks), ascii_only=ascii_only)
        self._begin_at_end = at_end
        self._find: re.Pattern[str] | None = None
        self._found: int | None = None
        self._styles: dict[str, Style] | None = None
        self._ascii = ascii_only

    # What is shown

    @property
    def blocks(self) -> Sequence[Block]:
        """What is shown, laid out or not."""
        return self._run.blocks

    def show(self, blocks: Iterable[Block], *, at_end: bool = False, keep: bool = False) -> None:
        """Show `blocks` from the first, or the last with `at_end`.

        With `keep` the view stays on the block it is on, by its key, and what was unfolded stays so.
        """
        old, place = self._run, self._place()
        self._run = LaidRun(tuple(blocks), ascii_only=self._ascii)
        self._found = None
        if keep and place is not None:
            self._run.unfolded = old.unfolded_in(self._run.blocks)
            self._start(old.heir(self._run.blocks, place[0]), place[1])
        elif at_end:
            self.bottom()
        else:
            self._start(0)

    def toggle_fold(self, number: int) -> None:
        """Fold or unfold the block with this number."""
        if self._run.toggle(number):
            self._start(*(self._place() or (number, 0)))

    def toggle_folds(self) -> None:
        """Unfold all that is folded; fold all where everything is open."""
        place = self._place()
        self._run.toggle_all()
        if place is not None:
            self._start(place[0])

    def highlight(self, words: Iterable[str]) -> None:
        """Make these words stand out, in any case; none for nothing."""
        parts = [re.escape(word) for word in sorted(words, key=len, reverse=True) if word]
        self._find = re.compile("|".join(parts), re.IGNORECASE) if parts else None
        self._found = None
        self.refresh()

    def next_found(self, step: int = 1) -> bool:
        """Go to the next line with a highlighted word (-1: the one before); False when there is none."""
        run = self._run
        if self._find is None or not run.lines:
            return False
        at = self._found if self._found is not None else run.number + self.scroll_offset.y - step
        while True:
            at += step
            run.extend_to(at - run.number + 1)
            while at < run.number and run.prepend():
                pass
            if not 0 <= at - run.number < len(run.lines):
                self._resize()
                return False
            line = run.lines[at - run.number]
            if self._find.search(line.text):
                break
            if line.fold and line.block not in run.unfolded and self._hides_found(line.block):
                before = len(run.lines)
                run.unfold(line.block)
                # Going up, the lines that came out below are the next to look at.
                at += len(run.lines) - before + 1 if step < 0 else 0
        self._found = at
        self._resize()
        self.refresh()
        self._reveal(at - run.number)
        return True

    # Where the view is

    def move(self, lines: int = 1) -> None:
        """Scroll by lines."""
        self._scroll(self.scroll_offset.y + lines)

    def half_page(self, halves: int = 1) -> None:
        """Scroll by half pages."""
        self.move(halves * max(1, self.size.height // 2))

    def page(self, pages: int = 1) -> None:
        """Scroll by pages, less one line to hold on to."""
        self.move(pages * max(1, self.size.height - 1))

    def top(self) -> None:
        """Go to the first line."""
        self._start(0)

    def bottom(self) -> None:
        """Go to the last line."""
        self._start(max(0, len(self._run.blocks) - 1))
        self._scroll(len(self._run.lines))

    def to_key(self, key: str) -> bool:
        """Go to the block with this key; False when there is none."""
        number = next((n for n, block in enumerate(self._run.blocks) if block.key == key), None)
        if number is None:
            return False
        self._start(number)
        return True

    @property
    def at_key(self) -> str:
        """The key of the last keyed block that begins at or above the top of the view."""
        place = self._place()
        number = -1 if place is None else place[0]
        keys = (self._run.blocks[n].key for n in range(number, -1, -1))
        return next(filter(None, keys), "")

    @property
    def at_top(self) -> bool:
        """Whether the first line is in view."""
        return self._run.at_start and self.scroll_offset.y == 0

    @property
    def at_end(self) -> bool:
        """Whether the last line is in view."""
        return self._run.at_end and self.scroll_offset.y + self.size.height >= len(self._run.lines)

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Return one line of the view."""
        number = self.scroll_offset.y + y
        room, base = self.size.width, self.rich_style
        if number >= len(self._run.lines):
            return Strip.blank(room, base)
        if self._styles is None:
            self._styles = theme.styles(self.app.current_theme)
        text = Text(no_wrap=True, end="")
        for piece, role in self._run.lines[number].spans:
            text.append(piece, self._styles.get(role))
        if self._find is not None:
            found = self.get_component_rich_style("lines-view--found")
            for match in self._find.finditer(text.plain):
                text.stylize(found, *match.span())
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(self._run.number + number)) is not None:
            start, end = span
            chosen = self.screen.get_component_rich_style("screen--selection")
            text.stylize(chosen, start, len(text.plain) if end == -1 else end)
        strip = Strip(text.render(self.app.console)).apply_style(base).adjust_cell_length(room, base)
        return strip.apply_offsets(0, self._run.number + number)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return what the mouse selected, as it stands on the screen."""
        chosen = []
        for number, line in enumerate(self._run.lines, self._run.number):
            span = selection.get_span(number)
            if span is not None:
                chosen.append(line.text[span[0] : None if span[1] == -1 else span[1]])
        return "\n".join(chosen), "\n"

    def notify_style_update(self) -> None:
        """Forget the colours of before."""
        super().notify_style_update()
        self._styles = None

    def on_resize(self) -> None:
        """Lay out again for the new width, from the line the view is on."""
        place = self._place()
        if place is None and self._begin_at_end:
            self.bottom()
        else:
            self._start(*(place or (0, 0)))

    def on_click(self, event: events.Click) -> None:
        """Fold or unfold what was clicked."""
        number = self.scroll_offset.y + event.get_content_offset_capture(self).y
        if 0 <= number < len(self._run.lines) and self._run.lines[number].fold:
            event.stop()
            self.toggle_fold(self._run.lines[number].block)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Lay out what comes near."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._fill()

    # Inside

    def _place(self) -> tuple[int, int] | None:
        """Return the block at the top of the view and which line of it that is."""
        return self._run.place(self.scroll_offset.y)

    def _start(self, number: int, offset: int = 0) -> None:
        """Begin a fresh run with the view on line `offset` of block `number`."""
        if not self.size.width or not self.size.height:
            self._begin_at_end = bool(number) and number == len(self._run.blocks) - 1
            return
        run, height = self._run, self.size.height
        run.begin(number, self.size.width)
        offset = min(offset, max(0, len(run.lines) - 1))
        run.extend_to(offset + height)
        # The last page has no block below to fill it: what is above does.
        missing = offset + height - len(run.lines)
        while missing > 0 and (added := run.prepend()):
            offset += added
            missing -= added
        self._scroll_lines(offset)
        self._fill()
        self.refresh()

    def _fill(self) -> None:
        """Lay out two views' worth of lines below the view and one above it, as far as there are blocks."""
        height, top, added = self.size.height, self.scroll_offset.y, 0
        self._run.extend_to(top + 3 * height)
        while top + added < height and (more := self._run.prepend()):
            added += more
        if added:
            self._scroll_lines(top + added)
        else:
            self._resize()

    def _resize(self) -> None:
        size = Size(self.size.width, len(self._run.lines))
        if size != self.virtual_size:
            self.virtual_size = size

    def _scroll(self, y: int) -> None:
        run = self._run
        run.extend_to(y + self.size.height)
        while y < 0 and (added := run.prepend()):
            y += added
            self.refresh()
        self._scroll_lines(y)

    def _scroll_lines(self, y: int) -> None:
        self._resize()
        y = max(0, min(y, len(self._run.lines) - self.size.height))
        self.scroll_to(y=y, animate=False, force=True, immediate=True)

    def _reveal(self, line: int) -> None:
        if not self.scroll_offset.y <= line < self.scroll_offset.y + self.size.height:
            self._scroll(line - self.size.height // 3)

    def _hides_found(self, number: int) -> bool:
        return self._find is not None and self._find.search(plain_text(self._run.blocks[number])) is not None
