"""How a preview looks on the screen, and as JSON."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from commissions.application.preview.outcome import OrderPreview, SequencePreview
from commissions.domain.ledger.order_balance import OrderBalance
from commissions.domain.ledger.target import Standing
from tools.cli import formats, output

Shown = Sequence[tuple[str, SequencePreview]]
"""Each file with its outcome."""


def answer(found: Shown) -> dict[str, Any]:
    """Amounts as text in whole units, each in the currency that stands beside it."""
    return {"sequences": [_sequence(file, outcome) for file, outcome in found]}


def _sequence(file: str, outcome: SequencePreview) -> dict[str, Any]:
    return {
        "file": file,
        "orders": [_order(each) for each in outcome.orders],
        "unreadable": [{"step": each.step, "reason": each.reason} for each in outcome.unread],
    }


def _order(order: OrderPreview) -> dict[str, Any]:
    balance = order.balance
    return {
        "order": order.order_key,
        "seller": order.seller,
        "paid": order.paid,
        "currency": order.currency,
        "net": _text(order.net, order.currency),
        "owed": _rounded(balance.owed, order.currency) if balance else None,
        "received": _rounded(balance.received, order.currency) if balance else None,
        "given_back": _rounded(balance.given_back, order.currency) if balance else None,
        "stands": {
            earner: _text(amount, order.plan_currency) for earner, amount in order.stands.items()
        },
        "awards": [_award(each) for each in order.standings],
        "parked": [
            {"reason": each.reason, "detail": each.detail, "holds": each.holds}
            for each in order.parked
        ],
        "continues": output.jsonable(order.continues) if order.continues else None,
        "contract": order.contract,
        "flags": list(order.flags),
    }


def _award(standing: Standing) -> dict[str, Any]:
    award = standing.award
    return {
        "bonus": award.bonus,
        "earner": award.earner,
        "level": award.level,
        "paid_level": award.paid_level,
        "basis": award.basis,
        "base": formats.points(award.base, award.basis).split()[0],
        "rate": award.rate,
        "currency": award.currency,
        "earned": _text(award.amount, award.currency),
        "reversed": _text(standing.reversed, award.currency),
        "stands": _text(standing.net, award.currency),
        "reason": standing.reason,
    }


def _text(minor: int, currency: str) -> str:
    """`12.50`, without its currency; nothing where no currency is known."""
    return formats.amount(minor, currency).split()[0] if currency else ""


def _rounded(minor: Fraction, currency: str) -> str:
    return _text(round(minor), currency)


def screen(found: Shown) -> RenderableType:
    return Group(*(part for file, outcome in found for part in _parts(file, outcome)))


def _parts(file: str, outcome: SequencePreview) -> Iterator[RenderableType]:
    as_of = f"  as of {formats.moment(outcome.at)} UTC" if outcome.orders else ""
    yield Text.assemble((file, "bold"), (as_of, "dim"))
    for each in outcome.unread:
        yield Text(f"  step {each.step} cannot be read: {each.reason}", "bold red")
    for passed in outcome.passed_over:
        yield Text(f"  step {passed.step} says nothing of money: {passed.reason}", "dim")
    for order in outcome.orders:
        yield output.indented(Group(*_shown(order)))
    yield Text()


def _shown(order: OrderPreview) -> Iterator[RenderableType]:
    yield Text.assemble((order.order_key, "cyan"), f"  {_headline(order)}")
    yield from (Text(each, "dim") for each in _beside(order))
    paid = [each for each in order.standings if each.award.amount]
    if paid:
        grid = output.table(
            "bonus", "level", "who", ">base", ">rate", ">earned", ">back", ">stands"
        )
        yield output.rows(grid, paid, _cells)
    for each in order.standings:
        if not each.award.amount:
            yield Text.assemble(f"{_place(each)}: ", ("not paid, ", "yellow"), each.reason)
        elif each.reason:
            yield Text(f"{_place(each)}: {each.reason}", "yellow")
    for waiting in order.parked:
        how = "waits" if waiting.holds else "listed, the order goes on"
        yield Text(f"{how}: {waiting.reason}, {waiting.detail}", "yellow")
    if order.flags:
        yield Text(f"flags: {', '.join(order.flags)}", "dim")


def _beside(order: OrderPreview) -> Iterator[str]:
    if continued := formats.continued(order.continues, order.contract):
        yield continued
    if order.balance:
        yield _money(order.balance, order.currency)


def _headline(order: OrderPreview) -> str:
    if not order.currency:
        return "its order has not been told"
    paid = "paid" if order.paid else "not paid"
    net = f"net {formats.amount(order.net, order.currency)}"
    return f"{paid}, {net}, {_sold(order)}; {_standing(order)}"


def _sold(order: OrderPreview) -> str:
    if not order.plan_currency:
        return "nobody has been credited yet"
    return f"sold by {order.seller}" if order.seller else "nobody's sale"


def _standing(order: OrderPreview) -> str:
    earners = (
        f"{earner} {formats.amount(amount, order.plan_currency)}"
        for earner, amount in order.stands.items()
    )
    return ", ".join(earners) or "nobody earns"


def _money(balance: OrderBalance, currency: str) -> str:
    figures = {
        "owed": balance.owed,
        "received": balance.received,
        "given back": balance.given_back,
    }
    return ", ".join(
        f"{name} {formats.amount(round(each), currency)}" for name, each in figures.items()
    )


def _cells(standing: Standing) -> tuple[str, ...]:
    award = standing.award
    back = standing.reversed
    return (
        award.bonus,
        formats.level(award.level, award.paid_level),
        _who(standing),
        formats.amount(award.base, award.basis),
        formats.percent(award.rate),
        formats.amount(award.amount, award.currency),
        formats.amount(-back, award.currency) if back else formats.NOTHING,
        formats.amount(standing.net, award.currency),
    )


def _place(standing: Standing) -> str:
    return f"{standing.award.bonus}, level {standing.award.level}, {_who(standing)}"


def _who(standing: Standing) -> str:
    award = standing.award
    if not award.earner:
        return "the company keeps it"
    return f"{award.earner} ({award.rank})" if award.rank else award.earner
