"""The columns that are measured come to what the naive close makes of the same facts."""

from datetime import UTC, datetime, timedelta

import pytest

from commissions.audit.close.engine import closed
from commissions.domain.close.engine import closed_columns
from commissions.domain.close.facts import MemberFacts, PeriodFacts, SaleFacts, Since
from tools.bench_close.company_columns import CompanyColumns, company_columns
from tools.bench_close.company_files import company_files
from tools.bench_close.frozen_period import frozen_period
from tools.bench_close.period import ENDS, STARTS
from tools.bench_close.plan_files import plan

FIRST = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> CompanyColumns:
    return company_columns(company_files(250, 50_000, 7, tmp_path_factory.mktemp("company")))


def told(company: CompanyColumns) -> PeriodFacts:
    return PeriodFacts(
        period="2026-10",
        every="month",
        starts=STARTS,
        ends=ENDS,
        members=tuple(a_member(company, number) for number in range(len(company.sponsor))),
        sales=(*sales(company, own=True), *sales(company, own=False)),
    )


def a_member(company: CompanyColumns, number: int) -> MemberFacts:
    sponsor = int(company.sponsor[number])
    status = "active" if company.in_good_standing[number] else "terminated"
    return MemberFacts(
        member_id=str(number),
        enrolled_at=FIRST + timedelta(minutes=number),
        sponsors=(Since(FIRST, str(sponsor) if sponsor >= 0 else ""),),
        statuses=(Since(FIRST, status),),
    )


def sales(company: CompanyColumns, *, own: bool) -> list[SaleFacts]:
    volumes = (
        (company.own_cv, company.own_qv) if own else (company.customers_cv, company.customers_qv)
    )
    return [
        SaleFacts(
            order_id=f"{number} {own}",
            at=STARTS,
            seller=str(number),
            buyer=str(number) if own else "",
            buyer_class="participant" if own else "customer",
            volumes={"cv": int(cv), "qv": int(qv)},
        )
        for number, (cv, qv) in enumerate(zip(*volumes, strict=True))
        if qv
    ]


def test_everybody_is_paid_what_the_naive_close_pays(company: CompanyColumns) -> None:
    naive = closed(plan("hybrid"), told(company))
    columns = closed_columns(plan("hybrid"), frozen_period(company))
    number = columns.close.period.members.enrolment
    ours = {
        (each.bonus, int(number[each.member[row]]), int(each.level[row])): int(each.amount[row])
        for each in columns.awards
        for row in each.amount.nonzero()[0]
    }

    assert ours == {
        (each.bonus, int(each.member), each.level): each.amount
        for each in naive.awards
        if each.amount
    }
    assert {bonus for bonus, _, _ in ours} == {"levels", "generation", "infinity", "match", "pool"}
    assert columns.company == naive.company
