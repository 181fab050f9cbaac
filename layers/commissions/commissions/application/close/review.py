"""What a review of a run shows first: sums of its files. Amounts in minor units of the plan's base
currency, volumes in hundredths of a point."""

from typing import Any

from commissions.application.close.stored_run import StoredRun
from commissions.domain.close.award_columns import Reason
from commissions.warehouse import parquet

MOST_SHOWN = 50

_PEOPLE = """
with paid as (
  select m.owner as owner, sum(a.amount) as amount, count(distinct a.place) as places
  from read_parquet('{awards}') a
  join read_parquet('{members}') m on m.place = a.place
  where a.amount <> 0 group by m.owner)
"""


def summary_of(run: StoredRun, orders: int) -> dict[str, Any]:
    """`orders`: how many the run counted. `books`: of how many members books are posted; `people`:
    how many are paid anything, or owe."""
    totals = run.told["totals"]
    with parquet.connection() as database:
        asked = _PEOPLE.format(awards=run.awards, members=run.members)
        people, books, paid = database.execute(
            f"{asked} select count(*) filter (amount <> 0), "  # noqa: S608 - our own files
            "coalesce(sum(places), 0), coalesce(sum(amount), 0) from paid"
        ).fetchall()[0]
        most = database.execute(
            f"{asked} select owner, amount from paid "  # noqa: S608
            f"order by amount desc, owner limit {MOST_SHOWN}"
        ).fetchall()
        ranks = database.execute(
            f"select rank, count(*) from read_parquet('{run.members}') "  # noqa: S608
            "group by rank order by rank"
        ).fetchall()
    return {
        "currency": run.currency,
        "paid": int(paid),
        "people": int(people),
        "books": int(books),
        "members": int(run.told["members"]),
        "active": int(run.told["active"]),
        "orders": orders,
        "bonuses": {bonus: int(each["paid"]) for bonus, each in totals.items()},
        "unpaid": _unpaid(run),
        "volumes": {unit: int(each) for unit, each in run.told["volumes"].items()},
        "company_cap": run.told["company"],
        "ranks": {run.ranks[rank]: many for rank, many in ranks},
        "most": [[owner, int(amount)] for owner, amount in most],
    }


def _unpaid(run: StoredRun) -> dict[str, int]:
    """By reason, in the words that people read, how many awards."""
    found: dict[str, int] = {}
    for bonus, each in run.told["totals"].items():
        for name, sums in each["unpaid"].items():
            said = run.reason(int(Reason[name]), bonus)
            found[said] = found.get(said, 0) + int(sums["lines"])
    return dict(sorted(found.items()))
