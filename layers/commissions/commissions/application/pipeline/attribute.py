"""Looks up whose sale an order was, who stood above, and by which plan and rate it is paid."""

from contextlib import suppress
from dataclasses import dataclass, replace

from commissions.application.pipeline.instalments import (
    FactsOf,
    Original,
    nothing_known,
    original_of,
)
from commissions.application.registers import SaleRegisters
from commissions.domain.catalogue.sku_values import OrderMapped, may_earn
from commissions.domain.orders.order import OrderPlaced, Referral
from commissions.domain.orders.parking import OrderParked, Waits, WaitsFor, park
from commissions.domain.people.genealogy import AlreadyPlaced, NoLine, NotYetAMember
from commissions.domain.people.member import Member, code_key
from commissions.domain.people.upline import PARTICIPANT, RETAIL, Ancestor
from commissions.domain.plans import Plan
from commissions.domain.sales.attribution import (
    ORIGINAL,
    People,
    Rate,
    SaleAttributed,
    Seller,
    attribute,
    who_sold,
)
from commissions.domain.stores.store import BUYER_IN_TREE, Store

DISCOUNT_CODE = "discount_code"
UplineChain = tuple[Ancestor, ...]


@dataclass(frozen=True, slots=True)
class Attributed:
    sold: Seller
    line: UplineChain


def attributed(
    mapped: OrderMapped, registers: SaleRegisters, facts_of: FactsOf = nothing_known
) -> SaleAttributed | OrderParked:
    """The sale with its lock; an unpaid order passes without one, an unclear one is parked."""
    order = mapped.order
    store = registers.store(order.store_id)
    if not may_earn(order, store.policies):
        return SaleAttributed(order)
    try:
        plan = _plan(store, order, registers)
        rate = _rate(order, plan, registers)
        original = original_of(mapped, facts_of)
        found = _people(store, order, registers, original)
    except Waits as waits:
        return park(order, waits.reason, waits.detail, waits_for=waits.waits_for)
    return attribute(mapped, store, found.sold, found.line, plan.ref, rate, original.wholes)


def _plan(store: Store, order: OrderPlaced, registers: SaleRegisters) -> Plan:
    if plan := registers.plan_in_force(store.plan, order.order_ts):
        return plan
    detail = f"no version of plan {store.plan} is in force at {order.order_ts:%Y-%m-%d}"
    raise Waits("no_plan", detail, WaitsFor.plan(store.plan))


def _rate(order: OrderPlaced, plan: Plan, registers: SaleRegisters) -> Rate:
    day = order.order_ts.date()
    if rate := registers.rate(order.currency, plan.base_currency, day):
        return rate
    pair = f"{order.currency}/{plan.base_currency}"
    detail = f"no exchange rate {pair} of {day} or the week before"
    raise Waits("no_rate", detail, WaitsFor.rate(pair))


def _people(
    store: Store, order: OrderPlaced, registers: SaleRegisters, original: Original
) -> Attributed:
    codes = [referral.value for referral in order.referrals]
    known = registers.resolve(codes, store.store_id, order.customer)
    referral = next((each for each in order.referrals if code_key(each.value) in known.codes), None)
    people = People(
        buyer=known.buyer,
        buyer_class=known.kind or RETAIL,
        referrer=known.codes[code_key(referral.value)] if referral else "",
        carrier=referral.carrier if referral else "",
    )
    if original.seller:
        # What a plug-in makes of an order has copies of its codes, or none.
        people = replace(people, referrer=original.seller, carrier=ORIGINAL)
    in_tree = known.buyer and store.mode == BUYER_IN_TREE
    placed = _placed(known.buyer, order, registers) if in_tree else ()
    if known.kind != PARTICIPANT and len(placed) > 1:
        inviter = placed[1].member
        return Attributed(_sold(store, order, people, inviter), placed[1:])
    sold = _sold(store, order, people, "")
    line = _line(sold.seller, order, registers) if sold.seller else ()
    return Attributed(_registered(store, order, sold, registers), line)


def _sold(store: Store, order: OrderPlaced, people: People, inviter: str) -> Seller:
    sold = who_sold(store, replace(people, inviter=inviter))
    if not sold.seller:
        _check_nobody(store, order)
    return sold


def _check_nobody(store: Store, order: OrderPlaced) -> None:
    """An order that is nobody's has to be so by the store's policy, not by a code unknown to us.
    One that goes on with another is nobody's where that one is, which was looked at."""
    if order.continues:
        return
    named = [each for each in order.referrals if each.carrier != DISCOUNT_CODE]
    if named:
        raise _unknown(named[0])
    if "referral_unusable" in order.flags or store.policies.no_referrer == "park":
        detail = "the order does not say in a usable way whose it is"
        raise Waits("no_referrer", detail, WaitsFor.operator(order.order_key))


def _unknown(referral: Referral) -> Waits:
    code = code_key(referral.value)
    detail = f"nobody has the referral code {code}"
    return Waits("unknown_referrer", detail, WaitsFor.referrer(code))


def _line(member: str, order: OrderPlaced, registers: SaleRegisters) -> UplineChain:
    try:
        return registers.line(member, order.order_ts)
    except NoLine as error:
        waits_for = WaitsFor.referrer(code_key(member))
        raise Waits("unknown_referrer", str(error), waits_for) from error


def _placed(buyer: str, order: OrderPlaced, registers: SaleRegisters) -> UplineChain:
    """A buyer's line; an order from before they were placed is told by its referral alone."""
    try:
        return registers.line(buyer, order.order_ts)
    except NotYetAMember:
        return ()


def _registered(store: Store, order: OrderPlaced, sold: Seller, registers: SaleRegisters) -> Seller:
    """Buyer in tree: a buyer nobody knows yet is placed under the inviter, first as a customer."""
    is_new = bool(order.customer and sold.seller and not sold.buyer)
    if store.mode != BUYER_IN_TREE or not is_new:
        return sold
    buyer = f"c-{order.customer[:20]}"
    # Placed by another order of theirs, that has not got as far as the link: then there they stay.
    with suppress(AlreadyPlaced):
        registers.place(
            buyer, sold.seller, since=order.order_ts, status="customer", rank="customer"
        )
    registers.register(Member(member_id=buyer, kind=RETAIL, created_at=order.order_ts))
    registers.link_customer(store.store_id, order.customer, buyer, RETAIL)
    return Seller(sold.seller, buyer, sold.buyer_class, sold.carrier)
