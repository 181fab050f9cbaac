"""Pages of versions in words of before: readable, with what happens; and published no more."""

from datetime import UTC, datetime

import pytest
import yaml

from commissions.application.actions import plan_publication
from commissions.application.actions.proposing import ActionRequest, put_on_record
from commissions.domain.actions.action import PAGE, Actor
from commissions.domain.plans import PlanRefused
from commissions.plan_schema import read_published
from commissions.tables import plans
from tests.support.console_pages import asks
from tests.support.written_plans import written

PATH, CHECK = "/console/plans", "/console/plans/check"
pytestmark = pytest.mark.usefixtures("aws")


def paid_later() -> str:
    return written().replace("cv: {from: sku_map", "cv: {moment: paid, from: sku_map")


def on_two_volumes() -> str:
    document = yaml.safe_load(written())
    document["volumes"]["bv"] = document["volumes"]["cv"]
    document["bonuses"][0]["basis"] = "bv"
    return yaml.safe_dump(document, sort_keys=False)


def published_before(text: str) -> None:
    plans.publish(read_published(yaml.safe_load(text)).plan.text)


def test_a_version_that_says_what_no_close_goes_by_is_read_with_what_happens() -> None:
    published_before(paid_later())

    page = asks(f"{PATH}/uni7/1").text

    assert "in the period in which they were placed" in page
    assert "cv says moment: paid, which no close goes by." in page


def test_it_is_published_no_more_by_whoever_asks() -> None:
    answer = asks(CHECK, form={"text": paid_later()})
    document = read_published(yaml.safe_load(paid_later()))
    request = ActionRequest(
        kind="plan.publish",
        target=plan_publication.target_of(document),
        payload=plan_publication.payload_of(document),
        why="the tests say so",
        ask=True,
    )

    assert answer.status == 422
    assert "paid is not computed: every close counts an order" in answer.text
    with pytest.raises(PlanRefused):
        put_on_record(request, Actor("kim", PAGE), datetime.now(UTC))
    assert plans.all_ids() == []


def test_of_what_nothing_holds_it_is_not_said_that_the_cap_does() -> None:
    published_before(on_two_volumes())

    page = asks(f"{PATH}/uni7/1").text

    assert "What one order pays by customer comes on top of that" in page
    assert "nothing holds it all" in page
    assert "the company’s cap is what holds it" not in page
    assert asks(CHECK, form={"text": on_two_volumes()}).status == 422
