from pathlib import Path

import numpy as np
import pytest

from tools.bench_close.company_columns import company_columns
from tools.bench_close.company_files import CompanyFiles, company_files
from tools.bench_close.order_lines import order_lines
from tools.bench_close.period import ENDS, STARTS, micros, month_orders
from tools.bench_close.plan_files import plan
from tools.bench_close.population import population


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> CompanyFiles:
    return company_files(500, 5_000, 7, tmp_path_factory.mktemp("kept"))


def test_files_are_kept_and_found_again(company: CompanyFiles) -> None:
    made = company.member_file.stat().st_mtime_ns

    again = company_files(500, 5_000, 7, company.folder.parent)

    assert again == company
    assert company.member_file.stat().st_mtime_ns == made


def test_files_that_were_half_made_are_made_again(tmp_path: Path) -> None:
    half = company_files(50, 500, 7, tmp_path)
    (half.folder / "made.json").unlink()
    half.member_file.write_bytes(b"half")

    again = company_files(50, 500, 7, tmp_path)

    assert len(company_columns(again).sponsor) == 50


def test_what_is_read_of_a_company_is_what_was_made(company: CompanyFiles) -> None:
    people = population(7, 500, 5_000)
    [lines] = order_lines(7, people)
    columns = company_columns(company)

    assert np.array_equal(columns.sponsor, people.sponsor)
    assert np.array_equal(columns.seat_right, people.seat_right)
    assert columns.cv.sum() == lines.cv.sum()
    assert columns.customers_qv.sum() == lines.qv[lines.of_customer].sum()


def test_orders_sum_their_lines_and_are_spread_over_the_month(company: CompanyFiles) -> None:
    orders, columns = month_orders(company), company_columns(company)
    by_member = np.zeros(500, np.int64)
    np.add.at(by_member, orders.member, orders.cv)

    assert np.array_equal(by_member, columns.cv)
    assert orders.at[0] == micros(STARTS)
    assert (np.diff(orders.at) > 0).all()
    assert orders.at[-1] < micros(ENDS)


@pytest.mark.parametrize("name", ["hybrid", "binary"])
def test_a_measured_plan_could_be_published(name: str) -> None:
    assert plan(name)["plan"]["id"] == f"bench_{name}"
