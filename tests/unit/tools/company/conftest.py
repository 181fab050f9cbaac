"""One file of a company, read or refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tools import company
from tools.company import Refused

HEADS = {
    "distributors.csv": "distributor_id,sponsor_id,status,rank,country,tax_id,created_at,"
    "referral_code,kind,effective_from",
    "skus.csv": "store_id,platform_sku,sku_id,name,category,commission_class,pv,bv,cv,qv,"
    "effective_from,bundle,retired",
    "rates.csv": "day,currency,base,rate,source",
    "customers.csv": "store_id,customer_id,distributor_id,kind",
}
Refusal = Callable[..., list[str]]


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., company.Company]:
    """Reads a folder with one file in it: the rows of a CSV under its head, or a text."""

    def reading(file: str, *rows: str) -> company.Company:
        (tmp_path / file).write_text("\n".join([HEADS[file], *rows] if file in HEADS else rows))
        return company.read(tmp_path)

    return reading


@pytest.fixture
def refusal(read: Callable[..., company.Company]) -> Refusal:
    def refused(file: str, *rows: str) -> list[str]:
        with pytest.raises(Refused) as error:
            read(file, *rows)
        return [str(problem) for problem in error.value.problems]

    return refused
