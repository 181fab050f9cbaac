"""Amounts as files have them: plain decimals of the currency."""

from commissions.domain.money import shown


def decimal_text(amount: int, currency: str) -> str:
    """`1250, "USD"` as `12.50`."""
    return shown(amount, currency).removesuffix(f" {currency}")
