"""What is made of a group of like incidents: a problem, a major incident, or nothing."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, cast

from otui.desk.majors import commands as m
from otui.desk.majors import deciding
from otui.desk.problems import linking, making
from otui.desk.problems.commands import NewProblem, TieProblem
from otui.desk.recurrence import patterns
from otui.desk.recurrence.reading import Recurring
from otui.desk.results import Result
from otui.desk.rows import TicketRow
from otui.desk.views import lists
from otui.domain.workflow import OPEN_STATES
from otui.errors import OtuiError, Refused
from otui.screens.verbs.plain import PlainVerbs
from otui.screens.verbs.recurring import RecurringVerbs
from otui.text.i18n import _, ngettext
from otui.widgets.ask_line import AskLine
from otui.widgets.confirm import Answer, Confirm

if TYPE_CHECKING:
    from otui.screens.recurrence.screen import ClustersScreen


class ClusterActs(PlainVerbs, RecurringVerbs):
    """Mixed into the screen of what recurs."""

    @property
    def _me(self) -> ClustersScreen:
        return cast("ClustersScreen", self)

    def _group(self) -> Recurring:
        """Return the group under the cursor; Refused where there is none."""
        line = self._me.line
        if line is None or line.group is None:
            raise Refused(
                _("There is no group of like incidents under the cursor."),
                _("Choose one below the major incidents."),
            )
        return line.group

    async def _rows(self, group: Recurring) -> list[TicketRow]:
        rows = await self.live.read(lists.rows_by_id, group.cluster.ids)
        return [rows[one] for one in group.cluster.ids if one in rows]

    async def do_cluster_problem(self) -> None:
        """Make a problem of the group, all its incidents linked: one act, and one undo takes it back."""
        group = self._group()
        rows = await self._rows(group)
        if group.problems:
            question = _("{number} is there already for some of them. Make another?").format(
                number=group.problems[0]
            )
            answers = [Answer("y", _("make another"), "y"), Answer("k", _("keep it as it is"), "k")]
            if await self.otui.ask(Confirm(question, answers)) != "y":
                return
        command = NewProblem(
            subject=group.cluster.label, incidents=tuple(row.id for row in rows), item=group.item
        )
        self._told(await self.live.do(making.new, command))

    async def do_cluster_link(self, text: str = "") -> None:
        """Link the incidents of the group to a problem that there is."""
        group = self._group()
        named: str | None = text.strip() or await self.otui.ask(
            AskLine(
                _("Link them to which problem?"),
                lambda words: (words.strip(), ""),
                initial=group.problems[0] if group.problems else "",
                explain=_("Its number."),
            )
        )
        if not named:
            return
        batch = uuid.uuid4().hex[:12]
        done: list[Result] = []
        refused: list[OtuiError] = []
        for row in await self._rows(group):
            command = TieProblem(ref=named, other=row.number, batch=batch)
            try:
                done.append(await self.live.do(linking.link, command))
            except Refused as error:
                refused.append(error)
        if not done:
            raise refused[0]
        self._told(
            done[-1],
            ngettext("{n} incident is linked.", "{n} incidents are linked.", len(done)).format(n=len(done)),
        )

    async def do_cluster_major(self) -> None:
        """Propose a major incident of the group, or go on with the one under the cursor."""
        line = self._me.line
        if line is not None and line.major is not None:
            await self.do_ticket_major()
            return
        rows = [row for row in await self._rows(self._group()) if row.state in OPEN_STATES]
        if not rows:
            raise Refused(_("None of them is open."))
        parent = min(rows, key=lambda row: (row.created_at, row.id))
        members = tuple(row.id for row in rows if row.id != parent.id)
        command = m.Propose(ticket=parent.id, members=members, alike=self._group().cluster.label)
        await self.act(deciding.propose, lambda _row: command, [parent])

    async def do_cluster_dismiss(self) -> None:
        """Say that the group is no pattern, or is one after all."""
        group = self._group()
        verb = patterns.recall if group.dismissed else patterns.dismiss
        self._told(await self.live.do(verb, patterns.OnPattern(label=group.cluster.label)))

    def _told(self, result: Result, said: str = "") -> None:
        key = self.otui.keymap.label("edit.undo")
        self.otui.tell(_("{said} {key} undoes it.").format(said=said or result.said, key=key))
        self._me.acted([result])

    # -- for the verbs ---------------------------------------------------------------------------------------------

    async def targets(self) -> list[TicketRow]:
        """Return the ticket that a major incident under the cursor is of."""
        line = self._me.line
        if line is None or line.major is None:
            return []
        return list((await self.live.read(lists.rows_by_id, (line.major.ticket_id,))).values())

    def unmark(self, ids: set[int]) -> Any:
        """Take marks off in the list behind."""
        self.otui.overview.unmark(ids)
