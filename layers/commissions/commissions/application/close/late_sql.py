"""What binaries are told late of orders of closed periods, as SQL that Athena and Trino have too.

A close counts of an order of a period before it what is known of it as the close is frozen, as far
as it has come back by then. What counted at the close before is known from what was known then; the
difference is taken in, or given back, now. So all that ever stands is taken in once, whenever it is
told.

`{then}`, `{now}`: until when what comes back counts in the close before, and in this one; `waiting`
are periods that count it for longer. `{known_*}`: what was known as the close before was frozen.
"""

from collections.abc import Sequence

NOW = """
with waiting (begins, stops, closes_at) as ({waiting})
select o.order_key, o.revision, o.placed_at, o.seller,
  case when w.closes_at > {now} then w.closes_at else {now} end as until
from current_order o
left join waiting w on o.placed_at >= w.begins and o.placed_at < w.stops
where o.plan_id = {plan} and o.placed_at < {starts}
"""
"""Orders of periods before."""

THEN = """
with waiting (begins, stops, closes_at) as ({waiting})
select o.order_key, o.revision, o.placed_at, o.seller,
  case when w.closes_at > {then} then w.closes_at else {then} end as until
from {known_order} o
left join waiting w on o.placed_at >= w.begins and o.placed_at < w.stops
where o.plan_id = {plan} and o.placed_at < {then}
"""
"""The same as they were known at the close before."""

TOLD = """
with moved as (
  select o.order_key
  from late_now o
  left join late_then t on t.order_key = o.order_key
  where t.order_key is null or t.revision <> o.revision
  union
  select t.order_key
  from late_then t
  left join late_now o on o.order_key = t.order_key
  where o.order_key is null
  union
  select r.order_key from fact_refund_line r
  join late_now o on o.order_key = r.order_key and o.revision = r.revision
  where r.event_at >= {then}
),
figure as (
  select o.order_key, 1 as sign, cast(null as timestamp) as came_at, {of_line}
  from late_now o
  join moved m on m.order_key = o.order_key
  join fact_order_line l on l.order_key = o.order_key and l.revision = o.revision
  union all
  select o.order_key, -1, cast(null as timestamp), {of_line}
  from late_then o
  join moved m on m.order_key = o.order_key
  join {known_line} l on l.order_key = o.order_key and l.revision = o.revision
  union all
  select o.order_key, 1, l.event_at, {back_of_line}
  from late_now o
  join moved m on m.order_key = o.order_key
  join fact_refund_line l on l.order_key = o.order_key and l.revision = o.revision
  where l.event_at < o.until
  union all
  select o.order_key, -1, l.event_at, {back_of_line}
  from late_then o
  join moved m on m.order_key = o.order_key
  join {known_refund} l on l.order_key = o.order_key and l.revision = o.revision
  where l.event_at < o.until
),
moments as (
  select order_key, case when came_at >= {starts} then came_at else {starts} end as came_at,
    {signed_sums}
  from figure
  group by order_key, case when came_at >= {starts} then came_at else {starts} end
),
-- Of whom something was added, or who is another's now: of those all is told as one.
mixed as (
  select order_key from moments where {any_more}
  union
  select o.order_key
  from late_now o
  join late_then t on t.order_key = o.order_key
  where t.seller <> o.seller
),
stood as (
  select f.order_key, f.sign, case when t.seller <> o.seller then 1 else 0 end as sold_anew,
    {signed_sums}
  from figure f
  join mixed x on x.order_key = f.order_key
  left join late_now o on o.order_key = f.order_key
  left join late_then t on t.order_key = f.order_key
  group by f.order_key, f.sign, case when t.seller <> o.seller then 1 else 0 end
),
whole as (
  select order_key, case when sold_anew = 1 then sign else 0 end as anew, {sums}
  from stood
  group by order_key, case when sold_anew = 1 then sign else 0 end
),
told as (
  select m.order_key, m.came_at, 0 as anew, {of_moment}
  from moments m
  left join mixed x on x.order_key = m.order_key
  where x.order_key is null
  union all
  select order_key, {starts}, anew, {units} from whole
)
select * from told
"""
"""By order and moment by how much more stands; below 0 what came back. `anew`: of an order that is
another's now -1 for what it was, and 1 for what it is."""

RETURNS = """
select order_key, came_at, {returned} from late_told
where {any_less}
order by came_at, order_key
"""
"""What came back of them; of what is told late as the period begins."""

ORDERS = """
select t.order_key, o.placed_at, coalesce(s.number, -1) as seller, {added}
from late_told t
join current_order o on o.order_key = t.order_key
left join there s on s.member_id = o.seller
where o.placed_at >= {first} and ({any_more})
order by o.placed_at, t.order_key
"""
"""What was added: orders that are new, and what is more of others. Periods before `first` were
closed elsewhere, with all of theirs."""


def words(units: Sequence[str]) -> dict[str, str]:
    """By unit what the queries ask for."""

    def each(pattern: str, between: str = ", ") -> str:
        return between.join(pattern.format(unit=unit) for unit in units)

    return {
        "units": each("{unit}"),
        "sums": each("cast(sum({unit}) as bigint) as {unit}"),
        "signed_sums": each("cast(sum(sign * {unit}) as bigint) as {unit}"),
        "line_sums": each("cast(sum(n.sign * n.{unit}) as bigint) as {unit}"),
        "of_line": each("l.{unit}"),
        "back_of_line": each("-l.{unit} as {unit}"),
        "told_units": each("coalesce(g.{unit}, 0) as {unit}"),
        "nothing": each("0 as {unit}"),
        "of_moment": each("m.{unit}"),
        "returned": each("case when {unit} < 0 then -{unit} else 0 end as {unit}"),
        "added": each("case when {unit} > 0 then {unit} else 0 end as {unit}"),
        "any_more": each("{unit} > 0", " or ") or "false",
        "any_less": each("{unit} < 0", " or ") or "false",
    }
