"""What holds for every plan and every line of people."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.plans import Plan, awards
from commissions.domain.plans.award import Award
from commissions.domain.sales.referral_match import SaleCredit
from commissions.plan_schema import read
from tests.support.builders import Document, a_credit, a_customer_bonus, a_levels_bonus, a_plan

RANKS = ("associate", "silver", "gold")
shares = st.integers(1, 90_000).map(lambda millionths: f"{Decimal(millionths).scaleb(-6):f}")
tables = st.lists(shares, min_size=1, max_size=6).map(
    lambda rates: {str(level): rate for level, rate in enumerate(rates, 1)}
)
flattening = st.lists(shares, min_size=1, max_size=6).map(
    lambda rates: {str(n): rate for n, rate in enumerate(sorted(rates, reverse=True), 1)}
)
"""Rates that do not rise with the level; where they do, to be compressed can cost money."""
by_rank = st.fixed_dictionaries({"gold": tables}, optional=dict.fromkeys(RANKS[:2], tables))
people = st.tuples(
    st.sampled_from(("", ":associate", ":silver", ":gold")),
    st.sampled_from(("", "", " (inactive)", " (terminated)")),
)
compressions = st.sampled_from(("none", "skip_inactive", "dynamic"))
bases = st.integers(0, 10**9)


def a_deep_enough(table: Document) -> Document:
    """Gold is paid every level, so that no level is paid to nobody."""
    deepest = max(len(levels) for levels in table.values())
    gold = table["gold"]
    return table | {"gold": {str(n): gold.get(str(n), "0.01") for n in range(1, deepest + 1)}}


rate_tables = by_rank.map(a_deep_enough)


@st.composite
def sales(draw: st.DrawFn) -> SaleCredit:
    standing = draw(st.lists(people, min_size=1, max_size=12))
    line = " < ".join(f"m{i}{rank}{status}" for i, (rank, status) in enumerate(standing))
    if draw(st.booleans()):
        return a_credit(line, buyer="m0", buyer_class="participant")
    return a_credit(line)


def total(lines: list[Award]) -> int:
    return sum(line.amount for line in lines)


def a_plan_of(table: Document, compression: str, customer: str = "0.20") -> Plan:
    levels = a_levels_bonus(by_rank=table, compression=compression)
    return a_plan(a_customer_bonus(customer), levels)


@given(rate_tables, compressions, shares, sales(), bases)
def test_an_order_pays_no_more_than_the_worst_case(
    table: Document, compression: str, customer: str, sale: SaleCredit, base: int
) -> None:
    plan = a_plan_of(table, compression, customer)

    lines = awards(plan, sale, {"cv": base})

    worst = read(plan.document).worst_case.at_order
    assert total(lines) <= worst * base + Fraction(len(lines), 2)


@given(rate_tables, compressions, sales(), st.integers(1, 10**9))
def test_a_paid_line_has_a_rate_and_somebody_who_qualifies_for_it(
    table: Document, compression: str, sale: SaleCredit, base: int
) -> None:
    standing = {member.member: member for member in sale.line}

    for line in awards(a_plan_of(table, compression), sale, {"cv": base}):
        if line.amount:
            assert line.reason == ""
            assert standing[line.earner].status == line.status == "active"
            assert standing[line.earner].rank == line.rank
            assert Decimal(line.rate) > 0
            assert line.paid_level <= line.level
        if line.amount and line.kind == "levels":
            assert line.rate == table[line.rank][str(line.paid_level)]


@given(rate_tables, compressions, sales(), bases)
def test_a_line_that_is_not_paid_says_why(
    table: Document, compression: str, sale: SaleCredit, base: int
) -> None:
    for line in awards(a_plan_of(table, compression), sale, {"cv": base}):
        assert bool(line.amount) != bool(line.reason)


@given(rate_tables, compressions, sales(), bases)
def test_every_line_has_a_key_of_its_own_and_comes_out_the_same_again(
    table: Document, compression: str, sale: SaleCredit, base: int
) -> None:
    lines = awards(a_plan_of(table, compression), sale, {"cv": base})

    assert len({line.key for line in lines}) == len(lines)
    assert awards(a_plan_of(table, compression), sale, {"cv": base}) == lines


@given(rate_tables, compressions, sales(), st.integers(1, 10**9))
def test_no_level_is_paid_twice(
    table: Document, compression: str, sale: SaleCredit, base: int
) -> None:
    paid = [
        line for line in awards(a_plan_of(table, compression), sale, {"cv": base}) if line.amount
    ]
    levels = [line.paid_level for line in paid if line.kind == "levels"]

    assert levels == sorted(set(levels))


@given(flattening, sales(), bases)
def test_with_one_rate_for_all_the_more_is_compressed_the_more_is_paid(
    table: Document, sale: SaleCredit, base: int
) -> None:
    flat_plans = [
        a_plan(a_levels_bonus(rates=table, compression=kind))
        for kind in ("none", "skip_inactive", "dynamic")
    ]

    none, skip_inactive, dynamic = (total(awards(p, sale, {"cv": base})) for p in flat_plans)

    assert none <= skip_inactive == dynamic


@given(flattening, st.lists(st.sampled_from(RANKS), min_size=1, max_size=12), bases)
def test_where_rank_only_decides_depth_dynamic_compression_pays_at_least_as_much_as_none(
    table: Document, ranks: list[str], base: int
) -> None:
    depth = {"associate": 1, "silver": 2, "gold": len(table)}
    by_depth = {
        rank: {level: rate for level, rate in table.items() if int(level) <= to}
        for rank, to in depth.items()
    }
    sale = a_credit(" < ".join(f"m{i}:{rank}" for i, rank in enumerate(ranks)))

    plans = [a_plan(a_levels_bonus(by_rank=by_depth, compression=k)) for k in ("none", "dynamic")]

    none, dynamic = (total(awards(plan, sale, {"cv": base})) for plan in plans)

    assert none <= dynamic
