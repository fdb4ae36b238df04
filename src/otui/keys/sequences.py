"""From keys to actions: chords, their time limit, and typing that was not meant for us.

Pure: the time comes in with each key, in seconds of any clock that only goes forward.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from otui.keys import names
from otui.keys.keymap import Keymap
from otui.keys.model import Action, Context
from otui.keys.names import Sequence

TIMEOUT = 1.0
"""Seconds after which a chord that was begun is forgotten."""

SHOW_AFTER = 0.4
"""Seconds after which a window tells what may follow."""

BURST_KEYS = 3
BURST_SECONDS = 0.4
"""More than so many keys that mean nothing, within so many seconds, is a person typing prose into a list."""


@dataclass(frozen=True, slots=True)
class Follower:
    """A key that may follow a prefix: its action, or None where it leads to a longer chord."""

    key: str
    action: Action | None


@dataclass(frozen=True, slots=True)
class Ran:
    """The key, or the chord that it ends, means `action`."""

    action: Action
    sequence: Sequence


@dataclass(frozen=True, slots=True)
class Pending:
    """The key begins a chord, or carries one on; `show_at` is when to tell what may follow."""

    prefix: Sequence
    followers: tuple[Follower, ...]
    show_at: float


@dataclass(frozen=True, slots=True)
class Nothing:
    """The key means nothing here. `burst`: say, this once, that typing is being ignored.

    `used` says that the key had to do with us all the same (it broke off a chord, or was ignored) and goes no
    further; without it the key is free for the widget below.
    """

    burst: bool = False
    used: bool = False


Outcome = Ran | Pending | Nothing


class KeyMachine:
    """What was typed so far. One for each screen stack; `feed` it every key that no text field took."""

    def __init__(self, keymap: Keymap) -> None:
        self._keymap = keymap
        self._pending: Sequence = ()
        self._since = 0.0
        self._held = False
        self._unmapped: deque[float] = deque(maxlen=BURST_KEYS + 1)
        self._ignoring_until = float("-inf")

    @property
    def pending(self) -> Sequence:
        """The beginning of a chord that was typed, or nothing."""
        return self._pending

    def use(self, keymap: Keymap) -> None:
        """Go on with another keymap."""
        self._keymap = keymap
        self.reset()

    def reset(self) -> None:
        """Forget what was begun: focus went elsewhere."""
        self._pending = ()
        self._held = False

    def hold(self) -> None:
        """Wait for the next key of a chord as long as it takes: what may follow is being read."""
        self._held = True

    def expire(self, now: float) -> bool:
        """Forget a chord whose time is over; return whether there was one, so that its window can go."""
        if self._pending and not self._held and now - self._since >= TIMEOUT:
            self._pending = ()
            return True
        return False

    def feed(self, key: str, contexts: tuple[Context, ...], now: float) -> Outcome:
        """Take one key, named as `names.from_event` does, with `contexts` in force from focus outward."""
        self.expire(now)
        if names.prints(key) and now < self._ignoring_until:
            self._ignoring_until = now + BURST_SECONDS
            return Nothing(used=True)
        if self._pending and key == "escape":
            self.reset()
            return Nothing(used=True)
        began = bool(self._pending)
        sequence = (*self._pending, key)
        table = self._keymap.table(contexts)
        self.reset()
        if found := table.get(sequence):
            return Ran(found, sequence)
        if following := followers(self._keymap, contexts, sequence):
            self._pending, self._since = sequence, now
            return Pending(sequence, following, now + SHOW_AFTER)
        return self._nothing(key, now, began)

    def _nothing(self, key: str, now: float, began: bool) -> Nothing:
        """Count a key that means nothing; many of them at once are prose."""
        if not names.prints(key):
            return Nothing(used=began)
        self._unmapped.append(now)
        if len(self._unmapped) > BURST_KEYS and now - self._unmapped[0] <= BURST_SECONDS:
            self._ignoring_until = now + BURST_SECONDS
            return Nothing(burst=True, used=True)
        return Nothing(used=began)


def followers(keymap: Keymap, contexts: tuple[Context, ...], prefix: Sequence) -> tuple[Follower, ...]:
    """Return what may follow `prefix`, each key once, in the order of the registry; empty where none may."""
    found: dict[str, Action | None] = {}
    length = len(prefix)
    for sequence, row in keymap.table(contexts).items():
        if len(sequence) > length and sequence[:length] == prefix:
            found.setdefault(sequence[length], row if len(sequence) == length + 1 else None)
    return tuple(Follower(key, row) for key, row in found.items())
