"""What a review of a run shows first: sums of its files. Amounts in minor units of the plan's base
currency, volumes in hundredths of a point."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from commissions.application.close.correcting import PeriodCorrection
from commissions.application.close.due_books import BookSums
from commissions.application.close.stored_run import StoredRun
from commissions.domain.close.award_columns import Reason
from commissions.warehouse import parquet

MOST_SHOWN = 50


def summary_of(
    run: StoredRun, orders: int, corrections: Sequence[PeriodCorrection], sums: BookSums
) -> dict[str, Any]:
    """`orders`: how many the run counted; `sums`: of the books that are posted. `people`: how many
    are paid anything, or owe; `corrections`: by period that was closed before, what is posted for
    it."""
    totals = run.told["totals"]
    with parquet.connection() as database:
        ranks = database.execute(
            f"select rank, count(*) from read_parquet('{run.members}') "  # noqa: S608
            "group by rank order by rank"
        ).fetchall()
    corrected: Counter[str] = Counter()
    for each in corrections:
        corrected[each.period] += each.award.amount
    return {
        "currency": run.currency,
        "paid": sums.paid,
        "people": sums.people,
        "books": sums.books,
        "members": int(run.told["members"]),
        "active": int(run.told["active"]),
        "orders": orders,
        "bonuses": {bonus: int(each["paid"]) for bonus, each in totals.items()},
        "corrections": dict(sorted(corrected.items())),
        "unpaid": _unpaid(run),
        "volumes": {unit: int(each) for unit, each in run.told["volumes"].items()},
        "company_cap": run.told["company"] | _company_cap(run),
        "ranks": {run.ranks[rank]: many for rank, many in ranks},
        "most": [[who, amount] for who, amount in sums.most(MOST_SHOWN)],
    }


def _company_cap(run: StoredRun) -> dict[str, str]:
    """What the plan says of it."""
    cap = run.document["caps"]["company"]
    return {"of": str(cap["of"]), "max_pct": str(cap["max_pct"])}


def _unpaid(run: StoredRun) -> dict[str, int]:
    """By reason, in the words that people read, how many awards."""
    found: dict[str, int] = {}
    for bonus, each in run.told["totals"].items():
        for name, sums in each["unpaid"].items():
            said = run.reason(int(Reason[name]), bonus)
            found[said] = found.get(said, 0) + int(sums["lines"])
    return dict(sorted(found.items()))
