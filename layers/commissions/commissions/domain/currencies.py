"""Every currency that an order may come in, and how many decimals each has (as of 2026-11-28).

ISO 4217 says which there are and of how many decimals; funds and metals, in which nobody sells, are
left out. Beside them stand those that ISO does not list and a platform offers to its shops, and
those that are no more: of the latter whatever ended in 1999 or later, when there were such shops,
and what platforms go on offering. A retired currency keeps the decimals that it had, since orders,
rates and refunds of its time are still read.
"""

ACTIVE = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD "
        "CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
        "GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK "
        "LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO "
        "NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS "
        "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST "
        "XCD XCG YER ZAR ZMW ZWG"
    ),
}
"""ISO 4217."""

OFFERED = {
    2: (
        "GGP IMP JEP "  # pounds of the islands: WooCommerce, of Jersey Shopify too
        "IRT PRB "  # Iran's toman and Transnistria's ruble: WooCommerce
        "KID"  # Kiribati's dollar: Shopify
    ),
    6: "USDC",  # Shopify
    8: "BTC",  # WooCommerce
}
"""No currencies of ISO 4217, and settings of a shop all the same."""

RETIRED = {
    0: "ADP BEF BYB BYR ESP GRD ITL LUF MGF PTE TPE TRL",
    2: (
        "AFA ANG AON AOR ATS AZM BGL BGN CSD CUC CYP DEM ECS EEK FIM FRF GHC HRK IEP LTL LVL MRO "
        "MTL MZM NLG ROL SDD SIT SKK SLL SRG STD TJR TMM USS VEB VEF YUM ZMK ZWD ZWL ZWR "
        "BUK GEK GQE LSM NIC RHD"  # older still: Magento has them where newer ones are missing
    ),
}
"""No currencies any more; the platforms' lists have many of them still."""

EXPONENTS = {
    code: exponent
    for kind in (ACTIVE, OFFERED, RETIRED)
    for exponent, codes in kind.items()
    for code in codes.split()
}

_CASH = {
    5: "AUD CAD CHF MYR SGD",
    10: "HKD ILS NZD ZAR",
    50: "DKK",
    100: "CZK NOK SEK TWD",
    500: "HUF",
}
"""Where there are no coins for the minor unit: by what tills round to, in minor units."""
_SMALLEST_COINS = {code: unit for unit, codes in _CASH.items() for code in codes.split()}

_WHOLE = (
    "AFN ALL AMD COP CRC CZK GYD HUF IDR IQD IRR KPW LAK LBP MGA MMK MNT MUR NOK PKR RSD SEK SOS "
    "SYP TWD TZS UZS YER "
    "MRO SLL STD TMM VEF ZMK ZWD"
)
"""In which prices are written without decimals, or paid without, although ISO has some (CLDR)."""
_USED_WHOLE = frozenset(_WHOLE.split())


class UnknownCurrency(ValueError):
    """A currency code that is not in the list."""

    def __init__(self, code: str) -> None:
        super().__init__(f"{code!r} is not a currency code that we know")
        self.code = code


def exponent(currency: str) -> int:
    """The decimals of the currency's minor unit: 2 for USD, 0 for JPY, 3 for KWD."""
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise UnknownCurrency(currency) from None


def smallest_coin(currency: str) -> int:
    """What cash is rounded to where the currency is used, in minor units: 5 for CHF, 100 for SEK,
    500 for HUF; 1 where there are coins for all."""
    return _SMALLEST_COINS.get(currency, 1)


def is_used_whole(currency: str) -> bool:
    """Whether amounts are mostly without the decimals that the currency has."""
    return currency in _USED_WHOLE
