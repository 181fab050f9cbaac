"""In which period an order counts: placed on 11 February, paid on 11 March."""

from datetime import UTC, datetime

import pytest

from commissions.domain.plans.counted_in import counts_in
from tests.support.builders import Document

FEBRUARY, MARCH = datetime(2027, 2, 11, tzinfo=UTC), datetime(2027, 3, 11, tzinfo=UTC)


def volumes(**moments: str | None) -> Document:
    return {
        "volumes": {
            unit: {"from": "sku_map"} | ({"moment": moment} if moment else {})
            for unit, moment in moments.items()
        }
    }


@pytest.mark.parametrize(
    ("moment", "counts"), [(None, MARCH), ("paid", MARCH), ("placed", FEBRUARY)]
)
def test_an_order_counts_when_it_is_paid_unless_the_plan_says_placed(
    moment: str | None, counts: datetime
) -> None:
    assert counts_in(volumes(cv=moment), FEBRUARY, MARCH) == {"cv": counts}


def test_each_volume_of_a_plan_has_its_own_word() -> None:
    plan = volumes(pv="placed", cv="paid", qv=None)

    assert counts_in(plan, FEBRUARY, MARCH) == {"pv": FEBRUARY, "cv": MARCH, "qv": MARCH}


@pytest.mark.parametrize("moment", ["paid", "placed"])
def test_what_nobody_has_paid_counts_nowhere_yet(moment: str) -> None:
    assert counts_in(volumes(cv=moment), FEBRUARY, None) == {}
