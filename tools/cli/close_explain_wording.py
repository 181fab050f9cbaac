"""The explanation of a line of a close in plain sentences."""

from collections.abc import Iterator
from fractions import Fraction

from commissions.application.queries.close_explanation import CloseExplanation
from commissions.application.queries.close_pool import PoolShare
from commissions.application.queries.close_rows import AwardRow
from commissions.domain.catalogue.sku_values import POINT
from commissions.domain.currencies import exponent
from tools.cli.close_sources_wording import base_text, figure, sources, whose
from tools.cli.close_standing_wording import activity, not_paid, rank
from tools.cli.explain_wording import Reason
from tools.cli.formats import amount, count, exact, percent

SHOWN_MAX = 12


def headline(why: CloseExplanation) -> str:
    bonus = f"the {why.asked.bonus} bonus{_at_level(why)}"
    if why.amount > 0:
        return f"{whose(why)} earns {amount(why.amount, why.currency)}, {bonus}."
    if why.amount < 0:
        taken = amount(-why.amount, why.currency)
        return f"{taken} of {bonus} are taken back from {whose(why)}."
    reasons = dict.fromkeys(each.reason for each in why.awards if each.reason)
    because = f": {'; '.join(reasons)}" if reasons else ""
    return f"{whose(why)} is not paid {bonus}{because}."


def _at_level(why: CloseExplanation) -> str:
    if why.kind in {"levels", "fast_start", "matching", "breakaway"} and why.asked.level:
        return f" at level {why.asked.level}"
    return f" of generation {why.asked.level}" if why.kind == "generation" else ""


def reasons(why: CloseExplanation) -> list[Reason]:
    """The parts that have something to say."""
    parts = (
        Reason("the base", tuple(sources(why))),
        Reason("the amount", tuple(_amounts(why))),
        Reason("the caps", tuple(_caps(why))),
        Reason("the rank", tuple(rank(why))),
        Reason("activity", tuple(activity(why))),
        Reason("not paid", tuple(not_paid(why))),
        Reason("the book", tuple(_book(why))),
        Reason("the rules", _rules(why)),
    )
    return [part for part in parts if part.sentences]


def _amounts(why: CloseExplanation) -> Iterator[str]:
    """Of every award; of many the first ones."""
    for each in why.awards[:SHOWN_MAX]:
        yield _amount(why, each)
    further = len(why.awards) - SHOWN_MAX
    if further > 0:
        left = sum(each.raw for each in why.awards[SHOWN_MAX:])
        yield f"{count(further, 'more award')} come to {amount(left, why.currency)}."


def _amount(why: CloseExplanation, award: AwardRow) -> str:
    of = f"Of {award.source}: " if award.source and award.source != award.rank else ""
    if not award.raw:
        nothing = f" on {base_text(why, award.base)}" if award.base else ""
        found = f"nothing is due{nothing}: {award.reason}."
        return f"{of}{found}" if of else f"N{found[1:]}"
    raw = amount(award.raw, why.currency)
    if why.pool is not None:
        return f"{_share(why, why.pool)} {raw}."
    if why.kind == "rank_advance":
        return f"For the rank {award.rank} the plan pays {raw}."
    if why.kind == "binary" and award.source:
        back = amount(-award.raw, why.currency)
        return f"Order {award.source} came back, and its pairs with it: {back} are taken back."
    return f"{of}{_by_rate(why, award)}"


def _by_rate(why: CloseExplanation, award: AwardRow) -> str:
    factors, raw = base_text(why, award.base), amount(award.raw, why.currency)
    product = _product(why, award) if award.rate else None
    if product is None or (why.kind == "binary" and why.words["match"]["mode"] != "percent"):
        return f"{factors} make {raw}, by several rates or by amounts that the plan fixes."
    times = f"{factors} x {percent(award.rate)}"
    if product == Fraction(award.raw, _minor(why)):
        return f"{times} = {raw}."
    return f"{times} = {exact(product)}, rounded to {raw}."


def _minor(why: CloseExplanation) -> int:
    return int(10 ** exponent(why.currency))


def _product(why: CloseExplanation, award: AwardRow) -> Fraction:
    """Base times rate, in units of the currency and not rounded."""
    unit = POINT if why.basis else _minor(why)
    return Fraction(award.base, unit) * Fraction(award.rate)


def _share(why: CloseExplanation, pool: PoolShare) -> str:
    if pool.place is not None:
        return f"Place {pool.place} of the pool is worth"
    size = exact(Fraction(pool.size, _minor(why)))
    worth = f"{size} x {figure(pool.own)} / {figure(pool.points)}"
    more = "rounded down with a unit more of what that leaves" if pool.has_extra else "rounded down"
    return f"{worth}, {more}, is"


def _caps(why: CloseExplanation) -> Iterator[str]:
    yield from _binary_cap(why)
    for each in _cut_by(why):
        cut = sum(award.raw - award.capped for award in why.awards if award.capped_by == each)
        if cut:
            yield f"{amount(cut, why.currency)} are cut off: {each}{_limit(why, each)}."
    yield from _company(why)


def _binary_cap(why: CloseExplanation) -> Iterator[str]:
    legs = why.legs
    if legs is not None and legs.limit is not None:
        most = amount(legs.limit, why.currency)
        yield f"The binary pays the rank at most {most} a period."


def _cut_by(why: CloseExplanation) -> list[str]:
    return list(dict.fromkeys(each.capped_by for each in why.awards if each.capped_by))


def _limit(why: CloseExplanation, reason: str) -> str:
    """What the plan's cap is, in its own words."""
    if "person" in reason:
        caps = [(each["period"], each["amount"]) for each in why.cap_words.get("person") or ()]
    elif why.asked.bonus in reason:
        caps = list((why.cap_words.get("bonus") or {}).get(why.asked.bonus, {}).items())
    else:
        return ""
    shown = ", ".join(f"{limit} {why.currency} by {period}" for period, limit in caps)
    return f" ({shown})" if shown else ""


def _company(why: CloseExplanation) -> Iterator[str]:
    company = why.company
    capped = sum(max(each.capped, 0) for each in why.awards)
    if not company.cuts or not capped:
        return
    limit, total = (amount(each, why.currency) for each in (company.limit, company.total))
    paid = sum(each.amount for each in why.awards if each.capped > 0)
    shares = f"{amount(capped, why.currency)} x {limit} / {total}"
    yield f"The company's cap leaves {limit} of the {total} that it is over."
    if company.with_unit:
        units = count(company.with_unit, "award")
        yield (
            f"{shares}, each award rounded down, and {units} with a unit more as of the largest "
            f"remainders: {amount(paid, why.currency)}."
        )
        return
    yield f"{shares}, each award rounded down: {amount(paid, why.currency)}."


def _book(why: CloseExplanation) -> Iterator[str]:
    for line in why.lines:
        rest = f": {line.reason}" if line.reason else ""
        yield f"Line {line.line}, to {line.earner}: {amount(line.amount, line.currency)}{rest}."


def _rules(why: CloseExplanation) -> tuple[str, ...]:
    return (
        f"Plan {why.plan} version {why.plan_version} (content {why.plan_digest[:12]}).",
        f"The close of {why.period}, whose files have the digest {why.digest[:12]}.",
    )
