from dataclasses import replace

import pytest

from commissions.application.queries import statement
from commissions.application.queries.statement import UnknownDistributor
from commissions.tables import statement_lines
from tests.support.pipeline_driver import (
    TEA_ORDER,
    Published,
    a_company,
    enrol,
    project,
    run,
    shopify,
)


@pytest.fixture(autouse=True)
def _sold(published: Published) -> None:
    a_company()
    shopify("orders_paid")
    run(published)
    project(TEA_ORDER)


def test_a_statement_is_what_the_ledger_says() -> None:
    found = statement.read("cara")

    assert [each.line.amount for each in found.commissions] == [1200, 600]
    assert found.payable == {"USD": 1800}


def test_of_a_month_only_its_lines_are_read() -> None:
    [month] = statement.read("cara").volumes

    assert len(statement.read("cara", month).lines) == len(statement.read("cara").lines)
    assert list(statement.read("cara", "2020-01").lines) == []
    assert statement.read("cara", "2020-01").payable == {"USD": 1800}


def test_a_month_is_the_plans_whose_line_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    [line, _] = statement.read("cara").lines
    ahead = line.at.replace(day=1, hour=2)
    monkeypatch.setattr(
        statement_lines, "of", lambda who: iter([replace(line, at=ahead.replace(month=12))])
    )

    assert len(statement.read("cara", f"{ahead.year}-11").lines) == 1
    assert len(statement.read("cara", f"{ahead.year}-12").lines) == 0


def test_who_has_earned_nothing_has_a_statement_too() -> None:
    enrol("dan")

    assert (list(statement.read("dan").lines), statement.read("dan").payable) == ([], {})


def test_nobody_else_has_one() -> None:
    with pytest.raises(UnknownDistributor, match="No distributor zoe here"):
        statement.read("zoe")
