"""How it looks whose customers somebody's are: the history of one, and many who are given."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from commissions.domain.sales.carried_attribution import SaidAttribution, named_source
from tools.cli import attribute_view, formats, output

if TYPE_CHECKING:
    from commissions.application.care.customer_effect import OrderChange
    from commissions.application.care.customers_given import CustomerGiven
    from commissions.application.queries.customer_story import CustomerHistory

DRY = "Nothing was written: run it again with --apply to put it before a second person."


def history_answer(found: "CustomerHistory") -> dict[str, Any]:
    binding = found.binding
    return {
        "store": found.store_id,
        "history": found.name,
        "remembers": found.remembers,
        "customer_of": binding.seller if binding else "",
        "since": binding.source if binding else None,
        "said": [output.jsonable(each) | {"stands": each.stands} for each in found.said],
        "orders": found.orders,
        "erased_at": found.erased_at,
    }


def history(found: "CustomerHistory") -> RenderableType:
    head = Text.assemble((f"A customer of {found.store_id}", "bold"), (f"  {found.name}", "dim"))
    parts: list[RenderableType] = [head, Text(_now(found))]
    if not found.remembers:
        parts.append(Text("The store remembers no customers.", "yellow"))
    if found.erased_at:
        erased = formats.moment(found.erased_at)
        parts.append(Text(f"What was known until {erased} UTC was erased.", "yellow"))
    parts += [output.indented(Text(_said(each))) for each in found.said]
    orders = formats.count(found.orders, "order")
    parts.append(Text(f"{orders} of theirs hear what others say", "dim"))
    return Group(*parts)


def _now(found: "CustomerHistory") -> str:
    binding = found.binding
    if binding is None:
        return "Nobody's customer now"
    since = named_source(binding.source, f"{binding.source_ts:%Y-%m-%d}")
    return f"Customer of {binding.seller or 'nobody, by a decision,'} since {since}"


def _said(each: SaidAttribution) -> str:
    source = named_source(each.source, f"{each.source_ts:%Y-%m-%d}")
    if each.through:
        source += f", of a customer merged on {each.through.since:%Y-%m-%d}"
    if not each.stands:
        return f"{source}: names nobody (any more)"
    by = f"{each.carrier.replace('_', ' ')} {each.code}".strip()
    how = "decided" if each.decided else "named"
    return f"{source}: {how} {each.seller or 'nobody'} ({by})"


def given_answer(
    given: "Sequence[CustomerGiven]", changed: "Sequence[OrderChange]", *, left: int
) -> dict[str, Any]:
    """For machines: amounts in minor units."""
    return {
        "customers": [
            {"order_key": each.order_key, "to": each.seller, "since": each.at, "now": each.rests_on}
            for each in given
        ],
        "left_for_another_time": left,
        "orders": attribute_view.orders_answer(changed),
    }


def given(
    given: "Sequence[CustomerGiven]",
    changed: "Sequence[OrderChange]",
    *,
    left: int,
    proposed: bool,
) -> RenderableType:
    if not given:
        return Text("There is no such customer: nothing to do.", "green")
    parts: list[RenderableType] = [Text(_counted(given), "bold")]
    if left:
        parts.append(Text(f"{left} more are left: run it again when these are done", "yellow"))
    parts += attribute_view.orders(changed)
    if not changed:
        parts.append(Text("No order that is there would change.", "dim"))
    parts += [] if proposed else [Text("It takes two people.", "yellow"), Text(DRY, "cyan")]
    return Group(*parts)


def _counted(given: "Sequence[CustomerGiven]") -> str:
    sums: dict[str, int] = {}
    for each in given:
        sums[each.seller] = sums.get(each.seller, 0) + 1
    to = ", ".join(f"{count} to {seller}" for seller, count in sorted(sums.items()))
    return f"{formats.count(len(given), 'customer')} would be given: {to}"
