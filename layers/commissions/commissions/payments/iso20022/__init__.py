"""A bank's file: ISO 20022 pain.001.001.09, which a person uploads to the bank."""

from collections.abc import Sequence

from commissions.payments import bucket
from commissions.payments.iso20022.accounts import CompanyAccounts
from commissions.payments.iso20022.pain001 import pain001
from commissions.payments.provider import PaymentBatch, PaymentOrder, PaymentStatus

NAME = "iso20022"


class BankFile:
    """Writes the file; what became of it a person reads in, with `payout settle`. `accounts`: of
    the company's file, needed to send."""

    name = NAME
    answers = False

    def __init__(self, accounts: CompanyAccounts | None = None) -> None:
        self._accounts = accounts

    def missing(self, orders: Sequence[PaymentOrder]) -> list[str]:
        if self._accounts is None:
            return ["a bank's file needs names and accounts: --accounts FILE"]
        known = self._accounts.payees
        return [
            f"{each.payee} is not in the file of accounts"
            for each in orders
            if each.payee not in known
        ]

    def send(self, batch: PaymentBatch) -> str:
        """Raises ValueError where `missing` names anything."""
        if self._accounts is None:
            raise ValueError("a bank's file needs names and accounts")
        return bucket.put(
            f"{batch.batch_id}/{batch.batch_id}.pain.001.001.09.xml", pain001(batch, self._accounts)
        )

    def status(self, payout_ids: Sequence[str]) -> list[PaymentStatus]:
        return []
