"""Every text a person sees has its Dutch, with the same placeholders, and no Dutch is left over or in doubt."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import otui
from otui.text import i18n

SOURCE = Path(otui.__file__).parent
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
LANGUAGES = [lang for lang in i18n.LANGUAGES if lang != "en"]


def parts(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def translations(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, list | tuple) else (message.string,)


def fields(text: str) -> set[str]:
    """Return the {placeholders} of a text; a brace that is none is told by the text itself."""
    try:
        return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}
    except ValueError:
        return set(re.findall(r"\{\w*\}", text))


@pytest.fixture(scope="module")
def source() -> Catalog:
    catalogue = Catalog()
    for file, line, ids, _comments, context in extract_from_dir(
        str(SOURCE), [("**.py", "python")], keywords=KEYWORDS
    ):
        if ids not in ("", ("", "")):
            catalogue.add(ids, locations=[(file, line)], context=context)
    return catalogue


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    path = SOURCE / "locale" / request.param / "LC_MESSAGES" / "otui.po"
    with path.open("rb") as file:
        return read_po(file, locale=request.param)


def test_the_source_has_texts(source: Catalog) -> None:
    assert len(source) > 100


def test_no_text_lacks_its_translation(source: Catalog, catalogue: Catalog) -> None:
    lacking = []
    for message in source:
        found = catalogue.get(message.id, message.context) if message.id else None
        if message.id and (found is None or not all(translations(found))):
            file, line = message.locations[0]
            lacking.append(f"{file}:{line}: {parts(message)[0]!r}")
    assert not lacking, f"{len(lacking)} without a translation:\n" + "\n".join(lacking)


def test_no_translation_is_in_doubt_or_left_over(source: Catalog, catalogue: Catalog) -> None:
    messages = [message for message in catalogue if message.id]
    assert [parts(message)[0] for message in messages if message.fuzzy] == []
    assert [parts(m)[0] for m in messages if source.get(m.id, m.context) is None] == []


def test_the_placeholders_are_the_same(catalogue: Catalog) -> None:
    wrong = []
    for message in catalogue:
        known = set().union(*map(fields, parts(message))) if message.id else set()
        for told in translations(message) if message.id else ():
            must = fields(parts(message)[0]) if len(parts(message)) == 1 else set()
            if told and not must <= fields(told) <= known:
                wrong.append(f"{parts(message)[0]!r}: {told!r}")
    assert wrong == []


def test_leading_and_trailing_space_is_kept(catalogue: Catalog) -> None:
    wrong = []
    for message in catalogue:
        for told in translations(message) if message.id else ():
            source_text = parts(message)[0]
            kept = (told[:1].isspace(), told[-1:].isspace()) == (
                source_text[:1].isspace(),
                source_text[-1:].isspace(),
            )
            if told and not kept:
                wrong.append(source_text)
    assert wrong == []


def test_a_text_is_never_put_together_before_it_is_looked_up() -> None:
    built = re.compile(r"\b(?:_|N_|ngettext|pgettext)\(\s*f[\"']")
    found = [
        f"{path.relative_to(SOURCE)}:{number}"
        for path in SOURCE.rglob("*.py")
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if built.search(text)
    ]
    assert found == []


def test_no_text_is_looked_up_inside_an_f_string() -> None:
    """Such a text is not found by the tool that fills the catalogues, and stays English."""
    found = [
        f"{path.relative_to(SOURCE)}:{call.lineno}"
        for path in SOURCE.rglob("*.py")
        for built in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(built, ast.JoinedStr)
        for call in ast.walk(built)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
        if isinstance(call.args[0], ast.Constant)
    ]
    assert found == []
