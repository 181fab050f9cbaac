"""The money rule by example: what an order pays after each thing told of it, in USD.

Every example begins with an order of noon. The seller has 30 % of the net (20 % as the seller of a
customer's order, 10 % as the first above the buyer), the upline 5 %; each award rounds by itself
what is taken back. Nothing here knows who works the figures out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from commissions.domain.orders.order import OF_PAYMENT
from commissions.domain.plans import Plan
from tests.support.money_facts import (
    SELLER,
    UPLINE,
    Facts,
    cents,
    decided,
    gone,
    line,
    money_back,
    money_for,
    paid_where,
    part_paid,
    shared,
    shipping_back,
    snapshot,
    units_back,
)
from tests.support.orders import PLAN

MONEY_PLAN: Plan = PLAN


@dataclass(frozen=True)
class Step:
    """What is told, after all that was told before, and what the seller and the upline have then,
    in USD."""

    facts: Facts
    expected: tuple[str, str]

    @property
    def payable(self) -> dict[str, int]:
        """Cents by the account of whoever has any."""
        earned = zip((SELLER, UPLINE), map(cents, self.expected), strict=True)
        return {f"commission_payable:{who}": amount for who, amount in earned if amount}


@dataclass(frozen=True)
class Example:
    name: str
    steps: tuple[Step, ...]

    def told(self) -> Iterator[tuple[Facts, Step]]:
        """After each step everything told so far, and the step."""
        for number, step in enumerate(self.steps, 1):
            yield tuple(each for told in self.steps[:number] for each in told.facts), step


def example(name: str, *steps: tuple[Facts, str, str]) -> Example:
    return Example(name, tuple(Step(facts, (seller, up)) for facts, seller, up in steps))


FORTY, SIXTY = line("1", "40.00"), line("2", "60.00")
TAXED_FORTY, TAXED_SIXTY = line("1", "40.00", "4.00"), line("2", "60.00", "6.00")
HUNDRED, TAXED_HUNDRED = line("1", "100.00"), line("1", "100.00", "10.00")
ADDED = line("2", "25.00")
EIGHTY, DEARER, CHEAPER = line("1", "80.00"), line("2", "100.00"), line("2", "50.00")
TWENTY = line("2", "20.00")
DEARER_YET = line("3", "90.00")
FEE_KEPT = units_back("2", "51.00", "60.00", "r1", minutes=-20)
EARLIER_GOODWILL = money_back("9.00", "r2", minutes=-10)
TAKEN_OFF_UNPAID = units_back("2", "0.00", "60.00", "r1", minutes=-20)

MONEY_EXAMPLES = (
    example(
        "1 taken off, money later",
        (snapshot(TAXED_FORTY, TAXED_SIXTY), "30.00", "5.00"),
        (snapshot(TAXED_FORTY, gone(TAXED_SIXTY), minutes=30), "12.00", "2.00"),
        (money_back("66.00", "r1", minutes=60), "12.00", "2.00"),
    ),
    example(
        "1 dropped from the order, money later",
        (snapshot(TAXED_FORTY, TAXED_SIXTY), "30.00", "5.00"),
        (snapshot(TAXED_FORTY, minutes=30), "12.00", "2.00"),
        (money_back("66.00", "r1", minutes=60), "12.00", "2.00"),
    ),
    example(
        "1 money first, taken off later",
        (snapshot(TAXED_FORTY, TAXED_SIXTY), "30.00", "5.00"),
        (money_back("66.00", "r1", minutes=60), "12.00", "2.00"),
        (snapshot(TAXED_FORTY, gone(TAXED_SIXTY), minutes=90), "12.00", "2.00"),
    ),
    example(
        "2 added and not paid, what is unpaid is told",
        (snapshot(HUNDRED), "30.00", "5.00"),
        (part_paid(HUNDRED, ADDED, minutes=10, unpaid=25_00), "30.00", "5.00"),
        (part_paid(HUNDRED, ADDED, minutes=20, unpaid=15_00), "33.00", "5.50"),
        (snapshot(HUNDRED, ADDED, minutes=30), "37.50", "6.25"),
    ),
    example(
        "2 added and not paid, what was received is told",
        (snapshot(HUNDRED), "30.00", "5.00"),
        (part_paid(HUNDRED, ADDED, minutes=10, received=100_00), "30.00", "5.00"),
        (part_paid(HUNDRED, ADDED, minutes=20, received=110_00), "33.00", "5.50"),
        (snapshot(HUNDRED, ADDED, minutes=30), "37.50", "6.25"),
    ),
    example(
        "3 a part of the gross back, no line named",
        (snapshot(TAXED_HUNDRED), "30.00", "5.00"),
        (money_back("44.00", "r1", minutes=60), "18.00", "3.00"),
        (money_back("66.00", "r2", minutes=90), "0.00", "0.00"),
    ),
    example(
        "4 shipping back, by name",
        (snapshot(TAXED_HUNDRED, shipping=11_00), "30.00", "5.00"),
        (shipping_back("11.00", "r1", minutes=60), "30.00", "5.00"),
    ),
    example(
        "4 as much back, unnamed",
        (snapshot(TAXED_HUNDRED, shipping=11_00), "30.00", "5.00"),
        (money_back("11.00", "r1", minutes=60), "27.29", "4.55"),
    ),
    example(
        "5 restocking fee",
        (snapshot(FORTY, SIXTY), "30.00", "5.00"),
        (units_back("2", "51.00", "60.00", "r1", minutes=60), "12.00", "2.00"),
        (money_back("9.00", "r2", minutes=90), "12.00", "2.00"),
        (money_back("10.00", "r3", minutes=120), "9.00", "1.50"),
    ),
    example(
        "6 exchange for something dearer",
        (snapshot(EIGHTY), "24.00", "4.00"),
        (part_paid(gone(EIGHTY), DEARER, minutes=30, unpaid=20_00), "24.00", "4.00"),
        (snapshot(gone(EIGHTY), DEARER, minutes=60), "30.00", "5.00"),
    ),
    example(
        "6 exchange for something cheaper",
        (snapshot(EIGHTY), "24.00", "4.00"),
        (snapshot(gone(EIGHTY), CHEAPER, minutes=30), "15.00", "2.50"),
        (money_back("30.00", "r1", minutes=60), "15.00", "2.50"),
    ),
    example(
        "7 goods back, no money",
        (snapshot(FORTY, SIXTY), "30.00", "5.00"),
        (units_back("2", "0.00", "60.00", "r1", minutes=60), "12.00", "2.00"),
        (decided("return", "exchanged", minutes=30_000), "30.00", "5.00"),
        (decided("return", "as_is", minutes=30_001), "12.00", "2.00"),
    ),
    example(
        "8 more back than the goods",
        (snapshot(FORTY, SIXTY), "30.00", "5.00"),
        (units_back("2", "72.00", "60.00", "r1", minutes=60), "8.40", "1.40"),
    ),
    example(
        "9 dispute lost, where goodwill is kept",
        (paid_where({"amount_only_refund": "keep"}, HUNDRED), "30.00", "5.00"),
        (
            decided("dispute", "lost", minutes=60, subject="du_1", amount=25_00),
            "22.50",
            "3.75",
        ),
    ),
    example(
        "10 deposit, where an order waits for its money",
        (part_paid(HUNDRED, unpaid=70_00), "0.00", "0.00"),
        (snapshot(HUNDRED, minutes=60), "30.00", "5.00"),
    ),
    example(
        "10 deposit, where what is paid earns in proportion",
        (shared(HUNDRED, unpaid=70_00), "9.00", "1.50"),
        (paid_where({"partial_payment": "share"}, HUNDRED, minutes=60), "30.00", "5.00"),
    ),
    example(
        "11 gift card outside the total",
        (snapshot(HUNDRED, total=60_00, tender=40_00), "30.00", "5.00"),
        (money_back("50.00", "r1", minutes=60), "15.00", "2.50"),
    ),
    example(
        "12 half back, then more bought",
        (snapshot(HUNDRED), "30.00", "5.00"),
        (money_back("50.00", "r1", minutes=60), "15.00", "2.50"),
        (part_paid(HUNDRED, TWENTY, minutes=90, unpaid=20_00), "15.00", "2.50"),
        (snapshot(HUNDRED, TWENTY, minutes=120), "21.00", "3.50"),
    ),
    example(
        "a payment's word vouches for the total that it was first said of",
        (snapshot(HUNDRED, word=OF_PAYMENT), "30.00", "5.00"),
        (snapshot(HUNDRED, ADDED, minutes=30, word=OF_PAYMENT), "30.00", "5.00"),
        (snapshot(HUNDRED, ADDED, minutes=60, word=OF_PAYMENT, received=110_00), "33.00", "5.50"),
        (snapshot(HUNDRED, ADDED, minutes=90, word=OF_PAYMENT), "33.00", "5.50"),
        (snapshot(HUNDRED, ADDED, minutes=120), "37.50", "6.25"),
    ),
    example(
        "a payment's word and a cent of rounding",
        (snapshot(HUNDRED, word=OF_PAYMENT), "30.00", "5.00"),
        (snapshot(line("1", "100.01"), minutes=30, word=OF_PAYMENT), "30.00", "5.00"),
    ),
    example(
        "a payment's word after less and then more was ordered",
        (snapshot(FORTY, SIXTY, word=OF_PAYMENT), "30.00", "5.00"),
        (snapshot(FORTY, gone(SIXTY), minutes=30, word=OF_PAYMENT), "12.00", "2.00"),
        (snapshot(FORTY, gone(SIXTY), DEARER_YET, minutes=60, word=OF_PAYMENT), "30.00", "5.00"),
    ),
    example(
        "5 restocking fee, of an order that is first seen after it",
        (snapshot(FORTY, SIXTY) + FEE_KEPT, "12.00", "2.00"),
        (money_back("9.00", "r2", minutes=90), "12.00", "2.00"),
        (money_back("10.00", "r3", minutes=120), "9.00", "1.50"),
    ),
    example(
        "5 restocking fee and goodwill, of an order that is first seen after both",
        (snapshot(FORTY, SIXTY) + FEE_KEPT + EARLIER_GOODWILL, "12.00", "2.00"),
        (money_back("10.00", "r3", minutes=120), "9.00", "1.50"),
    ),
    example(
        "goods taken off without money, of an order that is first seen after it",
        (snapshot(FORTY, SIXTY) + TAKEN_OFF_UNPAID, "12.00", "2.00"),
        (money_back("10.00", "r3", minutes=120), "9.00", "1.50"),
    ),
    example(
        "a refund that tells its money alone",
        (snapshot(FORTY, SIXTY), "30.00", "5.00"),
        (money_for("2", "51.00", "r1", minutes=60), "12.00", "2.00"),
        (money_back("9.00", "r2", minutes=90), "12.00", "2.00"),
        (snapshot(FORTY, line("2", "45.00"), minutes=120), "12.00", "2.00"),
    ),
)
