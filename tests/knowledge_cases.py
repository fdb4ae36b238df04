"""What the tests of knowledge share: articles made, read by another and published. A desk is a Shift or an Office."""

from __future__ import annotations

from typing import Any

from otui.desk.knowledge import steps, writing
from otui.desk.knowledge.commands import MoveArticle, NewArticle, Renew
from otui.desk.views import knowledge as views
from otui.desk.views.knowledge import KnowledgeDetail


def write(desk: Any, subject: str, login: str = "bea", **values: Any) -> str:
    """Begin an article and return its number."""
    values = {"solution": f"Do this: {subject}.", **values}
    return desk.do(writing.new, NewArticle(subject=subject, **values), login).number


def published(desk: Any, subject: str, login: str = "bea", by: str = "cas", **values: Any) -> str:
    """Begin an article, have it read, publish it; return its number."""
    number = write(desk, subject, login, **values)
    desk.do(steps.submit, MoveArticle(ref=number), login)
    desk.do(steps.publish, Renew(ref=number), by)
    return number


def look(desk: Any, number: str, login: str = "bea") -> KnowledgeDetail:
    return desk.desk(login).read(views.detail, number)
