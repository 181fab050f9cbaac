"""What stands of orders at a moment, as SQL that Athena and Trino have too.

Sums, joins and window functions of the standard; no function of one database alone. `{...}` is
filled with moments, a plan's id, units and SKUs as literals.

By the contract of the warehouse: the current revision of an order is the highest that is known;
every revision has a line 1, or 0 where the order has none, and each line tells all of the order's
own; volumes are as the plan of the sale counts them; what came back is allotted to lines so that
its sum over lines and moments is exact for the whole order.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

CURRENT = """
with newest as (
  select order_key, max(revision) as revision
  from {lines}
  where line <= 1 and store not like 'cert-%'
  group by order_key
)
select l.order_key, l.revision, l.event_at as placed_at, l.plan_id, l.base_currency,
  l.seller, l.buyer_class, l.customer_sk as customer,
  -- Who got a place only by a later order had none when this one was placed.
  case when b.since is null or l.event_at >= b.since then l.buyer else '' end as buyer
from {lines} l
join newest n on n.order_key = l.order_key and n.revision = l.revision
left join begun b on b.member_id = l.buyer
where l.line <= 1 and l.status = 'sold'
"""
"""A row an order that is sold, of any plan. `lines`: what is known of orders."""

FIRST = """
with first_time as (
  select buyer, min(placed_at) as placed_at from current_order where buyer <> '' group by buyer
)
select o.buyer, min(o.order_key) as order_key
from current_order o
join first_time f on f.buyer = o.buyer and f.placed_at = o.placed_at
group by o.buyer
"""
"""The first order of each buyer, of one moment that of the lower key; whatever plan it was sold
by."""

OWN = """
select o.*,
  (select count(*) from late_row) - 1
    + row_number() over (order by o.placed_at, o.order_key) as sale
from current_order o
where o.plan_id = {plan} and o.placed_at >= {starts} and o.placed_at < {ends}
"""
"""Those of the plan that were placed from `starts` until before `ends`, behind what counts of
orders of earlier periods."""

CUSTOMERS = """
select customer, row_number() over (order by customer) as code
from ({customers}) as known
where customer <> ''
"""
"""The same number for the same one."""

SALES = """
with sold as (
  select o.sale, {sums}
  from own o
  join fact_order_line l on l.order_key = o.order_key and l.revision = o.revision
  group by o.sale
),
back as (
  select o.sale, {sums}
  from own o
  join fact_refund_line r on r.order_key = o.order_key and r.revision = o.revision
  where r.event_at < {until}
  group by o.sale
)
select
  o.sale, o.order_key, o.placed_at,
  coalesce(s.number, -1) as seller, coalesce(p.number, -1) as buyer,
  o.buyer_class = 'participant' as participant, f.order_key is not null as is_first,
  coalesce(c.code, 0) as customer,
  {standing}
from own o
join sold on sold.sale = o.sale
left join back on back.sale = o.sale
left join there s on s.member_id = o.seller
left join there p on p.member_id = o.buyer
left join first_order f on f.order_key = o.order_key
left join customer_code c on c.customer = o.customer
order by o.sale
"""
"""What stands of each of these: its lines less what came back before `until`. `customer`: the same
number for the same one, 0 for a guest."""

LINES = """
with back as (
  select o.sale, r.line, {sums}
  from own o
  join fact_refund_line r on r.order_key = o.order_key and r.revision = o.revision
  where r.event_at < {until}
  group by o.sale, r.line
),
named as (
  select o.sale, l.*,
    case when l.sku_id in ({skus}) then l.sku_id else l.platform_sku end as sku
  from own o
  join fact_order_line l on l.order_key = o.order_key and l.revision = o.revision
)
select n.sale, n.line, n.sku, {standing}
from named n
left join back on back.sale = n.sale and back.line = n.line
where n.sku <> ''
order by n.sale, n.line
"""
"""The same by line. A SKU is the company's where the plan names that, else the store's."""

EARNED = """
select o.sale, c.bonus, c.earner, c.earner = o.seller as of_seller,
  cast(sum(c.amount_minor) as bigint) as amount
