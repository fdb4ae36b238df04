"""What keys do everywhere: go to another view, a ticket, a list, the end of a shift."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from otui.screens.base import DeskScreen
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.app import OtuiApp
    from otui.screens.overview.screen import OverviewScreen


class GoingActions:
    """Mixed into the app."""

    @property
    def _app(self) -> OtuiApp:
        return cast("OtuiApp", self)

    # -- views, from any screen ------------------------------------------------------------------------------------

    def _overview(self, name: str) -> None:
        overview = self._home()
        overview.show_view(name)

    def _home(self) -> OverviewScreen:
        """Leave whatever stands over the overview, and return it."""
        app = self._app
        while app.screen is not app.overview and isinstance(app.screen, DeskScreen):
            app.pop_screen()
        return app.overview

    def do_view_queues(self) -> None:
        """Show the queues."""
        self._overview("queues")

    def do_view_status(self) -> None:
        """Show the states."""
        self._overview("status")

    def do_view_escalations(self) -> None:
        """Show what is due."""
        self._overview("escalations")

    def do_view_mine(self) -> None:
        """Show this agent's tickets."""
        self._overview("mine")

    def do_view_free(self) -> None:
        """Show what nobody owns."""
        self._overview("free")

    def do_view_saved5(self) -> None:
        """Show the agent's view 5."""
        self._home().do_view_saved5()

    def do_view_saved6(self) -> None:
        """Show the agent's view 6."""
        self._home().do_view_saved6()

    def do_view_saved7(self) -> None:
        """Show the agent's view 7."""
        self._home().do_view_saved7()

    def do_view_saved8(self) -> None:
        """Show the agent's view 8."""
        self._home().do_view_saved8()

    def do_view_saved9(self) -> None:
        """Show the agent's view 9."""
        self._home().do_view_saved9()

    # -- going -----------------------------------------------------------------------------------------------------

    async def do_go_ticket(self, text: str = "") -> None:
        """Open a ticket, or a problem, a change or an article, by its number."""
        from otui.desk.records.finding import resolve
        from otui.desk.records.kinds import split_number
        from otui.desk.views import ticket as ticket_views
        from otui.widgets.ask_line import AskLine

        number = text.strip()
        if not number:
            asked = await self._app.ask(AskLine(_("Number of the ticket"), lambda words: (words, "")))
            if not asked:
                return
            number = asked
        number = number.removeprefix("otui:").split("/")[-1]
        kind, _rest = split_number(number)
        if kind:
            self.open_record(kind, await self._app.live.read(resolve, kind, number))
            return
        self._app.open_ticket(await self._app.live.read(ticket_views.resolve_ref, number))

    def open_record(self, kind: str, record_id: int) -> None:
        """Show a ticket, a problem, a change, an article or a service on its own screen."""
        from otui.screens.records.opening import open_record

        open_record(self._app, kind, record_id)

    def do_go_line1(self) -> None:
        """Go to the first line's queue."""
        self._line(1)

    def do_go_line2(self) -> None:
        """Go to the second line's queue."""
        self._line(2)

    def do_go_line3(self) -> None:
        """Go to the third line's queue."""
        self._line(3)

    def _line(self, line: int) -> None:
        queues = self._app.live.desk.directory.line_queues(line)
        if not queues:
            self._app.tell(_("There is no queue in line {line}.").format(line=line))
            return
        overview = self._home()
        from dataclasses import replace

        overview.views["queues"] = replace(overview.views["queues"], entry=queues[0].id)
        if overview.view.id == "queues":
            overview.view = overview.views["queues"]
        overview.show_view("queues")

    def do_go_knowledge(self, words: str = "") -> None:
        """Show what the desk knows, narrowed by words where there are any."""
        from otui.screens.knowledge.screen import KnowledgeListScreen

        self._app.push_screen(KnowledgeListScreen(words=words.strip()))

    def do_go_clusters(self) -> None:
        """Show what recurs: groups of like incidents, and major incidents."""
        from otui.screens.recurrence.screen import ClustersScreen

        self._app.push_screen(ClustersScreen())

    def do_go_customers(self) -> None:
        """Show customers and their contacts."""
        from otui.screens.people.screen import CustomersScreen

        self._app.push_screen(CustomersScreen())

    def do_go_rules(self, name: str = "") -> None:
        """Show the rules of the desk, by file: sla, calendar or queues."""
        from otui.screens.rules.screen import RulesScreen

        self._app.push_screen(RulesScreen(name or "sla"))

    def do_go_problems(self) -> None:
        """Show the problems."""
        from otui.screens.problems.screen import ProblemsScreen

        self._app.push_screen(ProblemsScreen())

    def do_go_items(self, words: str = "") -> None:
        """Show services and items; with words, those that have them."""
        from otui.screens.items.screen import ItemsScreen

        self._app.push_screen(ItemsScreen("all" if words else "", words))

    def do_go_procedures(self) -> None:
        """Show the procedures, and the tickets that come back."""
        from otui.screens.procedures.screen import RoutinesScreen

        self._app.push_screen(RoutinesScreen())

    def do_go_calendar(self) -> None:
        """Show the calendar of changes."""
        from otui.screens.calendar.screen import CalendarScreen

        self._app.push_screen(CalendarScreen())

    def do_go_drafts(self) -> None:
        """Show what was begun and not sent."""
        from otui.screens.lists_of.drafts import DraftsScreen

        self._app.push_screen(DraftsScreen())

    def do_handover_begin(self) -> None:
        """Hand this agent's work over."""
        from otui.screens.handover.giving import HandoverScreen

        self._app.push_screen(HandoverScreen())

    def do_go_handovers(self) -> None:
        """Show what was handed over."""
        from otui.screens.handover.received import HandoversScreen

        self._app.push_screen(HandoversScreen())

    def do_go_notices(self) -> None:
        """Show what otui told."""
        from otui.screens.lists_of.notices import NoticesScreen

        self._app.push_screen(NoticesScreen())

    def do_go_jump(self) -> None:
        """Show a letter at every place that can have focus."""
        from otui.screens.lists_of.jump import JumpScreen

        self._app.push_screen(JumpScreen(self._app.screen))

    def do_app_triage(self) -> None:
        """Take one ticket after another, from the one under the cursor on."""
        from otui.screens.triage.screen import TriageScreen

        row = self._app.overview.tickets.row
        if row is None:
            self._app.tell(_("There is nothing here to triage."))
        else:
            self._app.push_screen(TriageScreen(row.id))
