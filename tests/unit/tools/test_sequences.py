"""The project's own sequences pay what the money rule says, after each of their steps."""

from pathlib import Path

import pytest

from tests.support.previews import previewed, shown
from tests.support.samples import EVENTS

SEQUENCES = EVENTS / "sequences"
COMPANY = SEQUENCES / "company"
PAYS = {
    "bigcommerce-part-of-gross-back": ["30.00/5.00", "18.00/3.00", "0.00/0.00"],
    "magento-gift-card": ["30.00/5.00", "15.00/2.50"],
    "magento-more-back-than-the-goods": ["30.00/5.00", "8.40/1.40"],
    "magento-restocking-fee": ["30.00/5.00", "12.00/2.00", "12.00/2.00", "9.00/1.50"],
    "shopify-deposit-shares": ["9.00/1.50", "30.00/5.00"],
    "shopify-dispute-lost": ["30.00/5.00", "30.00/5.00", "22.50/3.75"],
    "shopify-exchange-for-a-dearer-one": ["24.00/4.00", "24.00/4.00", "30.00/5.00"],
    "shopify-goods-back-without-money": ["30.00/5.00", "12.00/2.00"],
    "shopify-half-back-then-more-bought": [
        "30.00/5.00",
        "15.00/2.50",
        "15.00/2.50",
        "21.00/3.50",
    ],
    "shopify-line-added-paid-bit-by-bit": [
        "30.00/5.00",
        "30.00/5.00",
        "33.00/5.50",
        "37.50/6.25",
    ],
    "shopify-line-taken-off-money-later": ["30.00/5.00", "12.00/2.00", "12.00/2.00"],
    "woocommerce-shipping-back": ["30.00/5.00, 30.00/5.00", "30.00/5.00, 27.29/4.55"],
}
"""What stands at the end of each day from the 10th on: Cara's and Bob's, order by order."""


def stands(file: Path, day: int) -> str:
    [found] = previewed(file, company=COMPANY, at=f"2026-11-{day + 1}")
    assert found["unreadable"] == []
    return ", ".join(shown(order["stands"]) for order in found["orders"])


def test_each_sequence_is_pinned() -> None:
    assert sorted(PAYS) == sorted(file.stem for file in SEQUENCES.glob("*.json"))
    assert len(PAYS) == 12


@pytest.mark.parametrize("name", PAYS)
def test_a_sequence_pays_what_the_rule_says(name: str) -> None:
    days = range(10, 10 + len(PAYS[name]))

    assert [stands(SEQUENCES / f"{name}.json", day) for day in days] == PAYS[name]
