"""What kinds of item, and the reasons for an impact, are called."""

from __future__ import annotations

from otui.domain.items import Kind, Proposal, Why
from otui.errors import Usage
from otui.text.i18n import N_, _, ngettext

KINDS: dict[str, str] = {
    Kind.SERVICE: N_("service"),
    Kind.APPLICATION: N_("application"),
    Kind.SERVER: N_("server"),
    Kind.NETWORK: N_("network"),
    Kind.WORKPLACE: N_("workplace"),
    Kind.OTHER: N_("other"),
}


def kind_name(kind: str) -> str:
    """Return a kind of item as people say it."""
    return _(KINDS.get(kind, kind))


def require_kind(kind: str) -> None:
    """Refuse a word that is no kind of item."""
    if kind not in tuple(Kind):
        raise Usage(
            _("{kind} is no kind of service or item.").format(kind=kind),
            _("It is one of {kinds}.").format(kinds=", ".join(Kind)),
        )


def why(proposal: Proposal, name: str, by: str = "") -> str:
    """Return why an impact is proposed for an item called `name`; `by` is the name of the item that says so."""
    if proposal.why is Why.OWN:
        return _("{name} has it").format(name=name)
    if proposal.why is Why.ABOVE:
        return _("{name} hangs on it").format(name=by)
    if proposal.why is Why.CUSTOMERS:
        return ngettext("{n} customer uses it", "{n} customers use it", proposal.count).format(
            n=proposal.count
        )
    if proposal.why is Why.SITES:
        return ngettext("it is used in {n} place", "it is used in {n} places", proposal.count).format(
            n=proposal.count
        )
    return _("it is one workplace")
