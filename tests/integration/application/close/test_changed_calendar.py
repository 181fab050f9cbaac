"""A later version of a plan that goes by another clock, or closes other periods."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.application.close import due
from commissions.application.close.calendar import ClosingSpan, after, closing_span
from commissions.application.close.freezing import NotToBeClosed, freeze
from commissions.domain.periods.period_id import PeriodId, parse
from commissions.domain.periods.record import CLOSED, PeriodRecord
from commissions.plan_schema import read
from commissions.tables import periods, plans
from tests.support.frozen import published
from tests.support.plans import a_sample

SEPTEMBER, OCTOBER = parse("hyb/month/2026-09"), parse("hyb/month/2026-10")
LAST_WEEK = parse("hyb/week/2026-W53")
NOW = datetime(2026, 11, 20, tzinfo=UTC)
MIDNIGHT_IN_DENVER = datetime(2026, 10, 1, 6, tzinfo=UTC)


def published_anew(since: str, **plan: Any) -> None:
    document = a_sample("hyb")
    document["plan"] |= {"version": 9, "effective_from": since} | plan
    plans.publish(read(document).plan.text)


def closed(period: PeriodId, now: datetime = NOW) -> PeriodRecord:
    return periods.put(replace(freeze(period, now), state=CLOSED))


def with_weeks() -> None:
    bonuses: list[dict[str, Any]] = a_sample("hyb")["bonuses"]
    weekly = [each | {"when": "close:week"} for each in bonuses if each["id"] == "pool"]
    published(bonuses=[each for each in bonuses if each["id"] != "pool"] + weekly)


def test_what_is_published_for_later_moves_nothing_that_is_closed_before(aws: None) -> None:
    published()
    published_anew("2026-12-01", timezone="UTC")

    assert closed(SEPTEMBER).ends == freeze(OCTOBER, NOW).starts == MIDNIGHT_IN_DENVER


def test_the_first_period_by_another_clock_begins_where_the_one_before_ended(aws: None) -> None:
    published()
    published_anew("2026-10-01", timezone="UTC")
    september = closed(SEPTEMBER)
    october = freeze(OCTOBER, NOW)

    assert (september.ends, october.starts) == (MIDNIGHT_IN_DENVER, MIDNIGHT_IN_DENVER)
    assert (september.plan_version, october.plan_version) == (3, 9)
    assert october.ends == datetime(2026, 11, 1, tzinfo=UTC)


def test_a_version_that_moves_what_is_closed_already_is_not_closed_by(aws: None) -> None:
    published()
    closed(SEPTEMBER)
    published_anew("2026-09-01", timezone="UTC")

    with pytest.raises(NotToBeClosed, match=r"ended at 2026-10-01 06:00 UTC, and .* begins at"):
        freeze(OCTOBER, NOW)


def test_weeks_close_until_the_version_that_has_none_takes_effect(aws: None) -> None:
    with_weeks()
    published_anew("2027-01-01")

    span: ClosingSpan | None = closing_span(parse("hyb/week/2026-W52"))
    found: list[str] = []
    while span and len(found) < 3 and (span := after(span)):
        found.append(str(span.period))

    assert found == ["hyb/month/2026-12", str(LAST_WEEK), "hyb/month/2027-01"]
    assert f"{closing_span(LAST_WEEK).span.starts:%Y-%m-%d}" == "2026-12-28"


def test_a_plan_that_closes_nothing_any_more_has_nothing_due(aws: None) -> None:
    published()
    document = a_sample("hyb")
    document["plan"] |= {"version": 9, "effective_from": "2026-10-01"}
    document["bonuses"] = [each for each in document["bonuses"] if each["when"] == "order"]
    plans.publish(json.dumps(document))
    closed(SEPTEMBER)

    assert after(closing_span(SEPTEMBER)) is None
    assert due.start_due(NOW) == []


def test_the_schedule_goes_on_with_what_the_version_in_force_closes(
    aws: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []

    def start(period: PeriodId, now: datetime) -> str:
        begun.append(str(period))
        return "execution"

    monkeypatch.setattr(due, "start_close", start)
    with_weeks()
    closed(parse("hyb/week/2026-W22"))
    published_anew("2027-01-01")

    due.start_due(NOW)

    assert begun == ["hyb/month/2026-05"]
