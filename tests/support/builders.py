"""Domain values as tests like to write them: a test says only what matters to it.

A line reads as it stands, nearest first: `"cat:silver < bob (inactive) < ann:gold"`. A rank follows
a colon; a status other than active stands in brackets.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from commissions.domain.currencies import exponent
from commissions.domain.money import Money, shown
from commissions.domain.people.upline import RETAIL, Ancestor
from commissions.domain.plans import Plan, read_plan
from commissions.domain.plans.award import Award
from commissions.domain.sales.attribution import Lock, Rate
from commissions.domain.sales.referral_match import ReferralMatch, SaleCredit, credit_of
from commissions.domain.stores.store import Policies

_STANDING = re.compile(r"(?P<member>\w+)(?::(?P<rank>\w+))?(?: \((?P<status>\w+)\))?")
Document = dict[str, Any]


def money(text: str) -> Money:
    """`money("12.50 USD")`"""
    number, currency = text.split()
    return Money.parse(number, currency)


def a_line(text: str) -> tuple[Ancestor, ...]:
    """`a_line("cat:silver < bob (inactive) < ann")`; nobody for an empty text."""
    return tuple(_ancestor(standing) for standing in text.split(" < ") if text)


def _ancestor(text: str) -> Ancestor:
    if (match := _STANDING.fullmatch(text)) is None:
        raise ValueError(f"{text!r} does not read like `cat:silver (inactive)`")
    return Ancestor(match["member"], match["status"] or "active", match["rank"] or "")


def a_lock(
    line: str = "cat < bob < ann",
    *,
    buyer: str = "",
    buyer_class: str = RETAIL,
    plan: Plan | None = None,
    **fields: Any,
) -> Lock:
    """As locks were written before people were a fact of their own: a sale by the nearest of the
    line, to somebody outside unless `buyer` names them."""
    standing = a_line(line)
    ref = (plan or a_plan()).ref
    lock = Lock(
        platform="shopify",
        store_id="tea",
        platform_order_id="1001",
        order_version="2026-11-20T09:30:00Z~1",
        order_ts=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        plan=ref,
        policies=Policies(),
        rate=Rate(ref.base_currency, ref.base_currency, Decimal(1), "2026-11-20", ""),
        values=(),
        seller=standing[0].member if standing else "",
        buyer=buyer,
        buyer_class=buyer_class,
        carrier="discount_code" if standing else "",
        line=standing,
    )
    return replace(lock, **fields)


def a_match(
    line: str = "cat < bob < ann", *, buyer: str = "", buyer_class: str = RETAIL, **fields: Any
) -> ReferralMatch:
    """That a coupon names the nearest of the line, or nobody; bought by somebody outside unless
    `buyer` names them."""
    standing = a_line(line)
    match = ReferralMatch(
        platform="shopify",
        store_id="tea",
        platform_order_id="1001",
        order_version="2026-11-20T09:30:00Z~1",
        order_ts=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        seller=standing[0].member if standing else "",
        buyer=buyer,
        buyer_class=buyer_class,
        carrier="discount_code" if standing else "",
        line=standing,
    )
    return replace(match, **fields)


def a_credit(line: str = "cat < bob < ann", **fields: Any) -> SaleCredit:
    """A sale by the nearest of the line, to somebody outside unless `buyer` names them."""
    return credit_of(a_match(line, **fields))


def a_customer_bonus(rate: str = "0.20", **fields: Any) -> Document:
    """For active sellers, unless told otherwise."""
    return {
        "id": "customer",
        "kind": "customer",
        "when": "order",
        "tree": "sponsor",
        "basis": "cv",
        "start": "seller",
        "rates": {"0": rate},
        "eligibility": {"metric": "status", "op": "=", "value": "active"},
    } | fields


def a_levels_bonus(
    *rates: str,
    by_rank: Document | None = None,
    compression: str = "none",
    qualified_by: str = "active",
    **fields: Any,
) -> Document:
    """`a_levels_bonus("0.10", "0.05")` for everybody alike, or by rank `{"silver": {"1": …}}`."""
    return {
        "id": "levels",
        "kind": "levels",
        "when": "order",
        "qualification": "as_of_order",
        "tree": "sponsor",
        "basis": "cv",
        "start": "buyer_parent",
        "compression": {"kind": compression, "qualified_by": qualified_by},
        "rates": by_rank or {str(level): rate for level, rate in enumerate(rates, 1)},
    } | fields


def a_fast_start_bonus(*rates: str, days: int = 30, **fields: Any) -> Document:
    """`a_fast_start_bonus("0.15", "0.05")` of a new distributor's first 30 days; it replaces none,
    and is for everybody active, unless told otherwise."""
    return {
        "id": "fast_start",
        "kind": "fast_start",
        "when": "order",
        "tree": "sponsor",
        "basis": "cv",
        "start": "buyer_parent",
        "window": {"from": "buyer_enrolled", "days": days},
        "rates": {str(level): rate for level, rate in enumerate(rates or ("0.15", "0.05"), 1)},
        "eligibility": {"all": []},
        "replaces": [],
    } | fields


def a_plan_document(
    *bonuses: Document,
    currency: str = "USD",
    ranks: Iterable[str] = ("associate", "silver", "gold"),
    **sections: Any,
) -> Document:
    """A whole plan; ranks from the lowest, and everything in a unit `cv` counts but kits."""
    volume = {
        "from": "sku_map",
        "include": ["own_orders", "customer_orders", "participant_orders"],
        "exclude": ["tax", "shipping", "kit"],
    }
    everybody: Document = {"all": []}
    return {
        "plan": {
            "id": "demo",
            "version": 1,
            "effective_from": "2026-01-01",
            "timezone": "America/New_York",
            "base_currency": currency,
            "rounding": {"places": exponent(currency), "mode": "half_even"},
        },
        "volumes": {"pv": volume, "cv": volume},
        "trees": [{"id": "sponsor", "kind": "sponsor"}],
        "periods": [{"id": "month", "every": "month", "cutoff_days": 10}],
        "status": {"active": {"metric": "status", "op": "in", "value": ["active"]}},
        "ranks": [
            {"id": rank, "order": order, "require": everybody, "pay_rank": "paid_as"}
            for order, rank in enumerate(ranks, 1)
        ],
        "bonuses": list(bonuses) or [a_customer_bonus(), a_levels_bonus("0.10", "0.05")],
        "caps": {"company": {"max_pct": "1", "of": "cv", "enforce": "pro_rata"}},
        "payout": {
            "hold_days": 30,
            "min": {"USD": "25.00"},
            "negative_balance": {"max_offset_pct": "1", "write_off_months": 24},
            "currency": {"rate_source": "ecb", "rate_moment": "order_paid"},
        },
        "refunds": {"reverse": "all_lines", "period": "current", "ranks": "keep"},
        "compliance": {"retail_gate": {"rule": "none"}, "recruit_only": "forbid"},
    } | sections


def a_plan(*bonuses: Document, **sections: Any) -> Plan:
    """20% to the seller of a customer's order, then 10% and 5%, unless told otherwise."""
    return read_plan(a_plan_document(*bonuses, **sections))


def paid(awards: Iterable[Award]) -> list[str]:
    """The paid lines, to compare at a glance: `cat 10.00 USD`."""
    return [f"{a.earner} {shown(a.amount, a.currency)}" for a in awards if a.amount]


def unpaid(awards: Iterable[Award]) -> list[str]:
    """The lines that are not paid: `bob: inactive as of the sale`."""
    return [f"{a.earner or 'nobody'}: {a.reason}" for a in awards if not a.amount]
