"""How much money a Shopify refund gave back beyond what it names, or short of it.

Settled payments less what the refund names; where they are in another currency than the shop's, its
discrepancies, in which Shopify books the same with the other sign. One of the two, never both.
"""

from dataclasses import dataclass

from commissions.platforms.payload import Field
from commissions.platforms.shopify.amounts import amount, amount_or_none, total

OTHER_CURRENCY = "amount_in_other_currency"
_SETTLED = frozenset({"success", "failure", "error"})


@dataclass(frozen=True, slots=True)
class RefundMoney:
    """In minor units of the shop's currency, gross."""

    is_certain: bool
    """Whether no payment is pending: until then nothing of it is told."""
    difference: int = 0
    """Money less what is named, which is below 0 where less went back."""
    other: int = 0
    """Duties and fees that are given back by name."""
    flags: tuple[str, ...] = ()


def of(refund: Field, currency: str, shipping: int) -> RefundMoney:
    """`shipping`: what is given back of it, with its tax."""
    payments = [each for each in refund.get("transactions").each() if _pays_back(each)]
    if _is_pending(refund, payments):
        return RefundMoney(is_certain=False)
    duties = total(refund.get("duties"), "amount", currency)
    named = _goods(refund, currency) + shipping + duties
    paid = [each for each in payments if each["status"].value == "success"]
    is_comparable = all(each.get("currency").text() in ("", currency) for each in paid)
    if not is_comparable and not (named or discrepancies(refund) or _may_be_fees(refund)):
        return RefundMoney(is_certain=True, flags=(OTHER_CURRENCY,))
    if not is_comparable or not refund.get("transactions").given:
        return RefundMoney(True, _booked(refund, currency), duties)
    money = sum(each["amount"].amount(currency) for each in paid)
    difference = _settled(refund, money - named, currency)
    fees = _fees(refund, difference)
    return RefundMoney(True, difference - fees, duties + fees)


def of_shipping(refund: Field) -> list[Field]:
    """The adjustments that are refunded shipping."""
    return [each for each in refund.get("order_adjustments").each() if _is_of_shipping(each)]


def discrepancies(refund: Field) -> list[Field]:
    """The other adjustments: worth of what is named, less the money."""
    return [each for each in refund.get("order_adjustments").each() if not _is_of_shipping(each)]


def _is_pending(refund: Field, payments: list[Field]) -> bool:
    """By the payments, or by what Shopify calls the discrepancy until they are settled."""
    reasons = (each.get("reason").text().lower() for each in discrepancies(refund))
    return any(each["status"].text() not in _SETTLED for each in payments) or any(
        reason.startswith("pending") for reason in reasons
    )


def _goods(refund: Field, currency: str) -> int:
    """The worth of the units that came back."""
    lines = [each for each in refund["refund_line_items"].each() if each["quantity"].integer()]
    return sum(
        amount_or_none(each, "subtotal", currency) + amount_or_none(each, "total_tax", currency)
        for each in lines
    )


def _settled(refund: Field, difference: int, currency: str) -> int:
    """The difference by the payments. Where the lines' tax is the whole distance to what Shopify
    has booked, their subtotals held it already."""
    lines = refund["refund_line_items"].each()
    tax = sum(amount_or_none(each, "total_tax", currency) for each in lines)
    booked = _booked(refund, currency)
    return booked if difference + tax == booked else difference


def _booked(refund: Field, currency: str) -> int:
    return -sum(amount(each, "amount", currency) for each in discrepancies(refund))


def _fees(refund: Field, difference: int) -> int:
    """What of the money beyond the rest is fees. A webhook names them, the API only says that there
    may be some; what neither books as a discrepancy is theirs, so that both tell the same."""
    is_theirs = _may_be_fees(refund) and not discrepancies(refund)
    return max(0, difference) if is_theirs else 0


def _may_be_fees(refund: Field) -> bool:
    return any(True for _ in refund.get("additional_fees").each())


def _is_of_shipping(adjustment: Field) -> bool:
    """`kind` is to go away, the reason in words stays."""
    named = adjustment.get("kind").text() or adjustment.get("reason").text()
    return "shipping" in named.lower()


def _pays_back(transaction: Field) -> bool:
    return transaction.get("kind").text() == "refund"
