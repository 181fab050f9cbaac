"""Whether all of a period is there: nothing waits on its way to the ledger, and what facts say of
its orders' volumes is what the ledger has posted for them, order by order and unit by unit. (The
money of order-time lines is held against the oracle each night.)"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from commissions.application.queries.waiting_of_period import PlanPeriod, waiting_of_period
from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.periods.record import PeriodRecord
from commissions.warehouse import parquet
from commissions.warehouse.schema import TABLES, relation

NAMED_MAX = 20
Tables = Mapping[str, Sequence[Path]]
"""By table of the warehouse its parts, all that were recorded before the freeze."""

# What facts say stands of an order, line by line less what came back, beside the legs that were
# posted on accounts of volume; and of an order that is none any more by its facts, what legs still
# say. Standard SQL: Athena and Trino say the same.
_DIFFERING = """
with current_lines as (
  select order_key, max(revision) as revision from lines group by order_key),
sold as (
  select l.order_key, {sums_l}
  from lines l join current_lines c on l.order_key = c.order_key and l.revision = c.revision
  where l.plan_id = $plan and l.event_at >= $starts and l.event_at < $ends
  group by l.order_key),
gone as (
  select r.order_key, {sums_r}
  from refunds r join current_lines c on r.order_key = c.order_key and r.revision = c.revision
  group by r.order_key),
posted as (
  select book as order_key, {sums_p}
  from legs where account_class = 'volume' group by book),
void as (
  select l.order_key
  from lines l join current_lines c on l.order_key = c.order_key and l.revision = c.revision
  where l.line = 0 and l.status = 'not_sold' and l.event_at >= $starts and l.event_at < $ends
  and not exists (
    select 1 from lines e
    where e.order_key = l.order_key and e.plan_id <> '' and e.plan_id <> $plan))
select s.order_key as order_key from sold s
left join gone g on g.order_key = s.order_key
left join posted p on p.order_key = s.order_key
where {differs}
union
select v.order_key as order_key from void v
join posted p on p.order_key = v.order_key
where {stands}
order by order_key
"""


def missing(record: PeriodRecord, tables: Tables) -> list[str]:
    """A sentence for each thing that is missing; of many of one kind how many there are."""
    period = PlanPeriod(record.period.plan, record.starts, record.ends)
    found = waiting_of_period(period, record.frozen_at)
    waiting = [f"order {each.order_key}: {each.why}" for each in found]
    unlike = [
        f"order {key}: its ledger is not what its facts say (commissions refold)"
        for key in unlike_facts(tables, record.period.plan, record.starts, record.ends)
    ]
    return [*_some(waiting), *_some(unlike)]


def unlike_facts(tables: Tables, plan: str, starts: datetime, ends: datetime) -> list[str]:
    """The orders of a period whose posted volumes are not what their facts say."""
    with parquet.connection() as database:
        for view, table in (
            ("lines", "fact_order_line"),
            ("refunds", "fact_refund_line"),
            ("legs", "fact_ledger_leg"),
        ):
            found = relation(TABLES[table], tables[table])
            database.execute(f"create view {view} as select * from {found}")  # noqa: S608
        unlike = database.execute(
            _asked(), {"plan": plan, "starts": parquet.plain(starts), "ends": parquet.plain(ends)}
        ).fetchall()
    return [str(key) for (key,) in unlike]


def _asked() -> str:
    def of(alias: str) -> str:
        return ", ".join(f"sum({alias}.{unit}) as {unit}" for unit in UNITS)

    posted = ", ".join(
        f"sum(case when unit = '{unit}' then amount else 0 end) as {unit}" for unit in UNITS
    )
    differs = " or ".join(
        f"coalesce(s.{unit}, 0) - coalesce(g.{unit}, 0) <> coalesce(p.{unit}, 0)" for unit in UNITS
    )
    stands = " or ".join(f"p.{unit} <> 0" for unit in UNITS)
    return _DIFFERING.format(
        sums_l=of("l"), sums_r=of("r"), sums_p=posted, differs=differs, stands=stands
    )


def _some(said: list[str]) -> list[str]:
    rest = len(said) - NAMED_MAX
    return [*said[:NAMED_MAX], *([f"and {rest} more like these"] if rest > 0 else [])]
