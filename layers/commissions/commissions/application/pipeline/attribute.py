"""Looks up whose sale an order was, who stood above, and by which plan and rate it is paid."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from commissions.application.pipeline.hear import carried, remembered_by
from commissions.application.pipeline.instalments import FactsOf, nothing_known, wholes_of
from commissions.application.pipeline.lines import line_of
from commissions.application.pipeline.originals import found_by_number, heard_of_originals
from commissions.application.pipeline.overridden import is_overridden
from commissions.application.registers import SaleRegisters
from commissions.domain.catalogue.sku_values import OrderMapped, may_earn
from commissions.domain.orders.continues import INSTALMENT
from commissions.domain.orders.order import OrderPlaced, Referral
from commissions.domain.orders.parking import OrderParked, Waits, WaitsFor, park
from commissions.domain.orders.parking_reasons import NO_REFERRER
from commissions.domain.people.genealogy import NoLine
from commissions.domain.people.member import code_key
from commissions.domain.people.upline import PARTICIPANT, Ancestor
from commissions.domain.plans import Plan
from commissions.domain.sales.attribution import Rate, SaleAttributed, locked
from commissions.domain.sales.attribution_history import AttributionHistories
from commissions.domain.sales.customer_place import placed_as
from commissions.domain.sales.referral_match import (
    AWAITED,
    COUPONS,
    LINKED_ACCOUNT,
    PLACEMENT,
    SITE_OWNER,
    ReferralMatch,
)
from commissions.domain.sales.referrers import (
    Buyer,
    Referrer,
    buyer_of,
    matched,
    owner_of,
    referrers,
)
from commissions.domain.sales.remembered import Remembered
from commissions.domain.stores.store import BUYER_IN_TREE, REPLICATED_SITE, Store, remembering

UplineChain = tuple[Ancestor, ...]
NOBODY = Referrer()


def attributed(
    mapped: OrderMapped,
    registers: SaleRegisters,
    histories: AttributionHistories,
    facts_of: FactsOf = nothing_known,
    originals: FactsOf | None = None,
) -> SaleAttributed | OrderParked:
    """The sale with its lock; an unpaid order passes without one, an unclear one is parked. It
    enters the histories of its customer before it may wait: what is said later finds it.

    `originals`: as `facts_of`, of an order that this one goes on with, which it marks as such."""
    order = mapped.order
    store = remembering(registers.store(order.store_id))
    found_by_number(order, histories, originals or facts_of)
    if not may_earn(order, store.policies):
        return SaleAttributed(order)
    try:
        told = carried(order, store, registers, histories)
        heard = heard_of_originals(order, registers, histories, originals or facts_of)
        told += heard.carried
        plan = _plan(store, order, registers)
        rate = _rate(order, plan, registers)
        wholes = wholes_of(mapped, facts_of)
        known = remembered_by(told, order, store.policies)
        matches = _matches(_Look(store, order, registers, known), facts_of)
    except Waits as waits:
        return park(order, waits.reason, waits.detail, waits_for=waits.waits_for)
    lock = locked(mapped, store.policies, plan.ref, rate, wholes)
    return SaleAttributed(order, lock, matches, told, heard.lines)


def _matches(look: "_Look", facts_of: FactsOf) -> tuple[ReferralMatch, ...]:
    """Of an order that goes on by a person's word alone, no more than who bought. Raises Waits."""
    try:
        return tuple(look.matches())
    except Waits as waits:
        if is_overridden(look.order.order_key, waits.reason, facts_of):
            return (look.awaited(),)
        raise


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


