"""A plan in words: what `commissions plan show` prints, a sentence for each choice."""

from collections.abc import Iterator

from commissions.plan_schema.activity import WeekPeriod
from commissions.plan_schema.compliance import RetailGate
from commissions.plan_schema.document import PlanDocument
from commissions.plan_schema.ranks import LegCap, LegGate, RankWords
from commissions.plan_schema.refunds import BrokenPairs
from commissions.plan_schema.trees import SponsorTree
from commissions.plan_schema.wording.bonus_sentences import bonus_sentences
from commissions.plan_schema.wording.condition_text import condition_text
from commissions.plan_schema.wording.match_sentences import refund_sentence
from commissions.plan_schema.worst_case import percent, worst_case

Section = tuple[str, list[str]]
LEGS = {
    "any_in_leg": "A leg is active when anybody in it is.",
    "front_line": "A leg is active when its front-line member is.",
}
MOVES = {
    "bfs": "the first free seat, level by level",
    "dfs": "the first free seat down the leftmost line",
    "even": "each seat of a level once before any twice",
    "weak_leg": "the leg with less volume",
    "power_leg": "the leg that the sponsor chose",
}
ROUNDINGS = {"down": "down", "half_even": "half to even"}
FALLS = {"one_rank": "one rank down", "to_paid_as": "down to the paid rank"}


def plan_sentences(words: PlanDocument) -> list[Section]:
    """Titles, each with its sentences."""
    bonuses = [
        (f"Bonus {bonus.id}", list(bonus_sentences(bonus, words))) for bonus in words.bonuses
    ]
    sections = [
        ("Plan", list(_head(words))),
        ("Volumes", list(_volumes(words))),
        ("Trees and periods", list(_trees(words))),
        ("Activity", list(_activity(words))),
        ("Ranks", [each for rank in words.ranks for each in rank_sentences(rank)]),
        *bonuses,
        ("Caps", list(cap_sentences(words))),
        ("Payout", list(_payout(words))),
        ("Refunds and late orders", list(_refunds(words))),
        ("Compliance", list(_compliance(words))),
        ("Worst case", list(worst_case(words).sentences())),
    ]
    return [(title, found) for title, found in sections if found]


def rank_sentences(rank: RankWords) -> Iterator[str]:
    yield f"{rank.id} asks for {condition_text(rank.require)}."
    if rank.maintain:
        yield f"{rank.id} is kept with {condition_text(rank.maintain)}."
    match rank.leg_cap:
        case LegCap():
            own = "the own volume too" if rank.leg_cap.own == "capped" else "the own volume whole"
            yield (
                f"For {rank.id} at most {percent(rank.leg_cap.pct)} of what is asked for counts "
                f"of each leg, {own}."
            )
        case LegGate():
            yield f"Who has a leg above {rank.leg_cap.max_leg} is not {rank.id}."
    if rank.demote_after and rank.demotion:
        falls = FALLS[rank.demotion]
        yield f"The title {rank.id} falls {falls} after {rank.demote_after} periods under it."
    else:
        yield f"The title {rank.id} is never lost."
    by = "the rank of the period" if rank.pay_rank == "paid_as" else "the title"
    yield f"{rank.id} is paid by {by}."


def cap_sentences(words: PlanDocument) -> Iterator[str]:
    cap = words.caps.company
    how = {
        "pro_rata": "above that every award of a close is cut in the same proportion",
        "priority": f"above that they are paid in the order {', '.join(cap.priority or ())}",
    }.get(cap.enforce or "", "above that it is told, and nothing is held back")
    yield f"The company pays at most {percent(cap.max_pct)} of its {cap.of}: {how}."
    if cap.after_close == "keep_factor":
        yield (
            "What comes after a close is paid with the factor of that close, and a point of a pool "
            "is worth what it was."
        )
    elif cap.after_close:
        yield "What comes after a close has the cap and every pool judged again, for everybody."
    for each in words.caps.person:
        yield (
            f"A person is paid at most {each.amount} in a {each.period}: what was paid with orders "
            "counts, and a close pays the rest."
        )
    for bonus, amounts in (words.caps.bonus or {}).items():
        for period, amount in amounts.items():
            yield f"{bonus} pays one person at most {amount} in a {period}."


def _head(words: PlanDocument) -> Iterator[str]:
    head = words.plan
    yield f"{head.id} version {head.version}, from {head.effective_from} on ({head.timezone})."
    rounded = ROUNDINGS[head.rounding.mode]
    yield f"Awards are in {head.base_currency}, each rounded once, {rounded}."


