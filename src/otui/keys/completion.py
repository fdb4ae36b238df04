"""What may come next on the `:` line."""

from __future__ import annotations

from dataclasses import dataclass

from otui.keys.commandline import matching, next_word
from otui.keys.forms import CHOICES, SUGGESTIONS, Argument, Providers
from otui.text.i18n import _

MOST = 12
"""As many candidates as a small window shows."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to go on: `line` is the whole line with it filled in, `word` the new part, `about` its sense."""

    line: str
    word: str
    about: str = ""


def complete(line: str, providers: Providers) -> tuple[Candidate, ...]:
    """Return the ways to go on with `line`, the likeliest first: names of commands, then arguments."""
    colon = ":" if line.startswith(":") else ""
    text = line.removeprefix(":").lstrip()
    words = text.split()
    growing = not text or not text[-1].isspace()
    if not words:
        return _commands(colon, [""])
    if growing and (named := _commands(colon, words)):
        return named
    found = matching(words)
    if len({form.action.id for form, _phrase in found}) != 1:
        return () if growing else _commands(colon, [*words, ""])
    form, phrase = found[0]
    position = 0
    for _word in phrase:
        named_word = next_word(text, position)
        position = named_word.end if named_word else position
    return _arguments(colon, text, position, form.arguments, providers)


def _commands(colon: str, words: list[str]) -> tuple[Candidate, ...]:
    """Return the commands that the words can be the beginning of, each action once."""
    found: dict[str, Candidate] = {}
    for form, phrase in matching(words, last_is_open=True):
        if len(phrase) < len(words) or form.action.id in found:
            continue
        name = " ".join(phrase)
        blank = " " if form.arguments else ""
        found[form.action.id] = Candidate(f"{colon}{name}{blank}", name, _(form.action.title))
    return tuple(found.values())[:MOST]


def _arguments(
    colon: str, text: str, position: int, arguments: tuple[Argument, ...], providers: Providers
) -> tuple[Candidate, ...]:
    """Return the names for the argument that is being typed at the end of the line."""
    for argument in arguments:
        typed = text[position:].lstrip()
        head = colon + text[: len(text) - len(typed)].rstrip() + " "
        names = _fitting(argument, typed.lstrip('"'), providers)
        word = next_word(text, position)
        if names or argument.rest or word is None or word.end == len(text):
            return tuple(Candidate(head + _quoted(name, argument), name) for name in names)
        position = word.end
    return ()


def _fitting(argument: Argument, typed: str, providers: Providers) -> list[str]:
    """Return the names that begin with what was typed, then those that have it elsewhere."""
    provider = providers.get(argument.kind)
    if provider is not None:
        names = list(provider(typed))
    else:
        names = [*CHOICES.get(argument.kind, ()), *map(_, SUGGESTIONS.get(argument.kind, ()))]
    folded = typed.casefold()
    first = [name for name in names if name.casefold().startswith(folded)]
    then = [name for name in names if folded in name.casefold() and name not in first]
    return list(dict.fromkeys(first + then))[:MOST]


def _quoted(name: str, argument: Argument) -> str:
    """Return a name as it is typed: in quotes where it is of several words and more may follow."""
    return f'"{name}"' if " " in name and not argument.rest else name
