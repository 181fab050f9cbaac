"""The providers that a batch can be paid by."""

from commissions.payments import csv_file, iso20022
from commissions.payments.csv_file import CsvFile
from commissions.payments.iso20022 import BankFile
from commissions.payments.iso20022.accounts import read_accounts
from commissions.payments.provider import PaymentProvider

NAMES = (csv_file.NAME, iso20022.NAME)


class UnknownProvider(ValueError):
    """A name that no provider has."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no provider {name!r}: one of {', '.join(NAMES)}")


def known_provider(name: str) -> str:
    """Raises UnknownProvider."""
    if name not in NAMES:
        raise UnknownProvider(name)
    return name


def provider(name: str, accounts: str = "") -> PaymentProvider:
    """`accounts`: the text of a company's file of names and accounts, for a bank's file; it is
    read here, and kept nowhere. Raises UnknownProvider, AccountsRefused."""
    if known_provider(name) == csv_file.NAME:
        return CsvFile()
    return BankFile(read_accounts(accounts) if accounts else None)
