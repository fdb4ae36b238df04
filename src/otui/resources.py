"""The files that come with otui: rule files, templates, demo texts."""

from __future__ import annotations

from pathlib import Path

from otui.errors import BadFile
from otui.text.i18n import _

_PACKAGE = Path(__file__).resolve().parent


def data_dir() -> Path:
    """Return the folder of shipped files: `otui/data` of an installed package, `data` of a checkout.

    Raises BadFile where neither is there.
    """
    for folder in (_PACKAGE / "data", _PACKAGE.parents[1] / "data"):
        if folder.is_dir():
            return folder
    message, hint = _("This folder belongs to otui and is missing."), _("Install otui again.")
    raise BadFile(str(_PACKAGE / "data"), 0, message, hint)
