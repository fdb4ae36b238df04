"""The procedures and recurring tickets of the demo firm."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from otui.desk.procedures import verbs as procedures
from otui.desk.procedures.verbs import NewProcedure
from otui.desk.recurring import verbs as recurring
from otui.desk.recurring.verbs import NewRecurring

Do = Callable[[Callable[..., Any], Any], Any]
"""Does a verb as the admin of the new desk."""


def add_routines(path: Path, do: Do) -> None:
    """Make what stands in the file, in its order."""
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    for told in read["procedure"]:
        do(procedures.new, NewProcedure(**told))
    for told in read["recurring"]:
        do(recurring.new, NewRecurring(**told))
