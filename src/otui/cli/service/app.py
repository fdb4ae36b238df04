"""The group that the service commands hang on, and how one is named."""

from __future__ import annotations

from typing import Annotated

import typer

from otui.text.i18n import N_

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Name = Annotated[
    str, typer.Argument(metavar="NAME", help=N_("The service or item; the start of its name is enough."))
]
