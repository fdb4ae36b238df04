"""What every screen of otui does alike: keys to actions, the desk, notices, and what is told of a change."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.timer import Timer

from otui.errors import OtuiError
from otui.keys import names
from otui.keys.model import Action, Context
from otui.keys.sequences import SHOW_AFTER, TIMEOUT, KeyMachine, Nothing, Pending, Ran
from otui.text.i18n import _
from otui.widgets.key_footer import KeyFooter
from otui.widgets.which_key import WhichKey

if TYPE_CHECKING:
    from otui.app import OtuiApp
    from otui.desk.live import Change, LiveDesk

Handler = Callable[..., Awaitable[None] | None]


class Keyed:
    """Mixed into screens and modal screens: feeds keys to the registry and runs what they mean."""

    _machine: KeyMachine | None = None
    _which: Timer | None = None

    CONTEXTS: ClassVar[tuple[Context, ...]] = (Context.GLOBAL,)
    """In force on this screen, from the inside out, behind what the focused widget adds."""

    @property
    def otui(self) -> OtuiApp:
        """The app, as what it is."""
        return self.app  # type: ignore[attr-defined, no-any-return]

    @property
    def live(self) -> LiveDesk:
        """The open desk."""
        return self.otui.live

    def contexts(self) -> tuple[Context, ...]:
        """Return the contexts in force, from focus outward."""
        focused = self.focused  # type: ignore[attr-defined]
        inner = tuple(getattr(focused, "contexts", ())) if focused is not None else ()
        return (*inner, *(context for context in self.CONTEXTS if context not in inner))

    @property
    def machine(self) -> KeyMachine:
        """What was typed so far on this screen."""
        if self._machine is None:
            self._machine = KeyMachine(self.otui.keymap)
        return self._machine

    async def on_key(self, event: events.Key) -> None:
        """Turn a key that no text field took into an action."""
        if self.otui.ahead.holds(event, self):  # type: ignore[arg-type]
            event.stop()
            event.prevent_default()
            return
        key = names.from_event(event.key, event.character)
        outcome = self.machine.feed(key, self.contexts(), time.monotonic())
        self._hide_which()
        match outcome:
            case Ran(action):
                event.stop()
                event.prevent_default()
                self.perform(action)
            case Pending():
                event.stop()
                event.prevent_default()
                self._which = self.set_timer(SHOW_AFTER, lambda: self._show_which(outcome))  # type: ignore[attr-defined]
            case Nothing(burst=True):
                event.stop()
                self.otui.tell(_("Typing is not meant for a list: it was ignored. ? shows the keys."))
            case Nothing(used=True):
                event.stop()
                event.prevent_default()

    def _show_which(self, pending: Pending) -> None:
        which = self.query_one_optional(WhichKey)  # type: ignore[attr-defined]
        if which is not None:
            hints = [
                (
                    names.label((one.key,), ascii_only=self.otui.ascii_only),
                    _(one.action.title) if one.action else "…",
                )
                for one in pending.followers
            ]
            self.machine.hold()
            which.show(names.label(pending.prefix, ascii_only=self.otui.ascii_only), hints)
            self._which = self.set_timer(TIMEOUT * 8, self._hide_which)  # type: ignore[attr-defined]

    def _hide_which(self) -> None:
        if self._which is not None:
            self._which.stop()
            self._which = None
            which = self.query_one_optional(WhichKey)  # type: ignore[attr-defined]
            if which is not None:
                which.hide()

    def perform(self, action: Action, argument: str = "") -> None:
        """Do an action: by the screen's own handler, else the app's. `argument` is the rest of a `:` line."""
        if not self.otui.is_open and action.id != "app.quit":
            self.otui.tell(_("The desk is still being opened."))
            return
        handler = self.handler(action.id)
        if handler is None:
            self.otui.tell(_("{title} does nothing here.").format(title=_(action.title)))
            return
        self.otui.last_action = action
        try:
            with_words = action.command and any(letter.isupper() for letter in action.command)
            result = handler(argument) if with_words and takes_argument(handler) else handler()
        except Exception as error:
            self._tell(error)
            return
        if isinstance(result, Coroutine):
            self.otui.ahead.begin()
            self.background(self.otui.ahead.while_running(result))

    def handler(self, action_id: str) -> Handler | None:
        """Return the method that does an action: `do_` and its id, on this screen or on the app."""
        name = "do_" + action_id.replace(".", "_")
        found: Handler | None = getattr(self, name, None) or getattr(self.otui, name, None)
        return found

    def background(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine beside the screen; what it raises is told, never fatal."""
        self.run_worker(self._guarded(work), exit_on_error=False)  # type: ignore[attr-defined]

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:
            self._tell(error)

    def _tell(self, error: Exception) -> None:
        """Tell what a key or a piece of work ended in; what nobody foresaw goes to the log with its id."""
        if isinstance(error, OtuiError):
            self.otui.tell_error(error)
        else:
            self.otui.unforeseen(error)

    def hand_over(self) -> None:
        """Hand what was typed here to the keeper of drafts; the screen may be gone the next moment."""

    def words_woven(self, ticket_id: int, kind: str, before: str, after: str) -> bool:
        """Take in what another session wrote of the same draft, if `before` still stands here; say whether it did."""
        return False

    @property
    def present_on(self) -> tuple[int, str] | None:
        """The ticket that an agent is on while this screen stands, and what they do there; see `together.presence`."""
        return None

    def presence_changed(self, ticket_ids: set[int]) -> None:
        """Learn that others came to these tickets, left them or do something else there."""

    def desk_changed(self, changes: list[Change]) -> None:
        """Learn that something changed; a screen reads again what it shows."""

    def second_passed(self) -> None:
        """Repaint what tells the time."""


def takes_argument(handler: Handler) -> bool:
    """Whether a handler has a parameter for the rest of a `:` line."""
    code = getattr(handler, "__code__", None)
    return bool(code is not None and code.co_argcount > 1)


class DeskScreen(Keyed, Screen[None], inherit_bindings=False):
    """A full screen of otui, with its footer and its window of what may follow a prefix."""

    BINDINGS: ClassVar = [("ctrl+c,super+c", "screen.copy_text", "Copy")]
    FOOTER: ClassVar[tuple[str, ...]] = ()
    """Action ids that the footer offers, the commonest first."""

    def compose_frame(self) -> ComposeResult:
        """Yield what stands under every screen."""
        yield WhichKey(id="which")
        keymap = self.otui.keymap
        yield KeyFooter((keymap.label("find.help"), _("all keys")), id="keys")

    def on_screen_resume(self) -> None:
        """Show true keys, and go on telling what was told on the screen that was in front."""
        self.show_keys()
        self.otui.notices.carry_on()

    def on_descendant_focus(self) -> None:
        """Another pane has other keys."""
        self.machine.reset()
        self.show_keys()

    def offered(self) -> tuple[str, ...]:
        """Return the action ids that the footer offers now."""
        return self.FOOTER

    def show_keys(self) -> None:
        """Tell the footer what the keys do for what has focus now."""
        footer = self.query_one_optional(KeyFooter)
        if footer is None:
            return
        reached = {action.id: action for action in self.otui.keymap.actions_for(self.contexts())}
        footer.show(
            [
                (
                    self.otui.keymap.label(name, ascii_only=self.otui.ascii_only),
                    _(reached[name].title).lower(),
                )
                for name in self.offered()
                if name in reached
            ]
        )
