"""`parked.nobody`: orders that wait to know whose they are are nobody's, by a person's word."""

from collections.abc import Sequence
from dataclasses import replace

from commissions.application.actions.order_attribution import NotByOne
from commissions.application.actions.parked_records_action import parked_kind
from commissions.application.care import override_order
from commissions.application.care.drafted_overrides import TO_NOBODY, OverrideRequest
from commissions.application.queries.order_reference import parse_order
from commissions.domain.actions.action import Action
from commissions.domain.orders.parking_reasons import WAITS_FOR_SOMEBODY
from commissions.domain.people.attribution_override import identified_override
from commissions.tables.parked import ParkedEntry


class WaitsForElse(ValueError):
    """A record that does not wait to know whose its order is."""

    def __init__(self, entry: ParkedEntry) -> None:
        super().__init__(f"{entry.record_key} does not wait to know whose it is: {entry.detail}")


def _check(entries: Sequence[ParkedEntry]) -> None:
    for each in entries:
        if each.reason not in WAITS_FOR_SOMEBODY:
            raise WaitsForElse(each)


def _to_nobody(action: Action, entry: ParkedEntry) -> None:
    """At the moment of the action, so that it is the same word however often it is said."""
    draft, at = action.draft, action.agreed_at or action.proposed_at
    request = OverrideRequest(to=TO_NOBODY, by=draft.by, why=draft.why)
    proposal = override_order.propose(parse_order(entry.order_key), request, now=at)
    if proposal.second and not action.agreed_by:
        raise NotByOne(proposal.second)
    said = replace(proposal.override, override_id="", approved_by=action.agreed_by)
    override_order.record(identified_override(said), now=at)


PARKED_TO_NOBODY = parked_kind(
    "parked.nobody",
    _to_nobody,
    "credited to nobody",
    more_refusals=(WaitsForElse,),
    check=_check,
)
