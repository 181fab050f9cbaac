"""Orders of closed periods that are, since, of somebody who was no member of the company then.

A closed period is computed again with the members that it was closed with, so nobody stands above
such an order there: it counts as nobody's. That is said once, by the first close that is told, and
waits until a person gives the order to somebody else or accepts it.
"""

from collections.abc import Iterator
from pathlib import Path

from commissions.application.close.correcting import Tables, earlier_closes, windows_of
from commissions.application.close.frozen_files import file_of
from commissions.application.close.stored_attempt import StoredAttempt
from commissions.domain.periods.record import PeriodRecord
from commissions.warehouse import parquet
from commissions.warehouse.schema import TABLES, relation

_NAMED = """
with newest as (
  select order_key, max(revision) as revision from lines where line <= 1 group by order_key)
select l.order_key, l.seller from lines l
join newest n on n.order_key = l.order_key and n.revision = l.revision
where l.line <= 1 and l.status = 'sold' and l.plan_id = $plan
  and l.event_at >= $starts and l.event_at < $ends and l.recorded_at >= $since
  and l.seller <> '' and l.seller not like 'cert-%'
  and not exists (
    select 1 from lines e
    where e.order_key = l.order_key and e.line <= 1 and e.status = 'sold'
      and e.seller = l.seller and e.recorded_at < $since)
order by l.order_key
"""


def orders_of_nobody(record: PeriodRecord, tables: Tables, work: Path) -> Iterator[str]:
    """A sentence for each that was told since the last close of the same kind."""
    closes = earlier_closes(record)
    for closed in closes:
        windows = windows_of(closed)
        if not windows.waits and not windows.late_orders_in_own:
            continue
        asked = {
            "plan": closed.period.plan,
            "starts": parquet.plain(closed.starts),
            "ends": parquet.plain(closed.ends),
            "since": parquet.plain(closes[-1].frozen_at),
        }
        yield from _of_one(closed, tables, asked, work)


def _of_one(
    closed: PeriodRecord, tables: Tables, asked: dict[str, object], work: Path
) -> Iterator[str]:
    with parquet.connection() as database:
        found = relation(TABLES["fact_order_line"], tables["fact_order_line"])
        database.execute(f"create view lines as select * from {found}")  # noqa: S608
        named = database.execute(_NAMED, asked).fetchall()
        if not named:
            return
        inputs = StoredAttempt(closed, work / str(closed.period).replace("/", "-")).inputs
        query = f"select member_id from '{file_of(inputs, 'members')}'"  # noqa: S608
        members = {member for (member,) in database.execute(query).fetchall()}
    for order_key, seller in named:
        if seller not in members:
            yield (
                f"order {order_key} of {closed.period}: {seller} was no member then, so it counts "
                "as nobody's there (give it to somebody else, or accept that)"
            )
