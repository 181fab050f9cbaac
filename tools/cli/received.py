"""How what a store sent about an order looks: its webhooks, and the facts that came of them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text
from rich.tree import Tree

from commissions.domain.catalogue.listing import ProductListed, ProductRemoved
from commissions.domain.ledger.facts import Heard, NotTold
from commissions.domain.orders.carried_lines import CHILD, CarriedLines
from commissions.domain.orders.decision import OrderDecided
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.order import OrderCancelled, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded, RefundItem
from commissions.domain.people.attribution_override import AttributionOverride
from commissions.domain.people.customer_merge import CustomersMerged
from commissions.domain.people.privacy import PrivacyAsked
from commissions.domain.people.upline import Ancestor
from commissions.domain.sales.attribution import Lock
from commissions.domain.sales.carried_attribution import CarriedAttribution, named_source
from commissions.domain.sales.referral_match import ReferralMatch
from commissions.domain.store_record import StoreRecord
from tools.cli import attribute_view, formats

if TYPE_CHECKING:
    from commissions.application.queries.order_story import OrderStory


def screen(story: "OrderStory") -> RenderableType:
    tree = Tree(Text("What the store told", "bold"), guide_style="dim")
    for item in story.webhooks:
        if any(isinstance(each, OrderDecided | AttributionOverride) for each in item.records):
            _add_heard(tree, story.contents_of(item))
            continue  # which no store told
        head = Text.assemble(
            f"{formats.clock(item.received_at)}  {item.topic}",
            (f"  {item.state}  inbox {item.id[-64:][:12]}", "dim"),
        )
        branch = tree.add(head)
        for content in story.contents_of(item):
            branch.add(_as_it_stands(story, content))
    for content in story.other_contents:
        tree.add(_as_it_stands(story, content))
    return tree


def _as_it_stands(story: "OrderStory", content: StoreRecord | NotTold) -> Text:
    """A fact; of a refund that counts no more, that it was taken back since."""
    text = fact_text(content)
    if isinstance(content, OrderRefunded) and story.is_taken_back(content):
        text.append("; taken back: the store does not list it any more", "yellow")
    return text


def _add_heard(tree: Tree, contents: Iterable[StoreRecord | NotTold]) -> None:
    """What came of another order, with which people said it."""
    for content in contents:
        if isinstance(content, Heard):
            tree.add(fact_text(content))


def status(order: OrderPlaced) -> str:
    return "cancelled" if order.cancelled_at else order.status.replace("_", " ")


def fact_text(content: StoreRecord | NotTold) -> Text:  # noqa: PLR0911 - one return a fact
    match content:
        case OrderPlaced():
            return Text(_placed(content))
        case OrderRefunded():
            return Text(f"refund {content.refund_id}: {_returned(content)}")
        case OrderCancelled():
            return Text(f"cancelled at {formats.moment(content.cancelled_at)} UTC")
        case OrderDisputed():
            return Text(_disputed(content))
        case OrderDecided():
            return Text(f"decided by {content.by}: {content.about} {content.answer}".rstrip())
        case AttributionOverride():
            return Text(f"said by {content.by}: {attribute_view.what(content)}")
        case Lock() | ReferralMatch() | CarriedAttribution() | CarriedLines():
            return Text(_not_told(content), "dim")
    return Text(_besides(content))


def _not_told(content: NotTold) -> str:
    match content:
        case Lock():
            return _locked(content)
        case ReferralMatch():
            return _matched(content)
        case CarriedAttribution():
            return _carried(content)
        case CarriedLines():
            return _lines(content)


def _lines(carried: CarriedLines) -> str:
    order, state = f"order {carried.source.rpartition('/')[2]}", carried.states[-1]
    if carried.role == CHILD:
        back = sum(each.back != "0" for each in state.lines)
        return f"heard of {order}, a copy: something of {formats.count(back, 'line')} came back"
    if not state.stands:
        return f"heard of {order}: it does not stand"
    return f"heard of {order}: it has {formats.count(len(state.lines), 'line')}"


def _carried(carried: CarriedAttribution) -> str:
    who = carried.seller or "nobody any more"
    order = named_source(carried.source, f"{carried.source_ts:%Y-%m-%d}")
    order += f", merged on {carried.merged_at:%Y-%m-%d}," if carried.merged_at else ""
    if carried.decided:
        return f"decided of the customer: {carried.seller or 'nobody'}'s since {order}"
    return f"heard of the {carried.kind}: {order} names {who}"


def _placed(order: OrderPlaced) -> str:
    total = formats.amount(order.total, order.currency)
    flags = f"  ({', '.join(order.flags)})" if order.flags else ""
    return (
        f"order, {status(order)}: {formats.count(len(order.items), 'line')}, {total} in all{flags}"
    )


def _disputed(dispute: OrderDisputed) -> str:
    ended = f" on {dispute.finalized_on:%Y-%m-%d}" if dispute.finalized_on else ""
    said = f"dispute {dispute.dispute_id}: {dispute.status.replace('_', ' ')}{ended}"
    if dispute.amount is None:
        return f"{said}, the amount was not told"
    return f"{said}, {formats.amount(dispute.amount, dispute.currency)}"


def _besides(
    content: ChangeHinted | ProductListed | ProductRemoved | CustomersMerged | PrivacyAsked,
) -> str:
    match content:
        case ChangeHinted():
            why = f" ({content.reason})" if content.reason else ""
            return f"{content.subject} {content.subject_id} has to be asked for{why}"
        case ProductListed():
            named = ", ".join(each.sku or each.variant_id for each in content.variants)
            return f"product {content.product_id} is for sale: {named}"
        case ProductRemoved():
            return f"product {content.product_id} is not sold any more"
        case CustomersMerged():
            return f"two customers are one since {content.merged_at:%Y-%m-%d}"
    return f"asked by law: {content.kind.replace('_', ' ')}"


def _returned(refund: OrderRefunded) -> str:
    parts = [_line_back(item, refund.currency) for item in refund.items]
    for value, name in (
        (max(0, refund.amount_only), "without naming lines"),
        (max(0, -refund.amount_only), "less than what it names"),
        (refund.money or 0, "for what it names"),
        (refund.shipping, "shipping"),
        (refund.other, "fees and the like"),
    ):
        parts += [f"{formats.amount(value, refund.currency)} {name}"] if value else []
    return ", ".join(parts) or "nothing that earned"


def _line_back(back: RefundItem, currency: str) -> str:
    """Units, money, or both; of units that gave back another net than theirs, which."""
    parts = [formats.decimal(back.qty)] if back.qty else []
    parts += [formats.amount(back.amount, currency)] if back.amount else []
    worth = "" if back.worth is None else f", for {formats.amount(back.worth, currency)} of its net"
    return f"{' and '.join(parts) or 'nothing'} of line {back.line_id}{worth}"


def _locked(lock: Lock) -> str:
    rate = lock.rate
    money = f", 1 {rate.currency} = {formats.decimal(rate.rate)} {rate.base_currency} of {rate.day}"
    exchange = "" if rate.currency == rate.base_currency else money
    upline = f" upline {_upline(lock.line)};" if lock.line is not None else ""
    return f"locked:{upline} plan {lock.plan.plan_id} v{lock.plan.version}{exchange}"


def _matched(match: ReferralMatch) -> str:
    since = f", registered {match.registered_at:%Y-%m-%d}" if match.registered_at else ""
    by = match.code or match.carrier.replace("_", " ")
    unknown = f"; nobody has {', '.join(match.unknown)}" if match.unknown else ""
    named = f" by {by}{since}" if by else ""
    return f"referred{named}: upline {_upline(match.line)}{unknown}"


def _upline(line: Iterable[Ancestor]) -> str:
    return " < ".join(ancestor.member for ancestor in line) or "nobody"