class _Look:
    """One look at the people of an order, by what the company has said so far."""

    def __init__(
        self,
        store: Store,
        order: OrderPlaced,
        registers: SaleRegisters,
        remembered: Remembered,
    ) -> None:
        self.store, self.order, self.registers = store, order, registers
        self.remembered = remembered
        codes = [referral.value for referral in order.referrals]
        self.known = registers.resolve(codes, store.store_id, order.customer)
        self.buyer = _placed_buyer(store, order, buyer_of(order, self.known.account))

    def matches(self) -> Iterator[ReferralMatch]:
        """What was known when the store told the order; else nobody, unless it waited for a code,
        and each code that was registered since. Raises Waits."""
        if prompt := self._decided() or self._placement():
            yield prompt
            return
        referrals = self._referrals()
        first = next(referrals, None)
        if first and first[0].registered_at is None:
            referrer, line = first
            yield self._matched(self._before_others(referrer), line)
            return
        late = [first, *referrals] if first else []
        if not late:
            _check_nobody(self.store, self.order, self.remembered)
        if all(each.carrier in COUPONS for each, _ in late):
            yield self._matched(NOBODY, ())
        for referrer, line in late:
            yield self._matched(referrer, line)

    def awaited(self) -> ReferralMatch:
        """Who bought, of an order of which nobody knows yet whom it names."""
        return matched(self.order, Referrer(carrier=AWAITED), self.buyer, ())

    def _decided(self) -> ReferralMatch | None:
        """Where no referral says whose it is, but a participant's own account, or the site."""
        sold = NOBODY
        if self.buyer.member and self.buyer.kind == PARTICIPANT:
            sold = Referrer(member=self.buyer.member, carrier=LINKED_ACCOUNT)
        elif self.store.mode == REPLICATED_SITE:
            sold = Referrer(member=owner_of(self.store, self.order), carrier=SITE_OWNER)
        if not sold.member:
            return None
        return self._matched(sold, line_of(sold.member, self.order, self.registers))

    def _placement(self) -> ReferralMatch | None:
        """Buyer in tree: whom the company placed is their sponsor's, whatever a referral says."""
        member = self.buyer.member or self.buyer.placed_as
        if self.store.mode != BUYER_IN_TREE or not member:
            return None
        placed = _placed(member, self.order, self.registers)
        if len(placed) < 2:
            return None
        above = placed[1:]
        found = self._matched(Referrer(member=above[0].member, carrier=PLACEMENT), above)
        return replace(found, buyer=member, placed_as="")

    def _referrals(self) -> Iterator[tuple[Referrer, UplineChain]]:
        """Whom its codes name, with their lines. A coupon's owner who was no member yet is no
        referrer; of anything else it is waited for."""
        late = timedelta(hours=self.store.policies.late_referral_hours)
        for referrer in referrers(self.order, self.known.codes, late):
            try:
                yield referrer, line_of(referrer.member, self.order, self.registers)
            except Waits:
                if referrer.carrier not in COUPONS:
                    raise

    def _before_others(self, first: Referrer) -> Referrer:
        """With the next code that was known too, of somebody else who was a member by then."""
        for each in referrers(self.order, self.known.codes, timedelta()):
            if each.registered_at is None and each.member != first.member:
                with suppress(Waits):
                    line_of(each.member, self.order, self.registers)
                    return replace(first, outranked=each.code)
        return first

    def _matched(self, referrer: Referrer, line: UplineChain) -> ReferralMatch:
        unknown = () if referrer.member else self._coupons_of_nobody()
        return matched(self.order, referrer, self.buyer, line, unknown)

    def _coupons_of_nobody(self) -> tuple[str, ...]:
        """Those that a company may yet register."""
        coupons = (each for each in self.order.referrals if each.carrier in COUPONS)
        codes = (code_key(each.value) for each in coupons)
        return tuple(code for code in codes if code not in self.known.codes)


def _check_nobody(store: Store, order: OrderPlaced, known: Remembered) -> None:
    """An order that is nobody's has to be so by the store's policy, not by a code unknown to us: it
    may be another's, whosever the customer is, unless they stay so in any case. An instalment is
    nobody's where its deposit is, which was looked at; the codes of whatever a machine made are
    copies, and say nothing."""
    is_instalment = order.continues and order.continues.as_ == INSTALMENT
    if is_instalment or (known.keeps and known.customer):
        return
    named = [each for each in order.referrals if each.carrier not in COUPONS]
    if named and not order.is_machine_made:
        raise _unknown(named[0])
    if known.contract or known.customer or known.original:
        return
    is_unusable = "referral_unusable" in order.flags and not order.is_machine_made
    if is_unusable or store.policies.no_referrer == "park":
        detail = "the order does not say in a usable way whose it is"
        raise Waits(NO_REFERRER, detail, WaitsFor.operator(order.order_key))


def _unknown(referral: Referral) -> Waits:
    code = code_key(referral.value)
    detail = f"nobody has the referral code {code}"
    return Waits("unknown_referrer", detail, WaitsFor.referrer(code))


def _placed_buyer(store: Store, order: OrderPlaced, buyer: Buyer) -> Buyer:
    """Buyer in tree: a customer to whom the company has given no other member is placed as soon as
    anybody is named whose they are."""
    own = placed_as(order.customer)
    if store.mode != BUYER_IN_TREE or not order.customer or buyer.member not in ("", own):
        return buyer
    return replace(buyer, placed_as=own)


def _placed(member: str, order: OrderPlaced, registers: SaleRegisters) -> UplineChain:
    """A buyer's line, if the company itself put them there. An order from before that is told by
    its referral, or by what earlier ones said of its customer."""
    try:
        return registers.decided_line(member, order.order_ts)
    except NoLine:
        return ()
