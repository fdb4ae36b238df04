# What a developer runs. `make install` first; everything works in .venv.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: install check test catalog docs

install: .venv/bin/python
	$(BIN)/pip install --quiet --editable ".[dev]" $(if $(wildcard constraints.txt),--constraint constraints.txt)

.venv/bin/python:
	$(PYTHON) -m venv .venv

check:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

test:
	$(BIN)/pytest

# Brings every catalogue up to date with the source: new texts empty, texts that are gone left out.
catalog:
	mkdir -p build
	$(BIN)/pybabel -q extract --mapping babel.cfg --keywords "_ N_ ngettext:1,2 pgettext:1c,2" --no-default-keywords \
		--add-location file --sort-output --project otui --version "" --output build/otui.pot src/otui
	$(BIN)/pybabel -q update --domain otui --input-file build/otui.pot --output-dir src/otui/locale \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel -q compile --domain otui --directory src/otui/locale

# Writes the generated pages of the handbook.
docs:
	$(BIN)/python -m otui.keys.document > docs/keys.md
	$(BIN)/python -m otui.cli.help_page docs/commands.md

# Takes the pictures of the handbook anew, from the app itself.
.PHONY: pictures bench
pictures:
	$(BIN)/python docs/pictures.py

# Prints what the speed budget allows and what was measured; makes desks of up to a million tickets on the first run.
bench:
	$(BIN)/python -m benchmarks
