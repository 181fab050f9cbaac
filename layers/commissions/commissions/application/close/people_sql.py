"""Who was there as a period ended, where they stood, and what changed of it; as SQL.

By the rules of the simulation (`told_people`, `past_people`, `past_orders`): what a member's first
edge says is from before everything; whom orders name and the registers do not know stands at the
top and is active; a distributor is counted by the sponsor of the first edge, as they enrolled.
"""

BEFORE_EVERYTHING = "timestamp '1970-01-01 00:00:00'"

EDGE = f"""
with numbered as (
  select member_id, valid_from, sponsor, status,
    row_number() over (partition by member_id order by valid_from) as edge
  from dim_member
  where member_id not like 'cert-%'
)
select member_id, edge, sponsor, status,
  case when edge = 1 then {BEFORE_EVERYTHING} else valid_from end as since
from numbered
"""  # noqa: S608

BEGUN = """
select member_id, min(valid_from) as since, min(enrolled_at) as enrolled_at, min(kind) as kind
from dim_member
where member_id not like 'cert-%'
group by member_id
"""

THERE = f"""
with named as (
  -- Of every revision: who was named once is told in every later period.
  select l.seller as member_id from fact_order_line l
  where l.plan_id = {{plan}} and l.event_at < {{ends}} and l.status = 'sold'
  union
  select o.buyer from current_order o where o.plan_id = {{plan}} and o.placed_at < {{ends}}
),
everybody as (
  select member_id, enrolled_at, kind, false as is_stranger from begun
  where enrolled_at < {{ends}}
  union all
  select n.member_id, {BEFORE_EVERYTHING}, 'participant', true from named n
  left join begun b on b.member_id = n.member_id and b.enrolled_at < {{ends}}
  where n.member_id <> '' and n.member_id not like 'cert-%' and b.member_id is null
)
select *, row_number() over (order by enrolled_at, member_id) - 1 as number from everybody
"""  # noqa: S608
"""Numbered as they enrolled, those of one moment by their ids."""

MEMBERS = """
with first_edge as (select * from edge where edge = 1),
last_status as (
  select member_id, status,
    row_number() over (partition by member_id order by edge desc) as latest
  from edge where since < {ends} and status is not null
),
told as (
  select t.number, t.member_id, t.enrolled_at as enrolled, t.kind = 'participant' as participant,
    case when t.is_stranger then '' else coalesce(f.sponsor, '') end as first_sponsor,
    case when t.is_stranger then 'active' else coalesce(s.status, '') end as status
  from there t
  left join first_edge f on f.member_id = t.member_id
  left join last_status s on s.member_id = t.member_id and s.latest = 1
)
select number, member_id, enrolled, participant, status,
  case when participant and first_sponsor <> '' then
    row_number() over (partition by first_sponsor, participant order by number)
  else 0 end as enrolled_number,
  {lasting} as lasting
from told order by number
"""
"""`lasting`: a number made of the id alone, which is the member's in every period."""

LASTING = "cast(md5_number_lower(member_id) // 2 as bigint)"
"""DuckDB's. Whoever closes elsewhere may take any other that is made of the id alone."""

SPONSORS = """
with told as (
  select e.member_id, e.edge, e.since, e.sponsor,
    lag(e.sponsor) over (partition by e.member_id order by e.edge) as before
  from edge e where e.since < {ends} and e.sponsor is not null
)
select t.number as member, s.since, s.member_id as who, s.sponsor as named, s.edge,
  case when s.sponsor = '' then -1 else p.number end as parent
from told s
join there t on t.member_id = s.member_id and not t.is_stranger
left join there p on p.member_id = s.sponsor
where s.before is null or s.before <> s.sponsor
"""
"""Without `parent` where a sponsor is no member yet."""

SEATS = """
with others as (
  select side, row_number() over (order by side) + 2 as code
  from (select distinct side from dim_seat where side not in ('', 'L', 'R')) as sides
)
select s.tree, s.member_id as who, m.number as member, s.since, s.parent as named,
  case when s.parent = '' then -1 else p.number end as parent,
  case s.side when '' then 0 when 'L' then 1 when 'R' then 2 else o.code end as side
from dim_seat s
left join there m on m.member_id = s.member_id
left join there p on p.member_id = s.parent
left join others o on o.side = s.side
where s.since < {ends} and s.member_id not like 'cert-%'
"""
"""Of seats that are neither left nor right, any other number of the side."""
