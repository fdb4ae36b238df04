"""Where changes are reached from: any screen, and a ticket or a problem that calls for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from otui.errors import Refused
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.app import OtuiApp


class ChangeActions:
    """Mixed into the app."""

    @property
    def _desk_app(self) -> OtuiApp:
        return cast("OtuiApp", self)

    def do_go_changes(self, text: str = "") -> None:
        """Show the changes; a word names the view: open, mine, approve, planned, late or all."""
        from otui.screens.changes.list import ChangesScreen

        self._desk_app.push_screen(ChangesScreen(text.strip()))

    def do_go_catalogue(self) -> None:
        """Show the catalogue of standard changes."""
        from otui.screens.catalogue.screen import CatalogueScreen

        self._desk_app.push_screen(CatalogueScreen())

    def do_go_cab(self) -> None:
        """Show the next meeting of the board."""
        from otui.screens.cab.screen import CabScreen

        self._desk_app.push_screen(CabScreen())

    async def do_make_change(self, text: str = "") -> None:
        """Make a change because of the ticket or the problem that is shown."""
        from otui.screens.base import Keyed
        from otui.screens.changes.making import make_of

        app = self._desk_app
        screen = cast("Any", app.screen)
        if getattr(screen, "KIND", "") == "problem":
            origin = {"problem": (await screen.one()).id}
        elif hasattr(screen, "targets"):
            rows = await screen.targets()
            if not rows:
                raise Refused(_("There is no ticket here."))
            origin = {"incident": rows[0].id}
        else:
            raise Refused(_("A change is made of a ticket or of a problem."))
        made = await make_of(cast("Keyed", screen), text.strip(), **origin)
        if made is not None:
            key = app.keymap.label("edit.undo")
            app.tell(_("{said} {key} undoes it.").format(said=made.said, key=key))
            app.open_record(made.record, made.record_id)
