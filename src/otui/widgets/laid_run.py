"""The lines of a text view that are laid out: one run of whole blocks that grows at either end. No screen."""

from __future__ import annotations

from collections.abc import Sequence

from otui.widgets.blocks import Block, Line, folds, lay_out

FIRST_LINE = 1_000_000
"""The number of the first line of a fresh run: there is room for what may come before it."""


class LaidRun:
    """Blocks, which of them are unfolded, and the lines of those laid out.

    A line keeps its number while the run grows.
    """

    def __init__(self, blocks: Sequence[Block], *, ascii_only: bool = False) -> None:
        self.blocks = blocks
        self.unfolded: set[int] = set()
        self.lines: list[Line] = []
        self.number = FIRST_LINE
        self.room = 0
        self._ascii = ascii_only
        self._from = self._to = 0

    @property
    def at_end(self) -> bool:
        """Whether the last block is laid out."""
        return self._to >= len(self.blocks)

    @property
    def at_start(self) -> bool:
        """Whether the first block is laid out."""
        return self._from == 0

    def begin(self, number: int, room: int) -> None:
        """Forget the lines and begin at a block, in lines of `room` cells."""
        self.lines, self.number, self.room = [], FIRST_LINE, room
        self._from = self._to = number
        self.append()

    def append(self) -> bool:
        """Lay out the block after the run; False when there is none."""
        if self.at_end:
            return False
        self.lines.extend(self._lay(self._to))
        self._to += 1
        return True

    def prepend(self) -> int:
        """Lay out the block before the run; return how many lines came, none only when there is no block."""
        added: list[Line] = []
        while not added and self._from > 0:
            self._from -= 1
            added = self._lay(self._from)
        self.lines[:0] = added
        self.number -= len(added)
        return len(added)

    def extend_to(self, lines: int) -> None:
        """Lay out downwards until there are `lines` of them, or no more blocks."""
        while len(self.lines) < lines and self.append():
            pass

    def unfold(self, number: int) -> None:
        """Unfold a block within the run; the lines before it keep their numbers."""
        self.unfolded.add(number)
        first = self.first_of(number)
        count = sum(1 for line in self.lines if line.block == number)
        self.lines[first : first + count] = self._lay(number)

    def toggle(self, number: int) -> bool:
        """Fold or unfold a block, to be laid out anew; False when it cannot be folded."""
        able = 0 <= number < len(self.blocks) and folds(self.blocks[number])
        if able:
            self.unfolded ^= {number}
        return able

    def toggle_all(self) -> None:
        """Unfold all that is folded, or fold all where everything is open."""
        able = {number for number, block in enumerate(self.blocks) if folds(block)}
        self.unfolded = set() if able <= self.unfolded else able

    def first_of(self, number: int) -> int:
        """Return the index of the first line of a block in the run."""
        return next(index for index, line in enumerate(self.lines) if line.block == number)

    def place(self, index: int) -> tuple[int, int] | None:
        """Return (block, line within it) of a line of the run, which a new width does not change much."""
        if not 0 <= index < len(self.lines):
            return None
        number = self.lines[index].block
        return number, index - self.first_of(number)

    def heir(self, other: Sequence[Block], number: int) -> int:
        """Return which of `other` blocks goes on for block `number`: by its key, else by its place."""
        key = self.blocks[number].key
        same = (n for n, block in enumerate(other) if key and block.key == key)
        return next(same, max(0, min(number, len(other) - 1)))

    def unfolded_in(self, other: Sequence[Block]) -> set[int]:
        """Return which of `other` blocks are, by what they say, the ones unfolded here."""
        opened = {self.blocks[number] for number in self.unfolded}
        return {number for number, block in enumerate(other) if block in opened} if opened else set()

    def _lay(self, number: int) -> list[Line]:
        unfolded = number in self.unfolded
        return lay_out(number, self.blocks[number], self.room, unfolded=unfolded, ascii_only=self._ascii)
