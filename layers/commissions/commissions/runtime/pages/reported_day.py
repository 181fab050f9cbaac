"""The report of a reconciled day, as it was read, made into what its page shows."""

from collections import Counter
from collections.abc import Mapping

from commissions.application.queries.reconciliation_report import (
    DayReport,
    ReportedFinding,
    ReportedStore,
)
from commissions.pages.addresses import part_of
from commissions.pages.console.reconciliation import (
    CHECK_NAMES,
    SHOWS,
    CheckRow,
    FindingRow,
    PairRow,
    ReportView,
    StoreCard,
    UnitAmount,
)


def amounts(by_unit: Mapping[str, int]) -> list[UnitAmount]:
    return [(amount, unit) for unit, amount in sorted(by_unit.items()) if amount]


def report_view(found: DayReport) -> ReportView:
    apart = [(name, len(found.listed(name))) for name in SHOWS[1:]]
    return ReportView(
        made_at=found.made_at,
        verdict=found.verdict,
        findings=len(found.findings),
        delta=amounts(found.delta),
        compared=sum(each.compared for each in found.stores),
        looked_at=sum(each.looked_at for each in found.stores),
        journals=found.journals,
        stores=[_store(each) for each in found.stores],
        checks=_checks(found),
        balances=found.balances,
        settling=found.settling,
        hashes=found.hashes,
        apart=[(name, count) for name, count in apart if count],
    )


def _checks(found: DayReport) -> list[CheckRow]:
    """Every finding is in one cell: also of a store, or a check, that is not among the report's."""
    counted = Counter((each.check, each.store) for each in found.findings)
    stores = dict.fromkeys([each.store for each in found.stores])
    stores |= dict.fromkeys(store for _, store in counted if store)
    columns = [*stores, ""]
    checks = dict.fromkeys([*CHECK_NAMES, *(check for check, _ in counted)])
    return [
        CheckRow(check=check, counts=[(store, counted[check, store]) for store in columns])
        for check in checks
    ]


def _store(told: ReportedStore) -> StoreCard:
    apart = {
        "in-flight": told.in_flight,
        "waiting": told.waiting,
        "accepted": told.accepted,
        "earlier": told.earlier,
        "listed": told.listed,
    }
    return StoreCard(
        store=told.store,
        platform=told.platform,
        not_asked=told.not_asked,
        compared=told.compared,
        looked_at=told.looked_at,
        apart=[(name, count) for name, count in apart.items() if count],
        pairs=[
            PairRow(
                what=each.what.removeprefix("statement_"),
                is_compared=each.is_compared,
                agrees=each.agrees,
                expected=each.expected,
                found=each.found,
                expected_amounts=amounts(each.expected_amounts),
                found_amounts=amounts(each.found_amounts),
            )
            for each in told.pairs
        ],
    )


def finding_row(found: ReportedFinding) -> FindingRow:
    return FindingRow(
        row_id=f"finding-{found.number}",
        kind=found.kind,
        title=found.title,
        advice=found.advice,
        check=found.check,
        store=found.store,
        order=found.order,
        about=found.about,
        sentence=found.sentence,
        unit=found.unit,
        expected=found.expected,
        found=found.found,
        href=f"/console/parked/orders/{part_of(found.order)}" if found.order else "",
    )
