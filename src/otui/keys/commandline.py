"""The `:` line: from what was typed to an action with its arguments.

Names may be cut short as long as one action is left; English and Dutch are both understood, whatever
language is spoken. Double quotes hold words together; an argument that takes the rest of the line needs none.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from otui.errors import Usage
from otui.keys.actions import Action, action
from otui.keys.forms import CHOICES, KINDS, MEANINGS, Argument, Form, Providers, forms
from otui.text.i18n import _


@dataclass(frozen=True, slots=True)
class Command:
    """What a line asks for. `values` holds the arguments by kind ("queue", "reason"), without those left out.

    A line without any argument asks what the action's key asks: the screen then opens the picker.
    """

    action: Action
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the line, without its quotes, and where it ends; `whole` is False for a quote left open."""

    text: str
    end: int
    whole: bool = True


def parse(line: str, providers: Providers | None = None) -> Command:
    """Return what `line`, with or without its colon, asks for.

    `providers` know the names on the desk, so that one of several words needs no quotes. Raises Usage, with
    the form that was expected.
    """
    text = line.strip().removeprefix(":").strip()
    if not text:
        raise Usage(_("The command line is empty."), _("Type a command; Tab completes it."))
    if re.fullmatch(r"[PCKpck]?[\d-]*\d[\d-]*", text):
        return Command(action("go.ticket"), {"number": text})
    form, position = _form_of(text)
    values: dict[str, str] = {}
    for argument in form.arguments:
        value, position = take(text, position, argument, providers)
        if value is None:
            break
        values[argument.kind] = _checked(argument, value, form)
    if text[position:].strip():
        raise Usage(
            _("{rest} is too much here.").format(rest=text[position:].strip()),
            _("The form is: {form}").format(form=form),
        )
    missing = next((a for a in form.arguments if not a.optional and a.kind not in values), None)
    if missing and values:
        raise Usage(
            _("Still to come: {what}.").format(what=_(KINDS[missing.kind])),
            _("The form is: {form}").format(form=form),
        )
    return Command(form.action, values)


def matching(words: Sequence[str], *, last_is_open: bool = False) -> list[tuple[Form, tuple[str, ...]]]:
    """Return the forms, each with its phrase, that `words` can begin with; exact words rule out longer ones.

    With `last_is_open` the last word may still grow, so that an exact word rules nothing out, and a phrase
    may have words that are still to come.
    """
    found = [(form, phrase) for form in forms() for phrase in form.preferred()]
    for index, word in enumerate(words):
        typed = word.casefold()
        still_open = last_is_open and index == len(words) - 1
        exact = [pair for pair in found if len(pair[1]) > index and pair[1][index] == typed]
        begun = [pair for pair in found if len(pair[1]) > index and pair[1][index].startswith(typed)]
        narrowed = exact if exact and not still_open else begun
        if not narrowed and index:
            return [pair for pair in found if len(pair[1]) <= index]
        found = narrowed
    return found if last_is_open else [pair for pair in found if len(pair[1]) <= len(words)]


def next_word(text: str, position: int) -> Word | None:
    """Return the word at `position` or after the blanks there, or None at the end of the line."""
    found = re.compile(r'\s*(?:"([^"]*)("?)|(\S+))').match(text, position)
    if not found:
        return None
    if found.group(1) is None:
        return Word(found.group(3), found.end())
    return Word(found.group(1), found.end(), whole=bool(found.group(2)))


def take(text: str, position: int, argument: Argument, providers: Providers | None) -> tuple[str | None, int]:
    """Return the value of `argument` at `position`, and where it ends; None where nothing is left."""
    left = text[position:].strip()
    if not left:
        return None, position
    if argument.rest:
        quoted = re.fullmatch(r'"([^"]*)"', left)
        return (quoted.group(1) if quoted else left), len(text)
    if not left.startswith('"') and (known := _known_name(left, argument, providers)):
        return known, text.index(left, position) + len(known)
    word = next_word(text, position)
    if word is None:
        return None, position
    if not word.whole:
        raise Usage(_("A quote is opened and not closed."), _('Close it with ", or leave the quotes out.'))
    return word.text, word.end


def _known_name(left: str, argument: Argument, providers: Providers | None) -> str:
    """Return the longest name on the desk that what is left of the line begins with, as it was typed."""
    provider = providers.get(argument.kind) if providers else None
    if provider is None:
        return ""
    folded = left.casefold()
    fitting = [
        name
        for name in provider("")
        if folded.startswith(name.casefold()) and (len(left) == len(name) or left[len(name)].isspace())
    ]
    return left[: len(max(fitting, key=len))] if fitting else ""


def _form_of(text: str) -> tuple[Form, int]:
    """Return the form that the line begins with, and where its arguments begin."""
    words = text.split()
    found = matching(words)
    by_action = {form.action.id: (form, phrase) for form, phrase in reversed(found)}
    if not by_action:
        raise _unknown(words)
    if len(by_action) > 1:
        raise Usage(_("{word} can be several commands.").format(word=words[0]), _one_of(found))
    form, phrase = next(iter(by_action.values()))
    position = 0
    for _word in phrase:
        position = len(text) - len(text[position:].lstrip())
        position += len(text[position:].split(None, 1)[0])
    return form, position


def _unknown(words: Sequence[str]) -> Usage:
    """Return the error for a line that begins with no command, naming what comes nearest."""
    if begun := matching([words[0], ""], last_is_open=True):
        return Usage(_("{line} is not a whole command.").format(line=" ".join(words)), _one_of(begun))
    every = {phrase[0] for form in forms() for phrase in form.phrases}
    near = difflib.get_close_matches(words[0].casefold(), sorted(every), n=1, cutoff=0.6)
    hint = _("Did you mean {name}?").format(name=near[0]) if near else _("Tab shows what there is.")
    return Usage(_("There is no command {word}.").format(word=words[0]), hint)


def _one_of(found: Sequence[tuple[Form, tuple[str, ...]]]) -> str:
    """Return the sentence that lists what was found, each action by the name that is preferred."""
    names = {form.action.id: " ".join(phrase) for form, phrase in reversed(found)}
    return _("Choose one of: {names}.").format(names=", ".join(reversed(names.values())))


def _checked(argument: Argument, value: str, form: Form) -> str:
    """Return the value that a word stands for, where it has to be one of a few."""
    choices = CHOICES.get(argument.kind)
    if choices is None:
        return MEANINGS.get(argument.kind, {}).get(value.casefold(), value)
    meant = {choices[word] for word in choices if word.startswith(value.casefold())}
    if len(meant) != 1:
        raise Usage(
            _("{value} is not {what}.").format(value=value, what=_(KINDS[argument.kind])),
            _("The form is: {form}").format(form=form),
        )
    return meant.pop()
