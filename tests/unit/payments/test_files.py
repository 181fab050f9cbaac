"""Files that people bring and take: accounts, settlements, and the plain file of a provider."""

from datetime import UTC, date, datetime

import pytest

from commissions.payments.csv_file import CsvFile, csv_text
from commissions.payments.iso20022.accounts import AccountsRefused, read_accounts
from commissions.payments.iso20022.iban import read_iban
from commissions.payments.provider import PaymentBatch, PaymentOrder, PaymentStatus
from commissions.payments.settlement_file import SettlementRefused, read_settlement

ACCOUNTS = "payee,name,iban,bic\n,Tea Co.,AT61 1904 3002 3457 3201,BKAUATWW\n"
ANN = "ann,Ann Lee,de89370400440532013000,\n"


def an_order(payee: str = "ann", reference: str = "acct-ann") -> PaymentOrder:
    return PaymentOrder(
        payout_id=f"B-{payee}", payee=payee, reference=reference, currency="USD", amount=1_250
    )


@pytest.mark.parametrize(
    "text", ["DE89 3704 0044 0532 0130 00", "gb82west12345698765432", "AT611904300234573201"]
)
def test_an_iban_is_read_as_people_write_it(text: str) -> None:
    assert read_iban(text) == text.replace(" ", "").upper()


@pytest.mark.parametrize(
    "text",
    ["", "DE88370400440532013000", "DE8937040044053201300", "DE89", "89DE", "ÄÖ89370400440532"],
)
def test_what_cannot_be_an_iban_is_none(text: str) -> None:
    assert read_iban(text) == ""


def test_accounts_are_read_with_the_companys_own_apart() -> None:
    found = read_accounts("\ufeff" + ACCOUNTS + ANN)

    assert (found.own.name, found.own.bic) == ("Tea Co.", "BKAUATWW")
    assert found.payees["ann"].iban == "DE89370400440532013000"


def test_whatever_is_wrong_is_told_by_line_and_never_what_it_says() -> None:
    wrong = ACCOUNTS + "ann,,DE00370400440532013000,NOBIC\n" + ANN

    with pytest.raises(AccountsRefused) as refused:
        read_accounts(wrong)

    assert [each.split(":")[0] for each in refused.value.problems] == [
        "line 3",
        "line 3",
        "line 3",
        "line 4",
    ]
    assert "DE00" not in str(refused.value)
    assert "Lee" not in str(refused.value)


@pytest.mark.parametrize("name", ["", "A" * 71, "Ann\x07Lee", "Ann\u200bLee"])
def test_a_name_that_no_bank_could_print_is_refused(name: str) -> None:
    row = f'ann,"{name}",DE89370400440532013000,\n'

    with pytest.raises(AccountsRefused, match="line 3: name has to have 1 to 70 characters"):
        read_accounts(ACCOUNTS + row)


def test_without_the_companys_own_account_nothing_is_paid() -> None:
    with pytest.raises(AccountsRefused, match="the company's own account"):
        read_accounts("payee,name,iban\n" + ANN.replace(",\n", "\n"))
    with pytest.raises(AccountsRefused, match="no column iban and no column name"):
        read_accounts("payee,account\nann,1\n")


def test_nobodys_account_gets_into_a_traceback() -> None:
    assert "DE89" not in repr(read_accounts(ACCOUNTS + ANN))


def test_a_plain_file_has_a_line_a_payout_by_its_id() -> None:
    batch = PaymentBatch(
        batch_id="B",
        created_at=datetime(2026, 11, 29, tzinfo=UTC),
        orders=(an_order("bob"), an_order()),
    )

    assert csv_text(batch).split("\r\n") == [
        "payout_id,payee,reference,amount,currency",
        "B-ann,ann,acct-ann,12.50,USD",
        "B-bob,bob,acct-ann,12.50,USD",
        "",
    ]
    assert CsvFile().missing([an_order(reference="")]) == [
        "ann has no reference at the provider: register the payee"
    ]


def test_a_settlement_says_what_became_of_each_payout_and_when() -> None:
    text = (
        "payout_id,state,on,reference,why\n"
        "B-ann,settled,2026-12-01,pmt-1,\n"
        "B-bob,failed,2026-12-02,,closed\n"
    )

    assert read_settlement(text) == [
        PaymentStatus(payout_id="B-ann", state="settled", on=date(2026, 12, 1), reference="pmt-1"),
        PaymentStatus(payout_id="B-bob", state="failed", on=date(2026, 12, 2), why="closed"),
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (",settled,2026-12-01", "line 2: payout_id is empty"),
        ("B-ann,paid,2026-12-01", "line 2: state has to be one of settled, failed, returned"),
        ("B-ann,settled,1.12.2026", "line 2: on has to be a day like 2026-12-01"),
    ],
)
def test_of_a_settlement_that_cannot_be_read_nothing_is_gone_by(row: str, told: str) -> None:
    with pytest.raises(SettlementRefused) as refused:
        read_settlement(f"payout_id,state,on\n{row}\n")

    assert refused.value.problems == [told]
