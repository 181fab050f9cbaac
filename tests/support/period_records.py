"""Periods as their closes leave them, without a close: for whoever looks at pages about them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from commissions.application.close.calendar import closing_span
from commissions.domain.periods.figures import kept_figures
from commissions.domain.periods.frozen_periods import FrozenSpan
from commissions.domain.periods.period_id import PeriodId, parse
from commissions.domain.periods.record import CLOSED, COMPUTED, INCOMPLETE, PeriodRecord
from commissions.tables import periods

RUN, INPUTS = "8d23cf75001a" + "0" * 52, "41ab90c2de77" + "0" * 52


def a_summary(**told: Any) -> dict[str, Any]:
    """As a review has it: 1,280.50 USD of 10,200 CV to six, 3,690.00 allowed by the cap."""
    given: dict[str, Any] = {
        "currency": "USD",
        "paid": 128_050,
        "people": 6,
        "books": 6,
        "members": 8,
        "active": 8,
        "orders": 11,
        "bonuses": {"levels": 99_500, "match": 8_150, "pool": 20_400},
        "corrections": {},
        "unpaid": {"nobody is left": 4, "the rank of the period is not paid this level": 16},
        "volumes": {"cv": 1_020_000, "pv": 1_020_000},
        "company_cap": {"limit": 369_000, "raw": 128_050, "of": "cv", "max_pct": "0.50"},
        "ranks": {"": 0, "partner": 7, "manager": 1},
        "most": [["ann", 46_550], ["dan", 32_500], ["eve", 32_000], ["kim", 15_000]],
        "parts": "p" * 64,
        "inputs": INPUTS,
    }
    return given | told


def a_record(
    period: str, state: str = COMPUTED, summary: Mapping[str, Any] | None = None, **told: Any
) -> PeriodRecord:
    """`period`: of a plan that is published."""
    closing = closing_span(parse(period))
    span = closing.span
    given: dict[str, Any] = {
        "state": state,
        "attempt": 1,
        "frozen_at": span.closes_at + timedelta(hours=2),
        "plan_version": closing.plan.version,
        "plan_digest": closing.plan.digest,
    }
    if state in {COMPUTED, CLOSED, "posting"}:
        given |= {"run": RUN, "summary": summary or a_summary()}
        given |= {"computed_at": span.closes_at + timedelta(hours=3)}
    if state in {CLOSED, "posting"}:
        approved = span.closes_at + timedelta(hours=20)
        given |= {"approved_by": ("mara", "ines"), "approved_at": approved}
    if state == CLOSED:
        given |= {"closed_at": span.closes_at + timedelta(hours=21)}
    return PeriodRecord(
        period=closing.period,
        starts=span.starts,
        ends=span.ends,
        closes_at=span.closes_at,
        **given | told,
    )


def put(record: PeriodRecord) -> PeriodRecord:
    """As if its close had come so far."""
    if record.state == INCOMPLETE:
        return periods.put(record)
    span = FrozenSpan(
        every=record.period.every,
        label=record.period.label,
        starts=record.starts,
        ends=record.ends,
        since=record.frozen_at,
    )
    return periods.freeze(record, span)


def a_history(plan: str = "hyb") -> list[PeriodRecord]:
    """August closed; September too, which corrected it; October computed twice, and not posted."""
    august = put(a_record(f"{plan}/month/2026-08", CLOSED))
    corrected = a_summary(
        paid=112_050, corrections={str(august.period): -2_000}, orders=9, inputs="9" * 64
    )
    september = put(a_record(f"{plan}/month/2026-09", CLOSED, corrected))
    last = a_summary(paid=120_000, bonuses={"levels": 91_450, "match": 8_150, "pool": 20_400})
    october = put(
        replace(
            a_record(f"{plan}/month/2026-10", COMPUTED, attempt=2, gate="herbalife-rewardable"),
            before=kept_figures(1, "1" * 64, last | {"orders": 10, "inputs": "7" * 64}),
        )
    )
    return [august, september, october]


def state_of(period: PeriodId) -> str:
    found = periods.find(period)
    return found.state if found else ""


def after_cutoff(period: str) -> datetime:
    return closing_span(parse(period)).span.closes_at + timedelta(days=1)
