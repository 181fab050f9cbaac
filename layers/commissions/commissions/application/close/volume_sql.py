"""What stands of orders at a moment, as SQL that Athena and Trino have too.

Sums, joins and window functions of the standard; no function of one database alone. `{...}` is
filled with moments, a plan's id and units, which come from no one outside.

By the contract of the warehouse: the current revision of an order is the highest that is known;
line 0 is of an order that sells nothing; volumes are as the plan of the sale counts them; what came
back is allotted to lines so that its sum over lines and moments is exact for the whole order.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

NEWEST = """
select order_key, max(revision) as revision
from fact_order_line
where store not like 'cert-%'
group by order_key
"""

SOLD_LINE = """
select l.*
from fact_order_line l
join newest n on n.order_key = l.order_key and n.revision = l.revision
where l.status = 'sold'
"""

CAME_BACK = """
select r.*
from fact_refund_line r
join newest n on n.order_key = r.order_key and n.revision = r.revision
"""

SOLD_ORDER = """
with told as (
  select
    order_key,
    min(event_at) as placed_at,
    min(plan_id) as plan_id,
    min(seller) as seller,
    min(buyer) as buyer,
    min(buyer_class) as buyer_class,
    min(customer_sk) as customer
  from sold_line
  group by order_key
),
known as (
  -- Who got a place only by a later order had none when this one was placed.
  select t.order_key, t.placed_at, t.plan_id, t.seller, t.buyer_class, t.customer,
    case when b.since is null or t.placed_at >= b.since then t.buyer else '' end as buyer
  from told t
  left join begun b on b.member_id = t.buyer
)
select *,
  buyer <> '' and 1 = row_number() over (partition by buyer order by placed_at, order_key)
    as is_first
from known
"""
"""A row an order of any plan: `is_first` of its buyer, whatever plan it was sold by."""

SALES = """
with own as (
  select o.*
  from sold_order o
  where o.plan_id = {plan} and o.placed_at >= {starts} and o.placed_at < {ends}
),
sold as (
  select l.order_key, {sums} from sold_line l join own o on o.order_key = l.order_key
  group by l.order_key
),
back as (
  select b.order_key, {sums} from came_back b join own o on o.order_key = b.order_key
  where b.event_at < {until}
  group by b.order_key
)
select
  o.order_key, o.placed_at, coalesce(s.number, -1) as seller, coalesce(p.number, -1) as buyer,
  o.buyer_class = 'participant' as participant, o.is_first,
  dense_rank() over (
    order by case when o.buyer <> '' then o.buyer when o.customer <> '' then o.customer
      else o.order_key end
  ) - 1 as customer,
  {standing}
from own o
join sold on sold.order_key = o.order_key
left join back on back.order_key = o.order_key
left join there s on s.member_id = o.seller
left join there p on p.member_id = o.buyer
order by o.placed_at, o.order_key
"""
"""What stands of each order that was placed from `starts` until before `ends`: its lines less what
came back before `until`."""

LINES = """
with own as (
  select o.order_key, row_number() over (order by o.placed_at, o.order_key) - 1 as sale
  from sold_order o
  where o.plan_id = {plan} and o.placed_at >= {starts} and o.placed_at < {ends}
),
back as (
  select b.order_key, b.line, {sums} from came_back b join own o on o.order_key = b.order_key
  where b.event_at < {until}
  group by b.order_key, b.line
)
select o.sale, l.line, coalesce(nullif(l.sku_id, ''), l.platform_sku) as sku, {left}
from own o
join sold_line l on l.order_key = o.order_key
left join back on back.order_key = l.order_key and back.line = l.line
where coalesce(nullif(l.sku_id, ''), l.platform_sku) <> ''
order by o.sale, l.line
"""
"""The same by line; `sale` is the row among the sales."""

EARNED = """
with own as (
  select o.order_key, o.seller, row_number() over (order by o.placed_at, o.order_key) - 1 as sale
  from sold_order o
  where o.plan_id = {plan} and o.placed_at >= {starts} and o.placed_at < {ends}
)
select o.sale, c.bonus, c.earner, c.earner = o.seller as of_seller,
  cast(sum(c.amount_minor) as bigint) as amount
from own o
join fact_commission c on c.book = o.order_key
where c.period = '' and c.event_at < {until}
group by o.sale, c.bonus, c.earner, o.seller
having sum(c.amount_minor) <> 0
order by o.sale, c.bonus, c.earner
"""
"""What stands of the awards that were paid with each order; nets of 0 are left out."""

EARNED_BEFORE = """
select c.earner, cast(sum(c.amount_minor) as bigint) as amount
from sold_order o
join fact_commission c on c.book = o.order_key
where o.plan_id = {plan} and o.placed_at >= {starts} and o.placed_at < {ends}
  and c.period = '' and c.event_at < {until}
group by c.earner
having sum(c.amount_minor) <> 0
order by c.earner
"""

LATE = """
with waiting (begins, stops, closes_at) as ({waiting}),
late as (
  select b.order_key, b.event_at as came_at, {sums}
  from came_back b
  join sold_order o on o.order_key = b.order_key
  left join waiting w on o.placed_at >= w.begins and o.placed_at < w.stops
  where o.plan_id = {plan} and o.placed_at < {starts}
    and b.event_at >= {starts} and b.event_at < {ends}
    and (w.closes_at is null or b.event_at >= w.closes_at)
  group by b.order_key, b.event_at
)
select order_key, came_at, {units} from late
where {any_of_it}
order by came_at, order_key
"""
"""What came back in the period of orders of earlier ones, that their own period does not count."""


def moment(at: datetime) -> str:
    """As a literal."""
    return f"timestamp '{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}'"


def text(word: str) -> str:
    """As a literal."""
    return "'" + word.replace("'", "''") + "'"


def sums(units: Sequence[str]) -> str:
    return ", ".join(f"cast(sum({unit}) as bigint) as {unit}" for unit in units)


def less(units: Sequence[str], of: str) -> str:
    """By unit what a table has, less what came back of it."""
    return ", ".join(f"{of}.{unit} - coalesce(back.{unit}, 0) as {unit}" for unit in units)


def any_of_it(units: Sequence[str]) -> str:
    return " or ".join(f"{unit} <> 0" for unit in units) or "false"


def rows(spans: Sequence[tuple[datetime, datetime, datetime]]) -> str:
    """Some moments as a query of a row each."""
    nothing = "select cast(null as timestamp), cast(null as timestamp), cast(null as timestamp)"
    told = [f"select {', '.join(map(moment, span))}" for span in spans]
    return " union all ".join([f"{nothing} where false", *told])
