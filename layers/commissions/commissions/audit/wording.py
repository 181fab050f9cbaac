"""Amounts and accounts in words that a person reads."""

from commissions.domain.currencies import EXPONENTS

VOLUMES = ("pv", "bv", "cv", "qv")


def amount(value: int, unit: str) -> str:
    """`125000, "USD"` as `1,250.00 USD`; `8000, "cv"` as `80.00 CV`."""
    places = 2 if unit in VOLUMES else EXPONENTS.get(unit, 2)
    whole, rest = divmod(abs(value), 10**places)
    sign = "-" if value < 0 else ""
    decimals = f".{rest:0{places}}" if places else ""
    return f"{sign}{whole:,}{decimals} {unit.upper()}"


def account(name: str) -> str:
    """`commission_payable:cat` as `the commission of cat`."""
    kind, _, rest = name.partition(":")
    if kind == "volume":
        owner, _, month = rest.rpartition(":")
        return f"the volume of {owner} in {month}"
    known = {
        "commission_payable": "the commission of",
        "commission_expense": "the commission expense of",
        "volume_issued": "the volume issued by",
    }
    return f"{known[kind]} {rest}" if kind in known else f"the account {name}"


def count(number: int, what: str) -> str:
    """`1 order`, `2 orders`."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
