"""The names on the desk that the `:` line completes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui import theme
from otui.desk import categories, templates
from otui.desk.desk import View
from otui.desk.views import items, people, searching
from otui.keys.forms import Providers
from otui.resources import data_dir
from otui.text.i18n import language

if TYPE_CHECKING:
    from otui.app import OtuiApp

NUMBERS = 12


def providers(app: OtuiApp, view: View) -> Providers:
    """Return what knows the names of each kind of argument. To be used where `view` may be read."""

    def numbers(typed: str) -> list[str]:
        return [hit.row.number for hit in searching.find(view, typed, limit=NUMBERS)] if typed else []

    def contacts(typed: str) -> list[str]:
        return [contact.name for contact in people.find_contacts(view, typed, limit=NUMBERS)]

    def names_of_templates(_typed: str) -> list[str]:
        return [
            one.name for one in templates.load([data_dir() / "templates", app.own_templates()], language())
        ]

    return {
        "queue": lambda _typed: [queue.name for queue in view.directory.queues.values()],
        "agent": lambda _typed: [agent.login for agent in view.directory.agents.values()],
        "category": lambda _typed: categories.known(view),
        "contact": contacts,
        "customer": lambda typed: [one.name for one in people.find_customers(view, typed, NUMBERS)],
        "item": lambda _typed: [near.name for near in items.nearby(view)],
        "number": numbers,
        "template": names_of_templates,
        "theme": lambda _typed: theme.NAMES,
    }
