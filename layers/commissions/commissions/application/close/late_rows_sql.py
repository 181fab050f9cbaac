"""What comes of orders of closed periods and counts in the open one, as rows beside its own orders:
where the plan says `current` (of `refunds.volume_period` or `period`, of `refunds.late_orders`).

Each is what the order comes to more, or less, since the close before: standard SQL, on the tables
of `late_sql`. They stand before the period's own orders, as all of them were placed before.
"""

IN_OWN_RUN = """
with closes (begins, stops, frozen_at) as ({closes}),
newest as (
  select l.order_key, max(l.revision) as revision
  from fact_order_line l
  join closes c on l.event_at >= c.begins and l.event_at < c.stops
  where l.line <= 1 and l.recorded_at < c.frozen_at
  group by l.order_key
)
select l.order_key
from fact_order_line l
join newest n on n.order_key = l.order_key and n.revision = l.revision
where l.line <= 1 and l.status = 'sold' and l.plan_id = {plan}
"""
"""Orders that the close of their own period had."""

PAID = """
with figure as (
  select o.order_key, c.bonus, c.earner, c.amount_minor as amount
  from late_now o
  join fact_commission c on c.book = o.order_key
  where c.period = '' and c.event_at < o.until
  union all
  select o.order_key, c.bonus, c.earner, -c.amount_minor
  from late_then o
  join {known_commission} c on c.book = o.order_key
  where c.period = '' and c.event_at < o.until
)
select order_key, bonus, earner, cast(sum(amount) as bigint) as amount
from figure
group by order_key, bonus, earner
having sum(amount) <> 0
"""
"""By how much more stands of awards with the order."""

ROWS = """
with told as (
  select order_key, anew, {sums} from late_told group by order_key, anew
),
named as (
  select order_key, anew from told
  union
  select p.order_key, 0 from late_paid p
  left join told t on t.order_key = p.order_key
  where t.order_key is null
),
found as (
  select k.order_key, k.anew, {told_units},
    coalesce(o.placed_at, t.placed_at) as placed_at,
    coalesce(o.seller, t.seller) as seller,
    coalesce(o.buyer, t.buyer) as buyer,
    coalesce(o.buyer_class, t.buyer_class) as buyer_class,
    coalesce(o.customer, t.customer) as customer,
    f.order_key is not null and t.order_key is null as is_first
  from named k
  left join told g on g.order_key = k.order_key and g.anew = k.anew
  left join current_order o on o.order_key = k.order_key and k.anew >= 0
    and o.placed_at < {starts} and o.plan_id = {plan}
  left join {known_order} t on t.order_key = k.order_key
  left join first_order f on f.order_key = k.order_key
  left join in_own_run r on r.order_key = k.order_key
  where {counts}
    and (t.order_key is not null or o.placed_at >= {first})
)
select *, row_number() over (order by placed_at, order_key, anew) - 1 as sale from found
"""
"""A row an order, of one that is another's now two."""

NO_ROWS = """
select o.*, 0 as anew, {nothing}, false as is_first, 0 as sale
from current_order o
where false
"""

SALES = """
select r.sale, r.order_key, r.placed_at,
  coalesce(s.number, -1) as seller, coalesce(p.number, -1) as buyer,
  r.buyer_class = 'participant' as participant, r.is_first,
  coalesce(c.code, 0) as customer,
  {units}
from late_row r
left join there s on s.member_id = r.seller
left join there p on p.member_id = r.buyer
left join customer_code c on c.customer = r.customer
"""

LINES = """
with figure as (
  select o.order_key, 1 as sign, l.line, l.sku_id, l.platform_sku, {of_line}
  from late_now o
  join fact_order_line l on l.order_key = o.order_key and l.revision = o.revision
  union all
  select o.order_key, -1, l.line, l.sku_id, l.platform_sku, {of_line}
  from late_then o
  join {known_line} l on l.order_key = o.order_key and l.revision = o.revision
  union all
  select o.order_key, 1, n.line, n.sku_id, n.platform_sku, {back_of_line}
  from late_now o
  join fact_refund_line l on l.order_key = o.order_key and l.revision = o.revision
  join fact_order_line n
    on n.order_key = l.order_key and n.revision = l.revision and n.line = l.line
  where l.event_at < o.until
  union all
  select o.order_key, -1, n.line, n.sku_id, n.platform_sku, {back_of_line}
  from late_then o
  join {known_refund} l on l.order_key = o.order_key and l.revision = o.revision
  join {known_line} n
    on n.order_key = l.order_key and n.revision = l.revision and n.line = l.line
  where l.event_at < o.until
),
named as (
  select f.*, case when sku_id in ({skus}) then sku_id else platform_sku end as sku from figure f
)
select r.sale, n.line, n.sku, {line_sums}
from named n
join late_row r on r.order_key = n.order_key and (r.anew = 0 or r.anew = n.sign)
where n.sku <> ''
group by r.sale, n.line, n.sku
"""

EARNED = """
select r.sale, p.bonus, p.earner, p.earner = r.seller as of_seller, p.amount
from late_paid p
join late_row r on r.order_key = p.order_key
left join late_row b on b.order_key = p.order_key and b.anew = -1
where case when b.seller = p.earner then r.anew = -1 else r.anew >= 0 end
"""
