"""What everybody may do about their own absence, from anywhere; and the tickets of whom one stands in for."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.app import OtuiApp
    from otui.desk.rows import AgentRow


class StaffActions:
    """Mixed into the app."""

    @property
    def _otui(self) -> OtuiApp:
        return cast("OtuiApp", self)

    def do_go_staff(self) -> None:
        """Show agents and queues."""
        from otui.screens.staff.screen import StaffScreen

        self._otui.push_screen(StaffScreen())

    async def do_staff_away(self, text: str = "") -> None:
        """Be out of office: `fri 14:00 cas`, or asked for."""
        from otui.screens.staff.asking import put_away

        await put_away(self._otui, self._otui.live.desk.agent, text)

    async def do_staff_back(self) -> None:
        """Be back."""
        from otui.desk.office import absence

        live = self._otui.live
        told = await live.do(absence.back, absence.Back(agent=live.desk.agent.id))
        live.desk.refresh()
        self._otui.show_status()
        self._otui.tell(told.said)

    async def do_view_theirs(self, text: str = "") -> None:
        """Show the tickets of whoever is away and has this agent as substitute."""
        from otui.desk.office import absence
        from otui.errors import Refused
        from otui.widgets.picker import Choice, Picker

        app = self._otui
        desk = app.live.desk
        away = absence.stood_in_for(desk.directory, desk.agent.id, app.now)
        login = text.strip().casefold()
        if login:
            away = tuple(one for one in away if one.login.casefold() == login)
        if not away:
            raise Refused(
                _("You stand in for {name} not.").format(name=login)
                if login
                else _("You stand in for nobody now.")
            )
        whose: AgentRow = away[0]
        if len(away) > 1:
            choices = [Choice(one, one.name, absence.until_words(one, desk.rules, app.now)) for one in away]
            picked = await app.ask(Picker(_("Whose tickets?"), choices))
            if picked is None:
                return
            whose = cast("AgentRow", picked)
        self._show_theirs(whose)

    def _show_theirs(self, whose: AgentRow) -> None:
        from otui.desk.views.lists import TicketFilter
        from otui.screens.base import DeskScreen
        from otui.screens.overview.views import ViewSpec

        app = self._otui
        while app.screen is not app.overview and isinstance(app.screen, DeskScreen):
            app.pop_screen()
        mine = app.overview.views["mine"]
        app.overview.views["theirs"] = ViewSpec(
            "theirs",
            _("{name}, for whom you stand in").format(name=whose.name),
            only=TicketFilter(owner=whose.id),
            columns=mine.columns,
        )
        if app.overview.view.id == "theirs":
            app.overview.view = app.overview.views["theirs"]
        app.overview.show_view("theirs")
