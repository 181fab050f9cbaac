"""Whom an order names, by what the company had said when the store told it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.genealogy import HISTORY
from commissions.domain.people.member import code_key
from commissions.domain.people.upline import RETAIL, Ancestor
from commissions.domain.registration import AccountLink, Registration, whose
from commissions.domain.sales.referral_match import COMPANY, COUPONS, ReferralMatch
from commissions.domain.stores.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Referrer:
    """Whom one look at an order finds, and how."""

    member: str = COMPANY
    carrier: str = ""
    code: str = ""
    forgeable: bool = False
    registered_at: datetime | None = None
    """When the code was registered, where that was after the store had told it."""
    outranked: str = ""
    """The next code that names somebody else, and was known when the store told it."""


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who bought, as far as the company knows them; nobody of a customer from outside."""

    member: str = ""
    kind: str = RETAIL
    enrolled_at: datetime | None = None
    placed_as: str = ""
    """Which member a customer from outside is as soon as anybody is named whose they are."""


def buyer_of(order: OrderPlaced, account: AccountLink | None) -> Buyer:
    """The member whose account it is, as of the order, by what the company had said when the store
    told it."""
    if account is None or account.by == HISTORY or not account.holds_at(order.order_ts):
        return Buyer()
    if not account.is_known_at(order.updated_at):
        return Buyer()
    return Buyer(account.member, account.kind or RETAIL, account.enrolled_at)


def owner_of(store: Store, order: OrderPlaced) -> str:
    """Whose replicated site it was as of the order; the earliest owner of what was before."""
    if not store.owners:
        return store.owner
    found = whose(store.owners, order.order_ts, order.updated_at) or store.owners[0]
    return found.member


def referrers(
    order: OrderPlaced, codes: Mapping[str, tuple[Registration, ...]], late: timedelta
) -> Iterator[Referrer]:
    """Whom the order's own codes name: first those that were known when the store told it, the most
    trusted carrier before others, then those that were registered later, the first registered
    first. `late`: how long after that a coupon may be registered; of others the order waited."""
    found = list(_known_codes(order, codes))
    yield from (each for each in found if each.registered_at is None)
    since = [each for each in found if each.registered_at]
    for each in sorted(since, key=lambda each: each.registered_at or order.updated_at):
        at = each.registered_at or order.updated_at
        if each.carrier not in COUPONS or at - order.updated_at <= late:
            yield each


def _known_codes(
    order: OrderPlaced, codes: Mapping[str, tuple[Registration, ...]]
) -> Iterator[Referrer]:
    for referral in order.referrals:
        code = code_key(referral.value)
        owner = whose(codes.get(code, ()), order.order_ts, order.updated_at)
        if owner:
            is_prompt = owner.is_known_at(order.updated_at)
            yield Referrer(
                member=owner.member,
                carrier=referral.carrier,
                code=code,
                forgeable=referral.forgeable,
                registered_at=None if is_prompt else owner.registered_at,
            )


def matched(
    order: OrderPlaced,
    referrer: Referrer,
    buyer: Buyer,
    line: Sequence[Ancestor],
    unknown: tuple[str, ...] = (),
) -> ReferralMatch:
    """Whom an order's own referral leads to. `unknown`: its coupons that are nobody's."""
    return ReferralMatch(
        platform=order.platform,
        store_id=order.store_id,
        platform_order_id=order.platform_order_id,
        order_version=order.version,
        order_ts=order.order_ts,
        seller=referrer.member,
        buyer=buyer.member,
        buyer_class=buyer.kind,
        carrier=referrer.carrier,
        line=tuple(line),
        code=referrer.code,
        forgeable=referrer.forgeable,
        registered_at=referrer.registered_at,
        unknown=unknown,
        enrolled_at=buyer.enrolled_at,
        outranked=referrer.outranked,
        placed_as=buyer.placed_as,
    )
