"""What a company's plan can pay at most of an order, by the SKU map that is loaded with it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from commissions.tables import plans
from tests.support.builders import Document
from tests.support.company_loading import NOW, SKUS
from tools import company
from tools.company import Refused
from tools.company.checking import check

DEMO = Path(__file__).parents[4] / "company"
LIKE_ITS_NET = "tea-us,OOLONG,oolong,Oolong,tea,standard,100%,100%,100%,100%,2026-11-02,"
MUCH_BV = "tea-us,TRIPLE,triple,Triple,tea,standard,100%,300%,10%,100%,2026-11-02,"
pytestmark = pytest.mark.usefixtures("demo")


def a_plan(**changes: Any) -> Document:
    """The demo's, of which the seller's fifth is of bv."""
    document: Document = yaml.safe_load((DEMO / "plan.yaml").read_text())
    document["plan"]["id"] = "mixed"
    document["bonuses"][0]["basis"] = "bv"
    return document | changes


def a_folder(tmp_path: Path, document: Document, *skus: str) -> company.Company:
    (tmp_path / "plan.yaml").write_text(yaml.safe_dump(document, sort_keys=False))
    if skus:
        (tmp_path / "skus.csv").write_text("\n".join((SKUS, *skus)))
    return company.read(tmp_path)


def refusal(folder: company.Company) -> str:
    with pytest.raises(Refused) as refused:
        company.write(folder, now=NOW)
    return " ".join(map(str, refused.value.problems))


def test_what_a_sku_lets_an_order_pay_above_the_cap_is_refused(tmp_path: Path) -> None:
    problem = refusal(a_folder(tmp_path, a_plan(), LIKE_ITS_NET, MUCH_BV))

    assert "customer + levels can pay 617% of cv with the order" in problem
    assert plans.all_ids() == ["harbour"]


def test_where_the_map_bounds_it_it_is_loaded_and_said(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, a_plan(), LIKE_ITS_NET)
    notices = check(folder, NOW).notices

    company.write(folder, now=NOW)

    assert [each for each in notices if each.startswith("plan mixed version 1: ")] == [
        "plan mixed version 1: One order pays at most 37% of its cv: customer 20% + levels 17%. "
        "By the SKU map an order has at most 1 bv for 1 cv. Rounding can add half of the smallest "
        "unit to each award that is paid with the order, 0.03 USD in all."
    ]
    assert sorted(plans.all_ids()) == ["harbour", "mixed"]


def test_without_a_map_nothing_bounds_it(tmp_path: Path) -> None:
    problem = refusal(a_folder(tmp_path, a_plan()))

    assert "customer is paid on bv with the order" in problem
    assert "publishes it beside a skus.csv that bounds it" in problem


def test_a_version_that_stands_is_loaded_again_whatever_it_says(tmp_path: Path) -> None:
    document = a_plan()
    plans.publish(a_folder(tmp_path, document, LIKE_ITS_NET).plan.plan.text)  # type: ignore[union-attr]

    again = a_folder(tmp_path, document, MUCH_BV)

    assert company.write(again, now=NOW).plans == 0


def test_rates_of_another_source_than_the_plan_pays_by_are_told(tmp_path: Path) -> None:
    (tmp_path / "rates.csv").write_text(
        "day,currency,base,rate,source\n2026-11-19,NZD,USD,0.58,bank"
    )
    document = a_plan()
    document["bonuses"][0]["basis"] = "cv"

    notices = check(a_folder(tmp_path, document), NOW).notices

    assert (
        "rates.csv has no rate of ecb, by which mixed converts payouts: those in another currency "
        "wait for one" in notices
    )
