"""How a person's word on whose sale an order is looks: what it would change, and all there are."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from commissions.domain.people.attribution_override import (
    LATER,
    ORDER,
    TAKEN_BACK,
    AttributionOverride,
)
from tools.cli import decision_view, formats, output
from tools.cli.attribution_wording import whose

if TYPE_CHECKING:
    from commissions.application.care.customer_effect import OrderChange
    from commissions.application.care.override_order import OverrideProposal
    from commissions.domain.sales.referral_match import SaleCredit

SECOND_FIRST = "Nothing was written: run it again with --apply to put it before a second person."


def answer(proposal: "OverrideProposal", *, applied: bool) -> dict[str, Any]:
    """A proposal for machines: amounts in minor units."""
    before = proposal.before
    return {
        "order_key": proposal.order_key,
        "applied": applied,
        "credited_to": None if before is None else before.seller,
        "takes_second_person": proposal.second,
        "waits": list(proposal.waits),
        "override": output.jsonable(proposal.override),
        "changes": decision_view.changes_answer(proposal.changes),
        "other_orders": orders_answer(proposal.later),
    }


def orders_answer(orders: "Iterable[OrderChange]") -> list[dict[str, Any]]:
    return [
        {
            "order_key": each.order_key,
            "before": each.before,
            "after": each.after,
            "closed_month": each.closed_month,
            "changes": decision_view.changes_answer(each.changes),
        }
        for each in orders
    ]


def screen(proposal: "OverrideProposal", *, applied: bool, waits: bool = False) -> RenderableType:
    """`waits`: whether it is before a second person, of which others tell."""
    head = Text.assemble(("Order ", "dim"), (proposal.order_key, "bold"))
    said = [Text(_now(proposal.before)), *(Text(f"It waits: {each}") for each in proposal.waits)]
    override = proposal.override
    upline = " < ".join(each.member for each in override.line)
    said.append(Text.assemble("Would be: ", (what(override), "bold"), f"; by {override.by}"))
    said += [Text(f"The line as of the order: {upline}")] if upline else []
    said += [Text(f"It takes two people: {proposal.second}.", "yellow")] if proposal.second else []
    end = SECOND_FIRST if proposal.second else decision_view.DRY
    if applied:
        end = f"Said. See `commissions order {proposal.order_key}` in a moment."
    ending = () if waits and not applied else (Text(end, "cyan"),)
    table = decision_view.changes_table(proposal.changes)
    return Group(head, *said, Text(), table, Text(), *orders(proposal.later), *ending)


def orders(found: "Sequence[OrderChange]") -> list[RenderableType]:
    """The other orders that would change, and what they come to; nothing where there are none."""
    if not found:
        return []
    from commissions.application.actions.effect_lines import NAMED_MAX, whose
    from commissions.application.care.customer_effect import summed

    named = [output.indented(Text(f"{each.order_key}: {whose(each)}")) for each in found]
    more = len(found) - NAMED_MAX
    rest = [output.indented(Text(f"and {more} more", "dim"))] if more > 0 else []
    head = Text(f"{formats.count(len(found), 'other order')} would change", "bold")
    table = decision_view.changes_table(summed(found))
    return [head, *named[:NAMED_MAX], *rest, Text(), table, Text()]


def listed(overrides: Iterable[tuple[AttributionOverride, bool]]) -> RenderableType:
    """All that people said of whose an order is, the earliest first."""
    parts: list[RenderableType] = [Text("Whose people said it is", "bold")]
    for override, stands in overrides:
        note = "" if stands else "  counts no more"
        parts += [
            output.indented(Text.assemble(what(override), (note, "yellow"))),
            output.indented(Text(f"override {override.stated}", "dim"), 4),
        ]
    return Group(*parts)


def _now(before: "SaleCredit | None") -> str:
    if before is None:
        return "Whose it is, is not known yet"
    known = whose(before)
    return f"Credited to {before.seller or 'nobody'}{f': {known}' if known else ''}"


def what(override: AttributionOverride) -> str:
    if override.says == TAKEN_BACK:
        return f"override {override.takes_back} taken back"
    return f"{_whose(override)}{_scope(override)}"


def _whose(override: AttributionOverride) -> str:
    return f"{override.seller}'s" if override.seller else "nobody's, whoever is named"


def _scope(override: AttributionOverride) -> str:
    """Of what more than the order, or of what in its place."""
    if override.scope == ORDER:
        return ""
    since = f"{override.since:%Y-%m-%d}" if override.since else "this order"
    return f", the customer {'' if override.scope == LATER else 'too '}from {since} on"
