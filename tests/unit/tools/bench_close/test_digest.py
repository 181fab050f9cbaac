"""A digest of a close: what makes two of them the same, and what does not."""

from dataclasses import replace

import numpy as np
import pytest

from commissions.domain.close.award_columns import AwardColumns
from commissions.domain.close.engine import ClosedColumns, closed_columns
from tools.bench_close.awards_digest import awards_digest
from tools.bench_close.company_columns import company_columns
from tools.bench_close.company_files import company_files
from tools.bench_close.frozen_period import frozen_period
from tools.bench_close.plan_files import plan


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> ClosedColumns:
    company = company_files(300, 3_000, 7, tmp_path_factory.mktemp("company"))
    return closed_columns(plan("hybrid"), frozen_period(company_columns(company)))


def with_levels(closed: ClosedColumns, levels: AwardColumns) -> ClosedColumns:
    return replace(closed, awards=[levels, *closed.awards[1:]])


def test_one_minor_unit_more_to_one_member_is_another_digest(closed: ClosedColumns) -> None:
    amount = closed.awards[0].amount.copy()
    amount[-1] += 1
    assert awards_digest(
        with_levels(closed, replace(closed.awards[0], amount=amount))
    ) != awards_digest(closed)


def test_another_reason_is_another_digest(closed: ClosedColumns) -> None:
    reason = closed.awards[0].reason.copy()
    reason[0] += 1
    assert awards_digest(
        with_levels(closed, replace(closed.awards[0], reason=reason))
    ) != awards_digest(closed)


def test_the_width_of_a_column_does_not_count(closed: ClosedColumns) -> None:
    levels = closed.awards[0]
    wide = replace(levels, member=levels.member.astype(np.int64))

    assert wide.member.dtype != levels.member.dtype
    assert awards_digest(with_levels(closed, wide)) == awards_digest(closed)
