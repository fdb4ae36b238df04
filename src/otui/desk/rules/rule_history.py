"""Every change of the rules: who put what in force and when, how the text differs, and how to go back."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from otui.desk import rights
from otui.desk.desk import View
from otui.desk.rules import in_force
from otui.errors import NotFound, Refused
from otui.store.records import from_micros
from otui.text.i18n import _


@dataclass(frozen=True, slots=True)
class RuleLoad:
    """Rule files that came into force together."""

    version: int
    """The version of the rules from then on."""
    former: int
    """The version before; 0 where the desk was made with these."""
    at: datetime
    agent: str
    """Login of who did it; empty at the making of the desk."""
    names: tuple[str, ...]
    texts: tuple[str, ...]


def loads(view: View) -> list[RuleLoad]:
    """Return every change of the rules, the newest first; the last is what the desk was made with."""
    return _grouped(view)[::-1]


def _grouped(view: View) -> list[RuleLoad]:
    rights.require_rules(view.agent, view.hidden)
    found: list[RuleLoad] = []
    rows = view.reader.all(
        "SELECT r.id, r.name, r.text, r.loaded_at, coalesce(a.login, ''), r.load_id FROM rule_text r"
        " LEFT JOIN agent a ON a.id = r.agent_id ORDER BY r.id"
    )
    key: tuple[object, ...] | None = None
    for row_id, name, text, at, login, load_id in rows:
        # Rows of before a change had an id of its own: those of one moment belong together.
        mine = (load_id,) if load_id is not None else (None, at // 1_000_000, login)
        if found and mine == key:
            last = found[-1]
            found[-1] = RuleLoad(
                row_id, last.former, last.at, last.agent, (*last.names, name), (*last.texts, text)
            )
        else:
            former = found[-1].version if found else 0
            found.append(RuleLoad(row_id, former, from_micros(at), login, (name,), (text,)))
        key = mine
    return found


def load_of(view: View, version: int) -> RuleLoad:
    """Return the change that led to a version; NotFound with those that there are."""
    for one in loads(view):
        if one.version == version:
            return one
    raise NotFound(
        _("There is no version {version} of the rules.").format(version=version),
        _("`otui rules log` shows which there are."),
    )


def texts_at(view: View, version: int) -> dict[str, str]:
    """Return the texts as they stood at a version; NotFound where there is none."""
    load_of(view, version)
    return in_force.texts_at(view.reader, version)


def version_at(view: View, at: datetime) -> int:
    """Return the version that was in force at an instant; NotFound before the desk was made."""
    for one in loads(view):
        if one.at <= at:
            return one.version
    raise NotFound(_("The desk was made later than that."))


def diff(view: View, version: int) -> list[str]:
    """Return what a change did to the texts, as lines of a unified diff."""
    load = load_of(view, version)
    before = in_force.texts_at(view.reader, load.former) if load.former else {}
    lines: list[str] = []
    for name, text in zip(load.names, load.texts, strict=True):
        lines += text_diff(name, before.get(name, ""), text)
    return lines


def text_diff(name: str, before: str, after: str) -> Iterator[str]:
    """Return how one rule file differs from another text of it, as lines of a unified diff."""
    file = f"{name}.toml"
    return difflib.unified_diff(before.splitlines(), after.splitlines(), file, file, lineterm="", n=2)


def way_back(view: View, version: int | None = None) -> dict[str, str]:
    """Return the texts to load so that the rules are again as at `version`, or as before the newest change.

    Refused where there is nothing to go back to, or where they are like that now.
    """
    newest = loads(view)[0]
    if version is None and not newest.former:
        raise Refused(_("The rules were never changed: there is nothing to go back to."))
    current = in_force.texts(view.reader)
    wanted = texts_at(view, newest.former if version is None else version)
    texts = {name: text for name, text in wanted.items() if current.get(name) != text}
    if not texts:
        raise Refused(_("The rules are already as they were at version {n}.").format(n=version))
    return texts