def _volumes(words: PlanDocument) -> Iterator[str]:
    for unit, volume in words.volumes.items():
        orders = ", ".join(each.replace("_", " ") for each in volume.include)
        without = f", without {', '.join(volume.exclude)}" if volume.exclude else ""
        yield f"{unit} counts {orders}{without}, in the period in which they were placed."
        if volume.moment == "paid":
            yield f"{unit} says moment: paid, which no close goes by."


def _trees(words: PlanDocument) -> Iterator[str]:
    for tree in words.trees:
        if isinstance(tree, SponsorTree):
            yield f"{tree.id}: who brought whom."
            continue
        size = f"{tree.width} wide"
        size += "" if tree.kind == "binary" else f" and {tree.depth} deep"
        yield f"{tree.id}: {tree.kind}, {size}; a new seat is {MOVES[tree.spillover]}."
        waits, moves = tree.holding_days, tree.move_window_days
        yield f"A member waits up to {waits} days for a chosen seat, and can be moved for {moves}."
        left = "stays empty" if tree.vacated == "keep" else "goes to the earliest below"
        yield f"A seat that is left {left}."
    for period in words.periods:
        starts = f" from {period.week_starts} on" if isinstance(period, WeekPeriod) else ""
        cutoff = f"cut off {period.cutoff_days} days after its end"
        yield f"{period.id}: every {period.every}{starts}, {cutoff}."


def _activity(words: PlanDocument) -> Iterator[str]:
    if words.status:
        yield f"Active is {condition_text(words.status.active)}."
        if grace := words.status.grace_periods:
            several = f"{words.status.window or 'period'}{'s' if grace > 1 else ''}"
            yield (
                f"Who was active stays so for {grace} {several} more without those figures; "
                "a status is not forgiven."
            )
    if words.active_legs:
        yield LEGS[words.active_legs.counts]


def _payout(words: PlanDocument) -> Iterator[str]:
    payout = words.payout
    least = ", ".join(f"{amount} {code}" for code, amount in sorted(payout.min.items()))
    yield f"Money is held for {payout.hold_days} days, and paid out from {least or 'nothing'} on."
    for code, fee in (payout.fees or {}).items():
        yield f"A payout in {code} costs {fee}."
    for each in payout.deductions:
        rounded = ROUNDINGS[each.rounding]
        yield f"{each.id} takes {percent(each.pct)} off, as a line of its own, rounded {rounded}."
    negative = payout.negative_balance
    yield (
        f"What somebody owes is taken from at most {percent(negative.max_offset_pct)} of a payout, "
        f"and written off after {negative.write_off_months} months."
    )
    yield (
        "An order in another currency counts at the newest rate of its day or the week before, "
        "whatever its source."
    )
    yield (
        "A payout in another currency is converted at the newest rate of "
        f"{payout.currency.rate_source} on the day on which it is planned, a week old at most."
    )
    if payout.currency.rate_moment == "period_close":
        yield "It says rate_moment: period_close, which nothing goes by."
    for code, places in (payout.currency.places or {}).items():
        yield f"{code} is paid out with {places} decimals."


def _refunds(words: PlanDocument) -> Iterator[str]:
    refunds = words.refunds
    place = {"original_if_open": "in its own period while that is open", "current": "in the open"}
    yield f"A refund takes every award back, {place[refunds.period]}."
    if refunds.volume_period:
        yield f"Its volume falls {place[refunds.volume_period]}."
    ranks = {
        "keep": "Ranks stay",
        "paid_as": "The paid rank is judged again",
        "title": "Titles too",
    }
    yield f"{ranks[refunds.ranks]} after a refund."
    if refunds.late_orders:
        late = {"recompute": "computes its own period again", "current": "counts in the open one"}
        yield f"An order that comes after a close {late[refunds.late_orders]}."
    if refunds.rate == "period_average":
        yield "A return goes by the average rate of its period, not by its line's."
    if isinstance(refunds.binary, BrokenPairs):
        yield from refund_sentence(refunds.binary)
    if refunds.buyback:
        share, months = percent(refunds.buyback.pct), refunds.buyback.months
        yield (
            f"Goods are bought back at {share} for {months} months: a promise that people keep, by "
            "a refund of the order, which takes every award back; nothing is computed by it."
        )


def _compliance(words: PlanDocument) -> Iterator[str]:
    gate = words.compliance.retail_gate
    if isinstance(gate, RetailGate):
        yield f"Retail is judged by the rule {gate.rule} every {gate.period}: {gate.action}."
    yield "No bonus pays for recruitment alone."
    if most := words.compliance.max_worst_case_pct:
        yield f"A version by which one order can pay more than {percent(most)} is refused."
