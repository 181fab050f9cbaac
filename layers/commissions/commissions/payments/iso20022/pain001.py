"""pain.001.001.09, the message by which a bank is told to pay: built from a batch and accounts.

One block a currency. The end-to-end id is the payout's id, which comes back with what became of
it. The same batch gives the same bytes, and the same message id, by which banks refuse a second.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from commissions.payments.decimals import decimal_text
from commissions.payments.iso20022.accounts import BankAccount, CompanyAccounts
from commissions.payments.provider import PaymentBatch, PaymentOrder

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
EURO = "EUR"
UNKNOWN_BANK = "NOTPROVIDED"
"""What stands for a bank that only its IBAN names."""


def pain001(batch: PaymentBatch, accounts: CompanyAccounts) -> bytes:
    """Every payee has to be in `accounts`."""
    document = Element("Document", xmlns=NAMESPACE)
    message = _add(document, "CstmrCdtTrfInitn")
    header = _add(message, "GrpHdr")
    _add(header, "MsgId", batch.batch_id)
    _add(header, "CreDtTm", f"{batch.created_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
    _add(header, "NbOfTxs", str(len(batch.orders)))
    _add(_add(header, "InitgPty"), "Nm", accounts.own.name)
    for currency, orders in _by_currency(batch.orders):
        _block(message, batch, currency, orders, accounts)
    indent(document)
    told: bytes = tostring(document, encoding="utf-8", xml_declaration=True)
    return told + b"\n"


def _by_currency(orders: Sequence[PaymentOrder]) -> list[tuple[str, list[PaymentOrder]]]:
    found: dict[str, list[PaymentOrder]] = defaultdict(list)
    for each in sorted(orders, key=lambda order: order.payout_id):
        found[each.currency].append(each)
    return sorted(found.items())


def _block(
    message: Element,
    batch: PaymentBatch,
    currency: str,
    orders: Sequence[PaymentOrder],
    accounts: CompanyAccounts,
) -> None:
    block = _add(message, "PmtInf")
    _add(block, "PmtInfId", f"{batch.batch_id}-{currency}")
    _add(block, "PmtMtd", "TRF")
    _add(block, "NbOfTxs", str(len(orders)))
    _add(block, "CtrlSum", decimal_text(sum(each.amount for each in orders), currency))
    if currency == EURO:
        _add(_add(_add(block, "PmtTpInf"), "SvcLvl"), "Cd", "SEPA")
    day = batch.created_at.astimezone(UTC).date()
    _add(_add(block, "ReqdExctnDt"), "Dt", day.isoformat())
    _add(_add(block, "Dbtr"), "Nm", accounts.own.name)
    _account(block, "DbtrAcct", accounts.own)
    _bank(block, "DbtrAgt", accounts.own.bic)
    _add(block, "ChrgBr", "SLEV" if currency == EURO else "SHAR")
    for order in orders:
        _payment(block, batch, order, accounts.payees[order.payee])


def _payment(block: Element, batch: PaymentBatch, order: PaymentOrder, to: BankAccount) -> None:
    payment = _add(block, "CdtTrfTxInf")
    ids = _add(payment, "PmtId")
    _add(ids, "InstrId", order.payout_id)
    _add(ids, "EndToEndId", order.payout_id)
    amount = _add(_add(payment, "Amt"), "InstdAmt", decimal_text(order.amount, order.currency))
    amount.set("Ccy", order.currency)
    if to.bic:
        _bank(payment, "CdtrAgt", to.bic)
    _add(_add(payment, "Cdtr"), "Nm", to.name)
    _account(payment, "CdtrAcct", to)
    _add(_add(payment, "RmtInf"), "Ustrd", f"Commissions {batch.batch_id}")


def _account(parent: Element, name: str, account: BankAccount) -> None:
    _add(_add(_add(parent, name), "Id"), "IBAN", account.iban)


def _bank(parent: Element, name: str, bic: str) -> None:
    bank = _add(_add(parent, name), "FinInstnId")
    if bic:
        _add(bank, "BICFI", bic)
    else:
        _add(_add(bank, "Othr"), "Id", UNKNOWN_BANK)


def _add(parent: Element, name: str, text: str = "") -> Element:
    child = SubElement(parent, name)
    child.text = text or None
    return child
