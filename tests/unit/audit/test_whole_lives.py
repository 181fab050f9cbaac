"""Whatever becomes of an order, all of it in one life and told in any order: the ledger, each month
of it and all that it explains are what the reconciliation works out by itself.

COMMISSIONS_PROOF=1 looks at three thousand lives instead of a few.
"""

from collections import Counter

from commissions.audit import oracle
from commissions.audit.explanation_check import check_explanations
from commissions.audit.integrity_check import integrity
from commissions.audit.ledger_check import compare_with_facts
from commissions.audit.month_check import compare_months
from commissions.audit.order_record import OrderRecord
from commissions.audit.plan_clock import PlanClock
from commissions.audit.rule_change import RELEASED
from commissions.audit.statement_check import expected_rows
from commissions.domain.ledger.months import month_of
from tests.support.memory_ledger import MemoryLedger, balances, settled
from tests.support.orders import PLAN
from tests.support.proof_size import proof_size
from tests.support.whole_lives import WholeLife
from tests.unit.audit.plan_histories import sheet_of

LIVES = range(proof_size(4, 3_000))
SHEET = sheet_of(PLAN)
CLOCK = PlanClock(SHEET.zone, SHEET.currency, half_even=SHEET.half_even)


def findings(ledger: MemoryLedger) -> list[str]:
    journals = tuple(ledger.journals)
    record = OrderRecord(
        order_key="shopify/tea/1001",
        facts=tuple(ledger.facts.values()),
        journals=journals,
        numbers=tuple(each.number for each in journals),
        head_journals=len(journals),
    )
    due = oracle.due([each.content for each in record.facts], lambda ref: SHEET)
    found = [*compare_with_facts(record, due), *integrity(record)]
    found += compare_months(record, lambda ref: SHEET)
    found += check_explanations(record, lambda ref: SHEET, since=RELEASED)
    return [each.sentence for each in found]


def by_month(ledger: MemoryLedger) -> dict[tuple[str, str, str], int]:
    """By month, account and unit what its journals post."""
    sums: Counter[tuple[str, str, str]] = Counter()
    for journal in ledger.journals:
        for leg in journal.legs:
            sums[month_of(journal.effective_at, PLAN.timezone), leg.account, leg.unit] += leg.amount
    return {slot: amount for slot, amount in sums.items() if amount}


def on_statements(ledger: MemoryLedger) -> dict[tuple[str, str], int]:
    """By owner and month what is on statements."""
    sums: Counter[tuple[str, str]] = Counter()
    for row in expected_rows(ledger.journals, lambda *_: CLOCK):
        assert row.month == month_of(row.at, PLAN.timezone)
        sums[row.owner, row.month] += row.amount
    return {slot: amount for slot, amount in sums.items() if amount}


def test_any_life_told_in_any_order_is_one_ledger_without_a_finding() -> None:
    for seed in LIVES:
        life = WholeLife(seed)
        as_told = settled(*life.deliveries)
        # A telling that a person accepts waits until that is said, and comes again then.
        late = settled(*life.shuffled(seed), *life.deliveries)

        assert (findings(as_told), findings(late)) == ([], []), f"life {seed}"
        assert by_month(late) == by_month(as_told), f"life {seed}"
        assert on_statements(late) == on_statements(as_told), f"life {seed}"
        target = late.target(late.facts.values())
        assert target.listings == as_told.target(as_told.facts.values()).listings, f"life {seed}"
        assert balances(late.journals) == balances(as_told.journals), f"life {seed}"