from own o
join fact_commission c on c.book = o.order_key
where c.period = '' and c.event_at < {until}
group by o.sale, c.bonus, c.earner, o.seller
having sum(c.amount_minor) <> 0
order by o.sale, c.bonus, c.earner
"""
"""What stands of the awards that were paid with each of them; nets of 0 are left out."""

EARNED_BEFORE = """
select c.earner, cast(sum(c.amount_minor) as bigint) as amount
from current_order o
join fact_commission c on c.book = o.order_key
where o.plan_id = {plan} and o.placed_at < {ends} and {counts}
  and c.period = '' and c.event_at < {until}
group by c.earner
having sum(c.amount_minor) <> 0
order by c.earner
"""
"""Of orders placed from `around` until before `ends`, as they stand at `until`; or, where what
comes back counts when it does, all that moved between."""
COUNTS_BY_ORDER, COUNTS_BY_TIME = "o.placed_at >= {around}", "c.event_at >= {around}"

WAS = """
select *, sale as place from {sales}
"""
"""The sales of a run, as they were closed."""

OWN_NOW = """
select o.*,
  case when w.place is not null then w.place else
    (select count(*) from was) - 1 + row_number() over (
      partition by case when w.place is null then 1 else 0 end order by o.placed_at, o.order_key
    )
  end as sale
from current_order o
left join was w on w.order_key = o.order_key
where o.plan_id = {plan} and o.placed_at >= {starts} and o.placed_at < {ends}
  and case when w.place is null then {comes_late} else {goes_back} end
"""
"""The same orders as they are now, and behind them those of the period that came late; as the plan
says, not all of either."""

OTHER_CURRENCY = """
select order_key, base_currency from own where base_currency <> {currency}
order by order_key
limit 1
"""

STANDING = """
select coalesce(w.place, n.sale) as sale, coalesce(w.order_key, n.order_key) as order_key,
  coalesce(n.placed_at, w.placed_at) as placed_at,
  coalesce(n.seller, w.seller) as seller, coalesce(n.buyer, w.buyer) as buyer,
  coalesce(n.participant, w.participant) as participant,
  coalesce(n.is_first, w.is_first) as is_first, coalesce(n.customer, c.code, 0) as customer,
  {standing}
from was w
full outer join ({sales}) n on n.order_key = w.order_key
left join current_order o on o.order_key = w.order_key
left join customer_code c on c.customer = o.customer
order by coalesce(w.place, n.sale)
"""
"""Both: of what is no order of the period any more nothing is left; what the close had of earlier
periods stays as it was, and so does all that it had where what comes back is the open one's."""

STANDS = """
case when w.placed_at < {starts} or (w.place is not null and not {goes_back})
  then w.{unit} else coalesce(n.{unit}, 0) end
"""

STAYED = """
select e.* from {file} e
join was w on w.place = e.sale
where (w.placed_at < {starts} or not {goes_back})
"""
"""Of a file of the run what is of those."""


def moment(at: datetime) -> str:
    """As a literal."""
    return f"timestamp '{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}'"


def texts(words: Sequence[str]) -> str:
    """As literals; without any the empty text, which is no SKU."""
    return ", ".join(map(text, words)) or "''"


def text(word: str) -> str:
    """As a literal."""
    return "'" + word.replace("'", "''") + "'"


def sums(units: Sequence[str]) -> str:
    return ", ".join(f"cast(sum({unit}) as bigint) as {unit}" for unit in units)


def less(units: Sequence[str], of: str) -> str:
    """By unit what a table has, less what came back of it."""
    return ", ".join(f"{of}.{unit} - coalesce(back.{unit}, 0) as {unit}" for unit in units)


def current(lines: str = "fact_order_line") -> str:
    return CURRENT.format(lines=lines)


def rows(spans: Sequence[tuple[datetime, datetime, datetime]]) -> str:
    """Some moments as a query of a row each."""
    nothing = "select cast(null as timestamp), cast(null as timestamp), cast(null as timestamp)"
    told = [f"select {', '.join(map(moment, span))}" for span in spans]
    return " union all ".join([f"{nothing} where false", *told])
