"""Words in the agent's language: gettext, with English as the language of the source.

Nothing is read before the first word is asked for in another language than English. Catalogues are
`locale/<lang>/LC_MESSAGES/otui.mo`; an install carries them, a checkout compiles its .po when that is newer.
"""

from __future__ import annotations

import gettext as _gettext
import io
from collections.abc import Mapping
from pathlib import Path

from otui.errors import Usage

LANGUAGES = ("en", "nl")
"""What otui speaks. The first is the language of the source."""

LOCALE = Path(__file__).resolve().parent.parent / "locale"

_language = "en"
_words: _gettext.NullTranslations | None = None


def use(lang: str) -> None:
    """Speak `lang` ("en" or "nl") from now on, in the whole process."""
    global _language, _words
    if lang not in LANGUAGES:
        raise Usage(f"otui does not speak {lang!r}.", "Choose one of: " + ", ".join(LANGUAGES) + ".")
    if lang != _language:
        _language, _words = lang, None


def language() -> str:
    """Return the language spoken now: "en" or "nl"."""
    return _language


def _(message: str) -> str:
    """Return `message`, a whole English text with {placeholders}, in the language spoken now."""
    if _language == "en" or not message:
        return message
    return _catalogue().gettext(message)


def said_in(lang: str, message: str) -> str:
    """Return `message` in the language of a contact, whatever is spoken now; in ours where otui does not speak it."""
    known = _known(lang)
    if known == _language or not known:
        return _(message)
    return message if known == "en" else _read(known).gettext(message)


def N_(message: str) -> str:  # noqa: N802 - the name that extractors know
    """Mark `message` for the catalogue and return it as it is; it is translated where it is used."""
    return message


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the text that goes with `number`."""
    if _language == "en":
        return singular if number == 1 else plural
    return _catalogue().ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    """Return `message` as it is said in `context`, for a word that another language has two of."""
    if _language == "en":
        return message
    return _catalogue().pgettext(context, message)


def choose(explicit: str | None, agent_setting: str | None, environ: Mapping[str, str]) -> str:
    """Return the language to speak: the one asked for, else OTUI_LANG's, the agent's, the locale's.

    Raises Usage where `explicit` or OTUI_LANG is a language that otui does not speak.
    """
    for asked in (explicit, environ.get("OTUI_LANG")):
        if asked:
            lang = _known(asked)
            if not lang:
                raise Usage(f"otui does not speak {asked!r}.", "Choose one of: " + ", ".join(LANGUAGES) + ".")
            return lang
    if agent_setting and (lang := _known(agent_setting)):
        return lang
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    wanted = environ.get("LANGUAGE", "") if locale not in ("", "C", "POSIX") else ""
    return next((lang for name in [*wanted.split(":"), locale] if (lang := _known(name))), "en")


def _known(name: str) -> str:
    """Return the language of a locale name such as nl_BE.UTF-8, or nothing where otui does not speak it."""
    lang = name.strip().lower().replace("-", "_").partition(".")[0].partition("_")[0]
    return lang if lang in LANGUAGES else ""


def _catalogue() -> _gettext.NullTranslations:
    """Return the words of the language spoken now, read once."""
    global _words
    if _words is None:
        _words = _read(_language)
    return _words


def _read(lang: str) -> _gettext.NullTranslations:
    """Read the catalogue of `lang`; without one, the texts stay English."""
    mo = LOCALE / lang / "LC_MESSAGES" / "otui.mo"
    po = mo.with_suffix(".po")
    stale = po.exists() and (not mo.exists() or po.stat().st_mtime_ns > mo.stat().st_mtime_ns)
    compiled = _compile(po, lang) if stale else None
    if compiled is None and mo.exists():
        compiled = mo.read_bytes()
    return _gettext.GNUTranslations(io.BytesIO(compiled)) if compiled else _gettext.NullTranslations()


def _compile(po: Path, lang: str) -> bytes | None:
    """Return the catalogue of a checkout as .mo, where the tool for it is installed."""
    try:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po
    except ImportError:
        return None
    target = io.BytesIO()
    with po.open("rb") as source:
        write_mo(target, read_po(source, locale=lang))
    return target.getvalue()
