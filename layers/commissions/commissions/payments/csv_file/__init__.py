"""A plain file for providers that take one: who is paid how much, by the provider's reference."""

import csv
from collections.abc import Sequence
from io import StringIO

from commissions.payments import bucket
from commissions.payments.decimals import decimal_text
from commissions.payments.provider import PaymentBatch, PaymentOrder, PaymentStatus

NAME = "csv"
COLUMNS = ("payout_id", "payee", "reference", "amount", "currency")


class CsvFile:
    """Writes the file; what became of it a person reads in, with `payout settle`."""

    name = NAME
    answers = False

    def missing(self, orders: Sequence[PaymentOrder]) -> list[str]:
        return [
            f"{each.payee} has no reference at the provider: register the payee"
            for each in orders
            if not each.reference
        ]

    def send(self, batch: PaymentBatch) -> str:
        return bucket.put(f"{batch.batch_id}/{batch.batch_id}.csv", csv_text(batch).encode())

    def status(self, payout_ids: Sequence[str]) -> list[PaymentStatus]:
        return []


def csv_text(batch: PaymentBatch) -> str:
    """Deterministic: by payout id, with a line end of `\\r\\n` as RFC 4180 has it."""
    out = StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for each in sorted(batch.orders, key=lambda order: order.payout_id):
        amount = decimal_text(each.amount, each.currency)
        rows.writerow((each.payout_id, each.payee, each.reference, amount, each.currency))
    return out.getvalue()
