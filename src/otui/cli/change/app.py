"""The group that the commands on changes hang on."""

from __future__ import annotations

import typer

app = typer.Typer(rich_markup_mode=None, add_completion=False)
