"""The language is the one asked for, then the agent's, then the terminal's."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from otui.errors import Usage
from otui.text import i18n

PO = """
msgid ""
msgstr ""
"Language: nl\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Ticket {number} is closed."
msgstr "Melding {number} is gesloten."

msgid "{n} ticket"
msgid_plural "{n} tickets"
msgstr[0] "{n} melding"
msgstr[1] "{n} meldingen"

msgctxt "verb"
msgid "Note"
msgstr "Noteer"
"""


@pytest.fixture
def dutch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "otui.po").write_text(PO, encoding="utf-8")
    monkeypatch.setattr(i18n, "LOCALE", tmp_path)
    i18n.use("en")
    i18n.use("nl")
    yield
    i18n.use("en")


@pytest.mark.usefixtures("dutch")
def test_dutch_words() -> None:
    assert i18n.language() == "nl"
    assert i18n._("Ticket {number} is closed.") == "Melding {number} is gesloten."
    assert [i18n.ngettext("{n} ticket", "{n} tickets", n) for n in (0, 1, 2)] == [
        "{n} meldingen",
        "{n} melding",
        "{n} meldingen",
    ]
    assert i18n.pgettext("verb", "Note") == "Noteer"


@pytest.mark.usefixtures("dutch")
def test_what_has_no_dutch_stays_english() -> None:
    assert i18n._("Nothing here yet.") == "Nothing here yet."
    assert i18n._("") == ""


def test_english_is_the_source() -> None:
    i18n.use("en")
    assert i18n._("Ticket") == "Ticket"
    assert i18n.ngettext("{n} ticket", "{n} tickets", 1) == "{n} ticket"
    assert i18n.N_("Ticket") == "Ticket"


@pytest.mark.parametrize(
    ("explicit", "agent", "environ", "lang"),
    [
        (None, None, {}, "en"),
        (None, "", {"LANG": "nl_NL.UTF-8"}, "nl"),
        (None, None, {"LANG": "nl_BE"}, "nl"),
        (None, None, {"LANG": "de_DE.UTF-8"}, "en"),
        (None, None, {"LANG": "nl_NL.UTF-8", "LC_ALL": "C"}, "en"),
        (None, None, {"LANG": "de_DE.UTF-8", "LANGUAGE": "fr:nl:en"}, "nl"),
        (None, None, {"LANG": "C", "LANGUAGE": "nl"}, "en"),
        (None, "en", {"LANG": "nl_NL.UTF-8"}, "en"),
        (None, "nl", {"OTUI_LANG": "en"}, "en"),
        ("nl", "en", {"OTUI_LANG": "en", "LANG": "en_GB.UTF-8"}, "nl"),
        ("nl_NL.UTF-8", None, {}, "nl"),
    ],
)
def test_choose(explicit: str | None, agent: str | None, environ: dict[str, str], lang: str) -> None:
    assert i18n.choose(explicit, agent, environ) == lang


def test_a_language_otui_does_not_speak_is_refused() -> None:
    with pytest.raises(Usage, match="'fr'"):
        i18n.choose("fr", None, {})
    with pytest.raises(Usage, match="'tlh'"):
        i18n.choose(None, None, {"OTUI_LANG": "tlh"})
    with pytest.raises(Usage, match="'fr'"):
        i18n.use("fr")


def test_importing_it_reads_no_catalogue() -> None:
    code = "import sys; import otui.text.i18n; print({'babel', 'rich', 'textual'} & sys.modules.keys())"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
