"""The one list of currencies, held against Babel's (Unicode CLDR), which only developers have."""

from datetime import date
from typing import Any

import pytest
from babel import Locale
from babel.core import get_global

from commissions.domain.currencies import (
    ACTIVE,
    EXPONENTS,
    OFFERED,
    RETIRED,
    UnknownCurrency,
    exponent,
    is_used_whole,
    smallest_coin,
)


def _codes(text: str) -> set[str]:
    return set(text.split())


SHOPS_SINCE = date(1999, 1, 1)
KNOWN = set(Locale("en").currencies)
NEVER_SOLD_IN = _codes("CNH CNX ECV USS XEU XFO XFU XRE XDR XSU XTS XUA XXX")
NEVER_SOLD_IN |= _codes("XAG XAU XPD XPT XBA XBB XBC XBD MCF")
"""Funds, metals, units of account, a currency at another market; Monaco's franc was France's."""
FINER_BY_ISO = _codes("AFN ALL IRR KPW LAK LBP MGA MMK RSD SOS SYP YER")
FINER_BY_ISO |= _codes("MRO SLL STD TMM ZMK ZWD")
"""ISO has two decimals, CLDR what is in use: none. An amount with two must be read all the same."""
NO_DECIMALS_BY_ISO = _codes("BEF BYB GRD PTE TPE")
"""CLDR has its default of two: ISO said none."""
NOT_IN_CLDR = {"LSM"}
"""Magento's list has it for Lesotho."""


def codes(kind: dict[int, str]) -> set[str]:
    return set().union(*map(_codes, kind.values()))


def decimals(code: str) -> int:
    fractions: dict[str, Any] = dict(get_global("currency_fractions"))
    return int(fractions.get(code, fractions["DEFAULT"])[0])


def ends() -> dict[str, date]:
    """When each currency was last in use; without those that are."""
    found: dict[str, date] = {}
    territories: dict[str, Any] = dict(get_global("territory_currencies"))
    spans = [span for each in territories.values() for span in each]
    for code, _, end, _ in spans:
        last = date(*end) if end else date.max
        found[code] = max(found.get(code, date.min), last)
    return {code: last for code, last in found.items() if last < date.max}


def test_no_currency_stands_in_the_list_twice() -> None:
    assert sum(len(codes(kind)) for kind in (ACTIVE, OFFERED, RETIRED)) == len(EXPONENTS)


def test_whatever_iso_lists_is_known_to_cldr() -> None:
    assert codes(ACTIVE) | codes(RETIRED) <= KNOWN | NOT_IN_CLDR
    assert not codes(OFFERED) & KNOWN


def test_decimals_are_those_of_cldr_but_where_iso_has_others() -> None:
    differ = {
        code: (EXPONENTS[code], decimals(code))
        for code in codes(ACTIVE) | codes(RETIRED)
        if EXPONENTS[code] != decimals(code)
    }

    finer = dict.fromkeys(FINER_BY_ISO, (2, 0)) | {"IQD": (3, 0)}
    assert differ == finer | dict.fromkeys(NO_DECIMALS_BY_ISO, (0, 2))


def test_what_was_in_use_since_there_are_shops_is_in_the_list() -> None:
    ended = {code for code, last in ends().items() if last >= SHOPS_SINCE}

    assert ended - NEVER_SOLD_IN <= codes(RETIRED) | codes(ACTIVE)
    assert KNOWN - set(ends()) - NEVER_SOLD_IN - set(EXPONENTS) == set()


def test_older_currencies_are_there_only_where_a_platform_offers_them() -> None:
    last_used = ends() | {"BGN": date(2026, 1, 31)}  # CLDR does not know it yet

    before = {code for code in codes(RETIRED) if last_used.get(code, date.min) < SHOPS_SINCE}

    assert before == {"BUK", "GEK", "GQE", "LSM", "NIC", "RHD"}


@pytest.mark.parametrize(
    ("platform", "offered"),
    [
        ("shopify", "ANG BGN BYR HRK JEP KID LTL LVL SLL STD USDC VED VEF XCD ZMW"),
        ("woocommerce", "ANG BTC BYR CUC GGP HRK IMP IRT JEP MRO PRB SLL STD VEF VES"),
        ("magento", "ANG AZM BUK BYR EEK GEK GQE LSM LTL LVL MRO NIC RHD ROL SKK TMM TRL VEB ZWD"),
        ("bigcommerce", "ANG BGN BYR CUC HRK LTL MRO SLL STD VEF ZWL"),
    ],
)
def test_what_a_platform_offers_beside_the_active_ones_can_be_read(
    platform: str, offered: str
) -> None:
    assert set(offered.split()) <= set(EXPONENTS), platform


@pytest.mark.parametrize("code", ["XXX", "XAU", "XDR", "EUX", "usd", ""])
def test_what_nobody_sells_in_is_no_currency(code: str) -> None:
    with pytest.raises(UnknownCurrency):
        exponent(code)


def test_prices_are_whole_where_cldr_has_no_decimals_in_use() -> None:
    fractions: dict[str, Any] = dict(get_global("currency_fractions"))
    whole = {code for code, row in fractions.items() if 0 in (row[0], row[2])}
    has_decimals = {code for code in codes(ACTIVE) | codes(RETIRED) if EXPONENTS[code]}

    assert {code for code in EXPONENTS if is_used_whole(code)} == whole & has_decimals


def test_where_coins_are_missing_cash_is_rounded_as_cldr_says() -> None:
    fractions: dict[str, Any] = dict(get_global("currency_fractions"))
    by_cldr = {code for code, row in fractions.items() if row[3] or row[2] < row[0]}
    ours = {code for code in EXPONENTS if smallest_coin(code) > 1}

    assert {"CHF", "CAD", "DKK", "CZK", "HUF", "NOK", "SEK", "TWD"} == ours & by_cldr
    assert ours - by_cldr == {"AUD", "HKD", "ILS", "MYR", "NZD", "SGD", "ZAR"}
    assert [smallest_coin(code) for code in ("CHF", "DKK", "SEK", "HUF", "USD", "JPY")] == [
        5,
        50,
        100,
        500,
        1,
        1,
    ]
