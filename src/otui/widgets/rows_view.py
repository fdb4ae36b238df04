"""The drawing half of the ticket list: only visible rows are painted, only changed cells are sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Generic

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from otui.text import safe, width
from otui.text.i18n import _
from otui.widgets.pages import LineMap, PageRequest, R
from otui.widgets.paging import RowWindow
from otui.widgets.rowpaint import GUTTER, RowFlags, RowPainter, RowStyles, changed_span, row_strip

_CacheKey = tuple[int, int, int, RowFlags]
_KEPT_STRIPS = 512


class RowsView(ScrollView, Generic[R], inherit_bindings=False):
    """Shows a `RowWindow`: rows, section headings, what is loading, or why there is nothing."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "virtual-list--cursor",
        "virtual-list--cursor-blurred",
        "virtual-list--mark",
        "virtual-list--gone",
        "virtual-list--heading",
        "virtual-list--notice",
    }
    DEFAULT_CSS = """
    RowsView {
        height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-size: 0 0;
        & > .virtual-list--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
        }
        & > .virtual-list--cursor-blurred { background: $surface-lighten-1; text-style: bold; }
        & > .virtual-list--mark { color: $accent; text-style: bold; }
        & > .virtual-list--gone { color: $text-muted; text-style: strike; }
        & > .virtual-list--heading { color: $text-muted; }
        & > .virtual-list--notice { color: $text-muted; }
        &:ansi > .virtual-list--cursor {
            background: ansi_default; color: ansi_default; text-style: bold reverse;
        }
        &:ansi > .virtual-list--cursor-blurred {
            background: ansi_default; color: ansi_default; text-style: bold underline;
        }
        &:ansi > .virtual-list--heading { color: ansi_default; text-style: dim; }
        &:ansi > .virtual-list--gone { color: ansi_default; text-style: dim strike; }
        &:ansi > .virtual-list--notice { color: ansi_default; text-style: dim; }
    }
    """

    class NeedRows(Message):
        """Rows must be read; the answer goes to `rows_loaded` with this request."""

        def __init__(self, source: RowsView[Any], request: PageRequest[Any]) -> None:
            super().__init__()
            self.source = source
            self.request = request

        @property
        def control(self) -> RowsView[Any]:
            """The list that needs them."""
            return self.source

    def __init__(
        self,
        painter: RowPainter[R],
        window: RowWindow[R] | None = None,
        *,
        empty_text: str = "",
        ascii_only: bool = False,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.painter = painter
        self.window: RowWindow[R] = window if window is not None else RowWindow()
        self.empty_text = empty_text
        self._ascii = ascii_only
        self._strips: LRUCache[_CacheKey, Strip] = LRUCache(_KEPT_STRIPS)
        self._styles: RowStyles | None = None
        self._map = LineMap((), 0)
        self._painted: dict[int, Strip] = {}
        """What each line of the view was last painted as."""

    # Drawing

    def tick(self) -> None:
        """Let time pass: repaint the cells of visible rows whose text now reads otherwise, and no others."""
        if self._styles is None or not self.is_attached:
            return
        self._strips = LRUCache(_KEPT_STRIPS)
        for y in range(self.size.height):
            row = self._row_on(self.scroll_offset.y + y)
            old = self._painted.get(y)
            if row is None or old is None:
                continue
            span = changed_span(old, self._strip(row))
            if span is not None:
                self.refresh(Region(span[0], y, span[1] - span[0], 1))

    def render_line(self, y: int) -> Strip:
        """Return one line of the view."""
        strip = self._painted[y] = self._line(y)
        return strip

    def _line(self, y: int) -> Strip:
        styles = self._get_styles()
        line = self.scroll_offset.y + y
        if not self.window.total:
            return self._notice(y, styles)
        heading = self._map.heading_at(line)
        if heading is not None:
            text = f"── {safe.line(heading)} "
            rule = text + "─" * max(0, self.size.width - width.cells(text))
            return self._text(self._to_ascii(rule), styles, styles.heading)
        row = self._row_on(line)
        if row is not None:
            return self._strip(row)
        waiting = "  …" if line < self._map.height else ""
        return self._text(self._to_ascii(waiting), styles, styles.notice)

    def notify_style_update(self) -> None:
        """Forget what was painted in the colours of before."""
        super().notify_style_update()
        self._styles = None
        self._strips.clear()
        self._painted.clear()

    def on_resize(self) -> None:
        """Lay the rows out for the new width, and read those that came into view."""
        self._strips.clear()
        self._show_line(self._map.line_of(self.window.cursor_position))
        self._need()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Read what came into view."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._need()

    # Inside

    def _row_on(self, line: int) -> R | None:
        if self._map.heading_at(line) is not None:
            return None
        return self.window.row_at(self._map.position_at(line))

    def _flags(self, row: R) -> RowFlags:
        cursor = self.window.cursor
        on = cursor is not None and cursor.id == row.id
        return RowFlags(on, on and self.has_focus, row.id in self.window.marks, self.window.is_gone(row.id))

    def _key(self, row: R) -> _CacheKey:
        return row.id, row.version, self.size.width, self._flags(row)

    def _strip(self, row: R) -> Strip:
        key = self._key(row)
        strip = self._strips.get(key)
        if strip is None:
            flags = key[3]
            cells = self.painter.paint(row, max(0, self.size.width - GUTTER), flags)
            strip = row_strip(cells, self.size.width, flags, self._get_styles())
            self._strips[key] = strip
        return strip

    def _get_styles(self) -> RowStyles:
        if self._styles is None:

            def part(name: str) -> Style:
                return self.get_component_rich_style(f"virtual-list--{name}")

            self._styles = RowStyles(
                base=self.rich_style,
                cursor=part("cursor"),
                cursor_blurred=part("cursor-blurred"),
                mark=part("mark"),
                gone=part("gone"),
                heading=part("heading"),
                notice=part("notice"),
                plain_cursor=self.app.native_ansi_color,
                bar=">" if self._ascii else "▌",
            )
        return self._styles

    def _text(self, text: str, styles: RowStyles, style: Style) -> Strip:
        line = Strip([Segment(width.fit(text, self.size.width), style)], self.size.width)
        return line.apply_style(styles.base)

    def _notice(self, y: int, styles: RowStyles) -> Strip:
        """Return a line of what an empty list says, from its second line on."""
        text = _("Loading …") if self.window.loading else self.empty_text
        lines = width.wrap(safe.clean(text), max(1, self.size.width - 2)) if text else []
        wanted = lines[y - 1] if 1 <= y <= len(lines) else ""
        return self._text(self._to_ascii(f"  {wanted}"), styles, styles.notice)

    def _to_ascii(self, text: str) -> str:
        return text.replace("─", "-").replace("…", "...") if self._ascii else text

    def _cursor_offset(self) -> int:
        """Return on which line of the view the cursor stands (outside of it when scrolled away)."""
        return self._map.line_of(self.window.cursor_position) - self.scroll_offset.y

    def _resized(self, cursor_offset: int | None) -> None:
        """Take in another set of rows; the cursor keeps its line of the view (None: start at the top)."""
        self._map = LineMap(self.window.headings, self.window.total)
        size = Size(self.size.width, self._map.height)
        if size != self.virtual_size:
            # Set without the layout that Textual would do for it, which repaints everything: the list keeps its place
            # on the screen however many rows it has.
            self.set_reactive(RowsView.virtual_size, size)
            self._scroll_update(size)
        line = self._map.line_of(self.window.cursor_position)
        self._scroll_line(0 if cursor_offset is None else line - cursor_offset)
        if cursor_offset is None or 0 <= cursor_offset < self.size.height:
            self._show_line(line)
        self._refresh_changed()
        self._need()

    def _refresh_changed(self) -> None:
        """Repaint the cells that read otherwise than they were last painted, and no others."""
        for y in range(self.size.height):
            old = self._painted.get(y)
            span = (0, self.size.width) if old is None else changed_span(old, self._line(y))
            if span is not None:
                self.refresh(Region(span[0], y, span[1] - span[0], 1))

    def _repaint(self, positions: Iterable[int]) -> None:
        for position in positions:
            y = self._map.line_of(position) - self.scroll_offset.y
            if 0 <= y < self.size.height:
                self.refresh(Region(0, y, self.size.width, 1))

    def _scroll_line(self, line: int) -> None:
        if not self.size.height:
            return
        line = max(0, min(line, self._map.height - self.size.height))
        self.scroll_to(y=line, animate=False, force=True, immediate=True)

    def _show_line(self, line: int) -> None:
        """Bring a line into view.

        A cursor that leaves the view moves it by half a page: moved by a line, each key would send all of it.
        """
        top, height = self.scroll_offset.y, max(1, self.size.height)
        if line < top:
            nearby = top - line <= height // 2
            target = line - (height // 2 if nearby else 0)
            # The heading above the first row of a section belongs to it.
            self._scroll_line(target - (1 if self._map.heading_at(line - 1) is not None else 0))
        elif line >= top + height:
            nearby = line - (top + height) < height // 2
            self._scroll_line(line - height // 2 if nearby else line - height + 1)

    def _need(self) -> None:
        """Ask for rows that are, or soon will be, in view and are not loaded."""
        if not self.size.height:
            return
        top = self.scroll_offset.y
        first, last = self._map.position_at(top), self._map.position_at(top + self.size.height - 1)
        request = self.window.needs(first, last)
        if request is not None:
            self.post_message(self.NeedRows(self, request))
