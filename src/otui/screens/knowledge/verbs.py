"""What keys do to an article, in the list and on its page."""

from __future__ import annotations

from typing import Any, cast

from otui.desk.desk import View
from otui.desk.knowledge import linking, steps, writing
from otui.desk.knowledge.commands import EditArticle, MoveArticle, NewArticle, Renew, TieArticle
from otui.desk.knowledge.steps import KIND
from otui.desk.records.ties import TieRow
from otui.desk.results import Result
from otui.desk.views import knowledge as views
from otui.desk.views import known
from otui.desk.views.knowledge import KnowledgeDetail
from otui.desk.words import field_name
from otui.domain.knowledge import Audience
from otui.screens.compose.editing import edit_outside
from otui.screens.knowledge.alike import make_another
from otui.screens.records.doing import Chosen
from otui.screens.records.form import FormArea, FormField, FormScreen
from otui.screens.records.verbs import RecordVerbs
from otui.text.i18n import _


class ArticleForm(FormScreen):
    """The form of an article: its long texts may be written in an editor of one's own."""

    FOOTER = ("compose.send", "compose.editor", "pane.next", "compose.discard", "nav.back")

    async def do_compose_editor(self) -> None:
        """Write the text that has focus, or else the article's, in the editor."""
        area = self.focused if isinstance(self.focused, FormArea) else self.field("body")
        assert isinstance(area, FormArea)
        self.hand_over()
        text = await edit_outside(self.otui, area.text)
        if text is not None:
            area.load_text(text)
            area.focus()


class KnowledgeVerbs(RecordVerbs):
    """Mixed into the screens of knowledge."""

    KIND = KIND
    FOLLOWS = staticmethod(views.what_follows)

    async def do_record_new(self, text: str = "") -> None:
        """Begin an article; what there is about the same is shown first."""

        async def save(changed: dict[str, str]) -> Result | None:
            found = await self.live.read(known.alike, changed.get("subject", ""), changed.get("keywords", ""))
            if not await make_another(self.otui, found):
                return None
            result = await self.live.do(writing.new, NewArticle(**cast("dict[str, Any]", changed)))
            made.append(result)
            return result

        def show(_nothing: None) -> None:
            for result in made:
                self.opened(result)
                self.otui.tell(result.said)

        made: list[Result] = []
        fields = await self._fields(None, text.strip())
        self.otui.push_screen(ArticleForm(_("New article"), fields, save, draft="new:knowledge"), show)

    async def do_record_edit(self) -> None:
        """Write its fields."""
        one = await self.one()
        whole = await self.live.read(views.detail, one.id)
        seen = Chosen(one.id, one.number, whole.row.version)

        async def save(changed: dict[str, str]) -> Result | None:
            return await self.act(
                writing.edit, EditArticle(ref=one.id, **cast("dict[str, Any]", changed)), chosen=seen
            )

        title = f"{one.number}  {whole.row.subject}"
        draft = f"edit:knowledge:{one.id}"
        fields = await self._fields(whole)
        self.otui.push_screen(ArticleForm(title, fields, save, draft=draft, version=whole.row.version))

    async def _fields(self, whole: KnowledgeDetail | None, subject: str = "") -> list[FormField]:
        items = await self.live.read(_item_names)
        queues = tuple(queue.name for queue in self.live.desk.directory.queues.values())
        row = whole.row if whole is not None else None
        return [
            FormField("subject", field_name("subject"), row.subject if row else subject),
            FormField(
                "body",
                field_name("body"),
                whole.body if whole else "",
                long=True,
                about=_("Markdown, for agents"),
            ),
            FormField(
                "solution",
                field_name("solution"),
                whole.solution if whole else "",
                long=True,
                about=_("goes to a contact; {{contact.first_name|there}} and the like are filled in"),
            ),
            FormField("keywords", field_name("keywords"), whole.keywords if whole else ""),
            FormField("item", _("service or item"), row.item if row else "", choices=items),
            FormField("queue", field_name("queue"), row.queue if row else "", choices=queues),
            FormField(
                "audience",
                field_name("audience"),
                row.audience if row else Audience.INTERNAL.value,
                choices=tuple(one.value for one in Audience),
            ),
        ]

    async def link(self, one: Chosen, named: str) -> None:
        """Link it to what is named."""
        await self.act(linking.link, TieArticle(ref=one.id, other=named), chosen=one)

    async def unlink(self, one: Chosen, row: TieRow) -> None:
        """Take a link away."""
        await self.act(linking.unlink, TieArticle(ref=one.id, other=row.number), chosen=one)

    # -- the moves of the table ------------------------------------------------------------------------------------

    async def move_submit(self, one: Chosen, text: str) -> None:
        """Have it read."""
        await self.act(steps.submit, MoveArticle(ref=one.id), chosen=one)

    async def move_publish(self, one: Chosen, text: str) -> None:
        """Let it count."""
        await self.act(steps.publish, Renew(ref=one.id), chosen=one)

    async def move_still_holds(self, one: Chosen, text: str) -> None:
        """Say that it was looked at."""
        await self.act(steps.still_holds, Renew(ref=one.id), chosen=one)

    async def move_reopen(self, one: Chosen, text: str) -> None:
        """Make a draft of it again."""
        await self.act(steps.reopen, MoveArticle(ref=one.id), chosen=one)

    async def move_send_back(self, one: Chosen, text: str) -> None:
        """Give it back, with the reason."""
        await self._with_reason(steps.send_back, one, text, _("What is to be put right in {number}?"))

    async def move_retire(self, one: Chosen, text: str) -> None:
        """Take it out of use, with the reason."""
        await self._with_reason(steps.retire, one, text, _("Why is {number} retired?"))

    async def _with_reason(self, verb: Any, one: Chosen, text: str, question: str) -> None:
        why = await self.reason(question.format(number=one.number), text)
        if why:
            await self.act(verb, MoveArticle(ref=one.id, reason=why), chosen=one)

    async def do_knowledge_holds(self) -> None:
        """Say that it still holds."""
        await self.do_record_next("still-holds")


def _item_names(view: View) -> tuple[str, ...]:
    rows = view.reader.all(
        f"SELECT name FROM item WHERE active{view.without_hidden('coalesce(queue_id, 0)')} ORDER BY name LIMIT 200"
    )
    return tuple(str(name) for (name,) in rows)
