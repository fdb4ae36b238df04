"""Templates for replies and notes, with placeholders that cannot leak into a mail.

A template is a TOML file with `name`, `kind` (reply or note), `body` and, where it wants one, `subject`. In
the texts `{{contact.first_name}}` stands for a fact, `{{contact.first_name|there}}` for the fact or else
what follows the bar, and `{{? what to fill in}}` for what only the agent can say. A template is rendered
when it is put into the composer, so that the agent sees what will be sent; what could not be filled in
stands there as a `{{? …}}`, and a text that still holds one is refused when it is sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from otui.errors import BadFile, Refused
from otui.text import safe
from otui.text.i18n import _
from otui.text.times import moment

if TYPE_CHECKING:
    from otui.desk.rows import AgentRow, TicketDetail

KINDS = ("reply", "note")
PLACEHOLDERS = (
    "agent.first_name",
    "agent.name",
    "contact.email",
    "contact.first_name",
    "contact.name",
    "contact.phone",
    "customer.name",
    "desk.name",
    "ticket.created",
    "ticket.number",
    "ticket.queue",
    "ticket.subject",
)
"""What a template can name; `facts_of` has them all."""

_PLACEHOLDER = re.compile(r"\{\{(?!\?)\s*([^{}|]*?)\s*(?:\|([^{}]*))?\}\}")
_GAP = re.compile(r"\{\{\?[^{}]*\}\}")
_LEFT = re.compile(r"\{\{.*?\}\}")
_QUOTED = re.compile(r"\s*>")


@dataclass(frozen=True)
class Template:
    """A text to start from. `id` is its file's name: a person's own file of that name replaces the shipped one."""

    id: str
    name: str
    kind: str
    subject: str
    body: str
    path: str


@dataclass(frozen=True)
class Rendered:
    """A template filled in. `missing` names, each once and in order, what is still open in it."""

    subject: str
    text: str
    missing: list[str]


def load(
    folders: Iterable[Path], lang: str, on_mistake: Callable[[BadFile], None] | None = None
) -> list[Template]:
    """Return the templates in `lang` of all folders, in the order of their files' names.

    A folder has files for every language in itself and others in `en`, `nl`; a later folder counts before an
    earlier one, and a folder that does not exist is empty. A language that no folder has is answered in
    English. A file with a mistake raises BadFile, or is handed to `on_mistake` and left out, so that one slip
    does not take the others away.
    """
    folders = list(folders)
    # It may be the language of a contact, which an import brought: a word, and never a way to another folder.
    if not lang.isalpha() or not any(folder.joinpath(lang).is_dir() for folder in folders):
        lang = "en"
    found: dict[str, Template] = {}
    for folder in folders:
        for path in [*sorted(folder.glob("*.toml")), *sorted(folder.joinpath(lang).glob("*.toml"))]:
            try:
                found[path.stem] = _read(path)
            except BadFile as mistake:
                if on_mistake is None:
                    raise
                on_mistake(mistake)
    return [found[name] for name in sorted(found)]


def render(template: Template, facts: Mapping[str, str]) -> Rendered:
    """Fill in `facts`, by placeholder. One that is unknown or empty, and has no text after a bar, becomes a gap."""
    missing: dict[str, None] = {}

    def filled(found: re.Match[str]) -> str:
        value = _inert(facts.get(found[1], ""))
        if not value and found[2] is None:
            return f"{{{{? {found[1]}}}}}"
        return value or found[2].strip()

    texts = [_PLACEHOLDER.sub(filled, text) for text in (template.subject, template.body)]
    for text in texts:
        missing |= dict.fromkeys(gap[3:-2].strip() for gap in _GAP.findall(text))
    return Rendered(texts[0], texts[1], list(missing))


def fill(text: str, facts: Mapping[str, str]) -> Rendered:
    """Fill in `facts` in a text that is no template: the standard solution of a knowledge article."""
    return render(Template("", "", "reply", "", text, ""), facts)


def require_known(text: str) -> None:
    """Refuse a text that names a placeholder that nothing can be filled in for."""
    for name in (found[1] for found in _PLACEHOLDER.finditer(text)):
        if name not in PLACEHOLDERS:
            raise Refused(_unknown(name), _("{{? words}} is a gap that an agent fills in."))


def check_leak(text: str) -> str:
    """Return the first placeholder or gap that is still in `text`, or nothing where it may be sent.

    Quoted lines (`> `) are passed over: what a contact wrote is theirs.
    """
    for line in text.splitlines():
        found = None if _QUOTED.match(line) else _LEFT.search(line)
        if found:
            return found[0]
    return ""


def facts_of(detail: TicketDetail, agent: AgentRow, desk: str, tz: tzinfo, now: datetime) -> dict[str, str]:
    """Return what the placeholders stand for on one ticket; `desk` is the desk's name. Empty where not known."""
    row, contact = detail.row, detail.contact
    name = contact.name if contact else row.contact
    return {
        "agent.first_name": first_name(agent.name),
        "agent.name": agent.name,
        "contact.email": contact.email if contact else "",
        "contact.first_name": first_name(name),
        "contact.name": name,
        "contact.phone": contact.phone if contact else "",
        "customer.name": contact.customer if contact else row.customer,
        "desk.name": desk,
        "ticket.created": moment(row.created_at, tz, now),
        "ticket.number": row.number,
        "ticket.queue": row.queue,
        "ticket.subject": row.subject,
    }


def first_name(name: str) -> str:
    """Return the first name in `Jan de Wit` or `Wit, Jan de`; nothing for `J. de Wit`, a title or an address."""
    family, comma, given = name.partition(",")
    words = (given if comma else family).split()
    if not words or (len(words) == 1 and not comma):
        return ""
    word = words[0]
    return "" if "." in word or "@" in word or len(word) < 2 or not word[0].isupper() else word


def _inert(value: str) -> str:
    """Return a fact as one safe line that is no placeholder itself, whatever a contact calls themselves."""
    return re.sub(r"\{(?=\{)|\}(?=\})", lambda brace: f"{brace[0]} ", safe.line(value))


def _read(path: Path) -> Template:
    """Read and check one file."""
    from otui.domain.toml_file import TomlFile

    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(str(path), 0, _("The template cannot be read: {why}.").format(why=error)) from error
    file = TomlFile(str(path), text)
    top = file.root
    template = Template(
        id=path.stem,
        name=safe.line(top.text("name")),
        kind=top.choice("kind", KINDS),
        subject=safe.line(top.text("subject", "")),
        body=safe.clean(top.text("body")) + "\n",
        path=str(path),
    )
    top.done()
    for key, part in (("subject", template.subject), ("body", template.body)):
        for name in (found[1] for found in _PLACEHOLDER.finditer(part)):
            if name not in PLACEHOLDERS:
                raise top.bad(key, _unknown(name))
    return template


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    known = get_close_matches(name, PLACEHOLDERS, 1) or PLACEHOLDERS
    return _("No placeholder is called {name}; there is {known}.").format(name=name, known=", ".join(known))
