"""What a refund tells besides its goods, in records of their own.

The goods' record keeps the digest that it always had, and what it told of shipping and tax; a
refund told again with another digest would be a conflict. What decides money since is beside it.
"""

from dataclasses import replace

from commissions.domain.orders.refund import AMOUNT, BESIDE, OrderRefunded


def amount(goods: OrderRefunded, minor: int) -> tuple[OrderRefunded, ...]:
    """The signed difference, gross: money given back beyond what the refund names, below 0 where it
    was less; none where there is none."""
    record = _of(goods, AMOUNT)
    return (replace(record, amount_only=minor, gross=True),) if minor else ()


def money(goods: OrderRefunded, minor: int) -> tuple[OrderRefunded, ...]:
    """The money itself, gross, of a refund whose platform does not say what it names is worth; it
    stands where the difference would."""
    return (replace(_of(goods, AMOUNT), money=minor, gross=True),)


def beside(
    goods: OrderRefunded, *, shipping: int = 0, tax: int = 0, other: int = 0
) -> tuple[OrderRefunded, ...]:
    """What is given back by name besides the goods: shipping, the tax that is not of the goods, and
    fees, duties, tips or handling; none where there is none."""
    record = replace(_of(goods, BESIDE), shipping=shipping, tax=tax, other=other)
    return (record,) if shipping or tax or other else ()


def _of(goods: OrderRefunded, suffix: str) -> OrderRefunded:
    return replace(
        goods,
        refund_id=f"{goods.refund_id}{suffix}",
        items=(),
        amount_only=0,
        gross=False,
        money=None,
        shipping=0,
        tax=0,
        flags=(),
        taxes_all=False,
    )
