from collections.abc import Callable
from pathlib import Path

import pytest

from tools import company
from tools.company import Refused, read_secrets

DEMO = Path(__file__).parents[4] / "company"
Refusal = Callable[..., list[str]]


def test_the_demo_company_reads_well() -> None:
    demo = company.read(DEMO)

    assert [person.member.member_id for person in demo.people][:3] == ["ann", "bob", "cara"]
    assert demo.stores
    assert [store.store_id for store in demo.stores.stores] == [
        "tea-us",
        "tea-eu",
        "ann-shop",
        "tea-go",
        "tea-cafe",
        "tea-pro",
        "tea-de",
        "b2b",
    ]
    assert {store.platform for store in demo.stores.stores} == {
        "shopify",
        "woocommerce",
        "magento",
        "bigcommerce",
        "orders",
    }
    assert demo.plan
    assert {store.plan for store in demo.stores.stores} == {demo.plan.plan.plan_id}


def test_the_demo_stores_have_secrets_that_say_what_they_are() -> None:
    given = read_secrets(DEMO / "secrets.demo.yaml")

    assert all((each.webhook or each.api_key).startswith("demo-only-") for each in given)


def test_all_that_is_wrong_is_told_at_once_with_file_and_line(refusal: Refusal) -> None:
    assert refusal(
        "skus.csv",
        "tea-us,TEA-1,tea,Tea,tea,standard,1O,20,20,20,2026-01-01,,",
        "tea-us,TEA-2,tea,,tea,Standard,10,20,20,20,yesterday,,",
        "tea-us,TEA-3,tea,Tea,tea,standard,10,,20,20,2026-01-01,,maybe",
    ) == [
        "skus.csv:2: pv: '1O' is neither points (12.50) nor a share of the net (80%)",
        "skus.csv:3: commission_class: 'Standard' is not a word in small letters, such as `active`",
        "skus.csv:3: effective_from: 'yesterday' is no day such as 2026-11-01: "
        "Invalid isoformat string: 'yesterday'",
        "skus.csv:3: name: has to be stated",
        "skus.csv:4: bv: has to be stated",
        "skus.csv:4: retired: 'maybe' is not one of , yes",
    ]


def test_the_problems_of_all_files_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "rates.csv").write_text("day,currency,base,rate\n2026-11-02,EUR,USD,-1\n")
    (tmp_path / "stores.yaml").write_text("stores: {}\nshops: {}\n")

    with pytest.raises(Refused) as error:
        company.read(tmp_path)

    assert [problem.file for problem in error.value.problems] == ["rates.csv", "stores.yaml"]


def test_columns_nobody_knows_are_not_taken_in(tmp_path: Path) -> None:
    (tmp_path / "rates.csv").write_text("day,currency,base,rate,email\n")

    with pytest.raises(Refused, match=r"no column of this file; .* e-mails, phones and addresses"):
        company.read(tmp_path)


def test_an_email_is_no_id(refusal: Refusal) -> None:
    row = "ann@example.org,,active,gold,US,,2026-01-05,ANN,,"

    assert "'ann@example.org' is not an id" in refusal("distributors.csv", row)[0]


def test_a_column_that_is_missing_is_named(tmp_path: Path) -> None:
    (tmp_path / "rates.csv").write_text("day,currency,rate\n")

    with pytest.raises(Refused, match=r"rates\.csv:1: base: this column is missing"):
        company.read(tmp_path)


def test_a_row_with_a_cell_too_many_is_refused(refusal: Refusal) -> None:
    problems = refusal("rates.csv", "2026-11-02,EUR,USD,1.08,ecb,more")

    assert problems == ["rates.csv:2: has 6 cells under 5 columns"]


def test_a_file_from_a_spreadsheet_reads_well(tmp_path: Path) -> None:
    text = "day,currency,base,rate\r\n2026-11-02 , EUR,USD,1.08\r\n,,,\r\n"
    (tmp_path / "rates.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())

    [quote] = company.read(tmp_path).rates

    assert str(quote.rate.rate) == "1.08"


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rates.csv").write_bytes("day,währung".encode("latin-1"))

    with pytest.raises(Refused, match="not in UTF-8"):
        company.read(tmp_path)


def test_an_empty_folder_is_no_company(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"holds none of distributors\.csv"):
        company.read(tmp_path)
