"""What there is about the same, shown before another article is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from otui.desk.views.known import Known
from otui.text.i18n import _, ngettext
from otui.widgets.confirm import Answer, Confirm

if TYPE_CHECKING:
    from otui.app import OtuiApp

SHOWN = 3


async def make_another(app: OtuiApp, found: Sequence[Known]) -> bool:
    """Ask whether an article is made though there are others like it; look at the first opens that in its place."""
    if not found:
        return True
    question = ngettext("{n} like this exists", "{n} like this exist", len(found)).format(n=len(found))
    answers = [
        Answer("v", _("look at {number}").format(number=found[0].number), "view"),
        Answer("m", _("make another all the same"), "make"),
    ]
    details = [f"{one.number}  {one.subject}" for one in found[:SHOWN]]
    answer = await app.ask(Confirm(question, answers, details=details))
    if answer == "view":
        app.open_record("knowledge", found[0].id)
    return answer == "make"
