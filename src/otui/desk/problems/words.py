"""How a problem ended, as people say it."""

from __future__ import annotations

from otui.domain.problem import Resolution
from otui.text.i18n import N_, _

RESOLUTIONS = {
    Resolution.FIX_APPLIED: N_("fix applied"),
    Resolution.RISK_ACCEPTED: N_("risk accepted"),
    Resolution.DUPLICATE: N_("duplicate"),
    Resolution.CANCELED: N_("canceled"),
}


def resolution_name(resolution: str) -> str:
    """Return how a problem ended; nothing for one that did not."""
    return _(RESOLUTIONS[Resolution(resolution)]) if resolution else ""
