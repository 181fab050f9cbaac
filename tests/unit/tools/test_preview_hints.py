"""What a preview says would be asked: by what was told of the order when, not by what came last."""

import json
from pathlib import Path
from typing import Any

import pytest

from commissions.application.preview.world import OrderInWorld
from commissions.domain.orders.hint import ORDER, ChangeHinted
from tests.support.orders import NOON
from tests.support.previews import previewed
from tests.support.samples import EVENTS

SEQUENCES = EVENTS / "sequences"
RECORDED = json.loads((SEQUENCES / "shopify-half-back-then-more-bought.json").read_text())
PAID, BACK, ADDED, ALL_PAID = RECORDED["steps"]
CALL = "GraphQL order(id: gid://shopify/Order/5501000002012), its refunds"


@pytest.mark.parametrize(
    ("steps", "asked"),
    [
        ([PAID, BACK, ADDED], 1),
        ([ADDED, PAID, BACK], 1),
        ([ADDED, ADDED, BACK, PAID], 1),
        ([PAID, BACK, ADDED, ALL_PAID], 0),
        ([ALL_PAID, ADDED, BACK, PAID], 0),
    ],
)
def test_a_later_webhook_answers_what_an_earlier_one_asks(
    steps: list[Any], asked: int, tmp_path: Path
) -> None:
    file = tmp_path / "sequence.json"
    file.write_text(json.dumps({"store": RECORDED["store"], "steps": steps}))

    [found] = previewed(file, company=SEQUENCES / "company")

    [order] = found["orders"]
    details = [each["detail"] for each in order["parked"] if each["reason"] == "not_asked"]
    assert len(details) == asked
    assert all(each.startswith(CALL) for each in details)


@pytest.mark.parametrize(
    ("reason", "is_asked"), [("sales.creditmemo.created", True), ("sales.invoice.paid", False)]
)
def test_no_webhook_of_a_magento_order_tells_of_its_memos(reason: str, *, is_asked: bool) -> None:
    hint = ChangeHinted(
        platform="magento",
        store_id="mag",
        subject=ORDER,
        subject_id="1",
        hinted_at=NOON,
        reason=reason,
    )

    assert OrderInWorld(hints=[hint], told_at=NOON).unanswered == ([hint] if is_asked else [])
