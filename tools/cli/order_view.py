"""How the story of an order looks: what the store sent, who earns what, what was posted."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from commissions.domain.orders.order import sum_of
from commissions.domain.sales.attribution import Lock
from commissions.domain.sales.referral_match import SaleCredit
from commissions.platforms.bigcommerce.name import NAME as BIGCOMMERCE
from commissions.platforms.magento.name import NAME as MAGENTO
from commissions.platforms.orders_api.name import NAME as ORDERS_API
from commissions.platforms.shopify.name import NAME as SHOPIFY
from commissions.platforms.woocommerce.name import NAME as WOOCOMMERCE
from tools.cli import (
    attribute_view,
    awards,
    decision_view,
    formats,
    operations,
    output,
    postings,
    received,
)
from tools.cli.attribution_wording import whose

if TYPE_CHECKING:
    from commissions.application.queries.order_story import OrderStory
    from commissions.tables.inbox import InboxItem
    from commissions.tables.parked import ParkedEntry

_EARNS = {
    SHOPIFY: "it earns when its payment is captured, or it is marked as paid",
    WOOCOMMERCE: (
        "it earns when it has a payment date, with cash on delivery when it is completed "
        "(a status that counts sooner: paid_when in stores.yaml)"
    ),
    MAGENTO: (
        "it earns when it is invoiced and nothing is due any more "
        "(a state that counts sooner: paid_when in stores.yaml)"
    ),
    BIGCOMMERCE: (
        "it earns when its payment is captured; cash on delivery and bank transfers never are, "
        "there paid_when in stores.yaml names the statuses that count"
    ),
    ORDERS_API: "it earns when its system sends it as paid",
}
"""By its platform, when an order earns that nobody has paid for yet."""


def answer(story: "OrderStory") -> dict[str, Any]:
    """The story for machines."""
    return {
        "order_key": story.order_key,
        "webhooks": [_webhook_answer(item) for item in story.webhooks],
        "facts": [
            {
                "fact_id": row.fact.fact_id,
                "kind": row.fact.kind,
                "inbox": row.inbox,
                "recorded_at": row.recorded_at,
                "content": row.fact.content,
            }
            for row in story.rows
        ],
        "decisions": [
            {**output.jsonable(decision), "stands": stands} for decision, stands in story.decisions
        ],
        "overrides": [
            {**output.jsonable(override), "stands": stands} for override, stands in story.overrides
        ],
        "stands_for": _stands_for_answer(story),
        "awaits_payment": story.awaits_payment,
        "awards": [awards.answer(award) for award in story.awards],
        "journals": list(story.journals),
        "chain_broken_at": story.broken_at,
        "parked": [operations.entry_answer(entry) for entry in story.parked],
    }


def _stands_for_answer(story: "OrderStory") -> dict[str, Any] | None:
    if (elsewhere := story.stands_for) is None:
        return None
    return {
        "order": elsewhere.parent,
        "lines": sorted(elsewhere.parents),
        "unknown_lines": sorted(elsewhere.unknown),
        "waits": elsewhere.waits,
        "says": formats.stands_for(elsewhere),
    }


def _webhook_answer(item: "InboxItem") -> dict[str, Any]:
    """Without the records: they are the facts."""
    return {
        "id": item.id,
        "topic": item.topic,
        "received_at": item.received_at,
        "state": item.state,
    }


def screen(story: "OrderStory") -> RenderableType:
    parts: list[RenderableType] = [
        heading(story),
        Text(),
        received.screen(story),
    ]
    if story.decisions:
        currency = story.order.currency if story.order else ""
        parts += [Text(), decision_view.listed(story.decisions, currency)]
    if story.overrides:
        parts += [Text(), attribute_view.listed(story.overrides)]
    if story.journals:
        parts += [Text(), Text("Who earns", "bold"), awards.screen(story.awards), _why(story)]
        parts += [Text(), postings.screen(story.journals, story.broken_at)]
    parts += [Text(), waits(story.parked)] if story.parked else []
    return Group(*parts)


def heading(story: "OrderStory") -> Text:
    text = Text.assemble(("Order ", "dim"), (story.order_key, "bold"))
    if order := story.order:
        status = "gone from the store, cancelled" if story.is_gone else received.status(order)
        text.append(f"  {status}{', parked' if story.is_waiting else ''}", "cyan")
        net = formats.amount(sum_of(order.items), order.currency)
        lines = formats.count(len(order.items), "line")
        text.append(f"\nplaced {formats.moment(order.order_ts)} UTC, {lines}, ")
        text.append(f"{net} net of discounts, tax and shipping")
    else:
        text.append("  the order itself has not been told yet", "yellow")
    if (lock := story.lock) and (verdict := story.verdict):
        text.append(f"\n{_credited(lock, verdict.credit)}")
    if elsewhere := story.stands_for:
        text.append(f"\n{formats.stands_for(elsewhere)}", "yellow")
    if order and story.awaits_payment:
        text.append(f"\nearns nothing yet: {_EARNS[order.platform]}", "yellow")
    return text


def _credited(lock: Lock, credit: SaleCredit) -> str:
    known = whose(credit)
    who = f"{credit.seller or 'nobody'}{f' ({known})' if known else ''}"
    plan = f"plan {lock.plan.plan_id} version {lock.plan.version}"
    return f"credited to {who}, bought by {formats.buyer(credit.buyer_class)}; {plan}"


def _why(story: "OrderStory") -> Text:
    entries = [award.entry for award in story.awards]
    return Text(f"Why? commissions explain {entries[0]}" if entries else "", "dim")


def waits(parked: Iterable["ParkedEntry"]) -> RenderableType:
    """What waits, and apart from it what is listed while the order goes on."""
    entries = list(parked)
    holding = [entry for entry in entries if entry.holds]
    listed = [entry for entry in entries if not entry.holds]
    parts = _entries("Waits", holding) + _entries("Listed, the order goes on", listed)
    return Group(*parts)


def _entries(title: str, entries: Sequence["ParkedEntry"]) -> list[Text]:
    lines = [Text(title, "bold yellow")] if entries else []
    for entry in entries:
        lines.append(Text(f"  {entry.detail} ({entry.reason})"))
        lines.append(Text(f"  {entry.advice}", "cyan"))
    return lines
