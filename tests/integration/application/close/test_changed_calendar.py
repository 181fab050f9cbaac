"""A later version of a plan that goes by another clock."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from commissions.application.close.freezing import NotToBeClosed, freeze
from commissions.domain.periods.period_id import parse
from commissions.domain.periods.record import CLOSED
from commissions.plan_schema import read
from commissions.tables import periods, plans
from tests.support.frozen import published
from tests.support.plans import a_sample

SEPTEMBER, OCTOBER = parse("hyb/month/2026-09"), parse("hyb/month/2026-10")
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def published_anew(timezone: str, since: str) -> None:
    document = a_sample("hyb")
    document["plan"] |= {"version": 9, "effective_from": since, "timezone": timezone}
    plans.publish(read(document).plan.text)


def test_a_period_that_does_not_begin_where_the_one_before_ended_is_not_closed(aws: None) -> None:
    published()
    september = periods.put(replace(freeze(SEPTEMBER, NOW), state=CLOSED))
    published_anew("UTC", "2026-12-01")

    with pytest.raises(NotToBeClosed, match=r"ended at 2026-10-01 06:00 UTC, and .* begins at"):
        freeze(OCTOBER, NOW)
    assert september.ends == datetime(2026, 10, 1, 6, tzinfo=UTC)
