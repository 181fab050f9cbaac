"""How values look to people: amounts, points, rates, moments, ids."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

from commissions.domain import money
from commissions.domain.catalogue.sku_values import POINT, UNITS
from commissions.domain.ledger.copies import StandsFor
from commissions.domain.orders.continues import Continues
from commissions.domain.people.upline import PARTICIPANT, PREFERRED, RETAIL

NOTHING = "-"
READABLE_MAX = 1000
"""The largest denominator of a share that is shown as a fraction."""
BUYERS = {
    RETAIL: "a retail customer",
    PREFERRED: "a preferred customer",
    PARTICIPANT: "a distributor",
}
_UNITS_OF_AGE = ((86_400, "d"), (3_600, "h"), (60, "min"))


def amount(value: int, unit: str) -> str:
    """`1250, "USD"` as `12.50 USD`, `8000, "cv"` as `80.00 CV`."""
    return points(value, unit) if unit in UNITS else money.shown(value, unit)


def signed_amount(value: int, unit: str) -> str:
    """An amount that comes or goes, with its sign."""
    return f"{'+' if value > 0 else ''}{amount(value, unit)}"


def points(hundredths: int, unit: str) -> str:
    return f"{Decimal(hundredths) / POINT:.2f} {unit.upper()}"


def continued(continues: Continues | None, contract: str) -> str:
    """`renewal of shopify/tea-us/1001, under contract 77`; empty of an order on its own."""
    parts = [f"under contract {contract}"] if contract else []
    if continues:
        number = (
            f"the shop's order {continues.number}" if continues.number else "an order not named"
        )
        parts.insert(0, f"{continues.as_} of {continues.order or number}")
    return ", ".join(parts)


def stands_for(elsewhere: StandsFor) -> str:
    """`part of order 9101, which earned`; of some lines alone with which they are."""
    if elsewhere.is_whole or elsewhere.waits:
        return elsewhere.sentence
    lines = sorted(elsewhere.parents) or sorted(elsewhere.unknown)
    return f"line{'s' if len(lines) > 1 else ''} {', '.join(lines)}: {elsewhere.sentence}"


def percent(rate: str) -> str:
    """`0.125` as `12.5 %`."""
    return f"{decimal(Decimal(rate) * 100)} %" if rate else NOTHING


def decimal(value: Decimal) -> str:
    """Digits without exponent and without trailing zeros."""
    return f"{value.normalize():f}"


def exact(value: Fraction) -> str:
    """A fraction as a decimal where it is one, else as written."""
    for places in range(13):
        scaled = value * 10**places
        if scaled.denominator == 1:
            return f"{Decimal(scaled.numerator).scaleb(-places):.{max(places, 2)}f}"
    return f"{value.numerator}/{value.denominator}"


def share(fraction: str) -> str:
    """`1/4` as it is; what was spread over many lines in percent."""
    value = Fraction(fraction)
    return fraction if value.denominator <= READABLE_MAX else f"{float(value * 100):.2f} %"


def moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def clock(at: datetime) -> str:
    """The time of day to the millisecond, for what happens within seconds."""
    return f"{at.astimezone(UTC):%H:%M:%S.%f}"[:-3]


def age(seconds: float) -> str:
    """`95` as `1 min`, `4000` as `1 h`."""
    for length, name in _UNITS_OF_AGE:
        if seconds >= length:
            return f"{int(seconds // length)} {name}"
    return f"{int(seconds)} s"


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms"


def count(number: int, what: str) -> str:
    """`1 line`, `2 lines`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def buyer(buyer_class: str) -> str:
    return BUYERS.get(buyer_class, buyer_class or "a customer")


def level(found: int, paid: int) -> str:
    """Where the earner stands and, if others were passed over, the level that was paid."""
    return str(found) if found == paid else f"{found} → {paid}"
