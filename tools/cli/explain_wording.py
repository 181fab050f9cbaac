"""An explanation in plain sentences."""

from dataclasses import dataclass

from commissions.application.queries.explanation import Explanation, Verification
from commissions.domain.catalogue.sku_values import POINT
from commissions.domain.ledger.award_effect import Effect
from commissions.domain.ledger.journal import Journal, JournalLine
from commissions.domain.sales.referral_match import COMPANY
from tools.cli.attribution_wording import whose
from tools.cli.formats import amount, buyer, count, exact, moment, percent, points

UPLINE_MAX = 12


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of the answer: what it is about, and the sentences."""

    about: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    holds: bool
    claim: str


def headline(why: Explanation) -> str:
    line = why.line
    who, bonus = line.earner, f"the {line.bonus} bonus"
    match why.effect:
        case Effect.TAKEN_BACK:
            taken = amount(-line.amount, line.currency)
            return f"{taken} of {bonus} are taken back from {who}: {why.journal.context.cause}."
        case Effect.EARNED:
            earned = amount(line.amount, line.currency)
            return f"{who} earns {earned}, {bonus} at level {line.level}."
        case Effect.GIVEN_AGAIN | Effect.GIVEN_BACK:
            given = amount(line.amount, line.currency)
            return f"{given} of {bonus} that were taken back from {who} {_returned(why)}."
        case Effect.NOTHING_LEFT:
            of = f"{amount(line.earned, line.currency)}, {bonus} at level {line.level}"
            return f"Of {of}, nothing is left for {who}: {_gone(line)}."
        case Effect.RESTATED:
            return f"The amount of {who} did not change, what stands behind it did."
        case Effect.UNPAID:
            paid = f"{who} is not paid" if who else "Nobody is paid"
            return f"{paid} {bonus} at level {line.level}: {line.reason}."


def _returned(why: Explanation) -> str:
    """What became of money that had been taken back and is given now. An order that only changed
    is one of which the store says that less came back than it said before."""
    if why.effect is Effect.GIVEN_BACK:
        return f"are undone: {why.line.reason}"
    cause = why.journal.context.cause
    if cause == "order changed":
        cause = "a refund or cancellation that the store told counts no more"
    return f"stand again: {cause}"


def reasons(why: Explanation) -> list[Reason]:
    """The parts that have something to say."""
    parts = (
        Reason("the sale", _sale(why.journal)),
        Reason("the base", _base(why)),
        Reason("the level", (*_level(why), *_upline(why))),
        Reason("the amount", _amount(why)),
        Reason("refunds", _refunds(why)),
        Reason("the rules", _rules(why.journal)),
        Reason("the journal", _journal(why)),
    )
    return [part for part in parts if part.sentences]


def checks(why: Explanation) -> list[Check]:
    """What was worked out again, and whether it holds."""
    found = why.verification
    checks = [
        Check(found.is_balanced, "the journal's postings sum to zero in every unit"),
        Check(not found.broken_at, _chain(found, why)),
    ]
    if found.amount_agrees is not None:
        claim = "base x rate, worked out again, is the amount earned"
        checks.append(Check(found.amount_agrees, claim))
    if found.volumes_agree is not None:
        checks.append(Check(found.volumes_agree, "the lines' volumes add up to the base"))
    return checks


def _chain(found: Verification, why: Explanation) -> str:
    if found.broken_at:
        return f"the order's chain of journals is broken at {found.broken_at}"
    return (
        f"the order's chain of {count(why.journals, 'journal')} is intact, "
        f"the hash of this one is {why.journal.hash[:12]}"
    )


def _sale(journal: Journal) -> tuple[str, ...]:
    context = journal.context
    by = f"was bought by {buyer(context.buyer_class)} and is credited to"
    if context.seller == COMPANY and not (context.override or context.source):
        return (f"Order {journal.order_key} {by} nobody.",)
    known = whose(context)
    through = f", known {known}" if known.startswith("through ") else f": {known}" if known else ""
    return (f"Order {journal.order_key} {by} {context.seller or 'nobody'}{through}.",)


def _base(why: Explanation) -> tuple[str, ...]:
    """The order's volume, line by line at the map version that was in force."""
    if not why.volumes:
        return ()
    basis = why.line.basis
    sentences = [f"{each.what} gives {points(each.volume, basis)}." for each in why.volumes]
    if why.is_base_withdrawn:
        sentences.append("For this line it counts no more.")
    elif len(why.volumes) > 1:
        sentences.append(f"Together {points(why.line.base, basis)}.")
    return (*sentences, *_exchange(why.journal))


def _exchange(journal: Journal) -> tuple[str, ...]:
    context = journal.context
    net = amount(context.order_net, context.order_currency)
    if context.rate == "1":
        return (f"The order's net, without tax and shipping, is {net}.",)
    return (
        f"The order's net, without tax and shipping, is {net}; it counts at the rate "
        f"{context.rate} of {context.rate_day}, locked with the order.",
    )


def _level(why: Explanation) -> tuple[str, ...]:
    line = why.line
    as_of = f"as of the sale ({moment(why.journal.context.upline_as_of)} UTC)"
    if why.stands_for_more:
        return (f"From level {line.level} up {as_of}: {line.reason}.",)
    if not line.earner:
        return (f"Nobody stands at level {line.level} {as_of}.",)
    if why.is_withdrawn:
        return (f"{line.earner} had been paid as of level {line.paid_level}.",)
    stands = ", ".join(each for each in (line.status, line.rank) if each) or "without a rank"
    where = f"{line.earner} stands at level {line.level} {as_of}: {stands}."
    return (where, *_compression(line, why.passed_over))


def _compression(line: JournalLine, passed_over: int) -> tuple[str, ...]:
    if not passed_over:
        return ()
    people = (
        "1 person below is not paid a level and is"
        if passed_over == 1
        else f"{passed_over} people below are not paid a level and are"
    )
    return (f"Paid as level {line.paid_level}: {people} passed over (compression).",)


def _upline(why: Explanation) -> tuple[str, ...]:
    """Everybody who stood above, as it was locked with the order."""
    if not why.upline:
        return ()
    nearest = " < ".join(
        f"{each.member} ({', '.join(filter(None, (each.status, each.rank)))})"
        for each in why.upline[:UPLINE_MAX]
    )
    further = len(why.upline) - UPLINE_MAX
    more = f", and {further} more" if further > 0 else ""
    return (f"The line as of then, nearest first: {nearest}{more}.",)


def _amount(why: Explanation) -> tuple[str, ...]:
    line = why.line
    if not line.earned:
        return (f"Nothing is due: {line.reason}.",) if line.reason else ()
    factors = f"{points(line.base, line.basis)} x {percent(line.rate)}"
    earned = amount(line.earned, line.currency)
    if not why.is_earned_rounded:
        return (f"{factors} = {earned}.",)
    return (f"{factors} = {exact(why.exact_earned)}, rounded to {earned}.",)


def _refunds(why: Explanation) -> tuple[str, ...]:
    line = why.line
    if not line.reversed:
        return ()
    earned = amount(line.earned, line.currency)
    if line.reversed == line.earned:
        return (f"{_all_gone(line)}, so all of the {earned} went back.",)
    stands = amount(line.earned - line.reversed, line.currency)
    if not why.is_share_readable:
        of = points(line.base, line.basis)
        back = points(round(why.refunded_base * POINT), line.basis)
        return (
            f"About {back} of the base of {of} came back, so of the {earned} "
            f"{amount(line.reversed, line.currency)} went back, rounded down; {stands} stand.",
        )
    rounded = f"{exact(why.exact_reversed)}, rounded down " if why.is_reversed_rounded else ""
    return (
        f"{exact(why.refunded_base)} {line.basis.upper()} of the base came back, {line.refunded}: "
        f"{earned} x {line.refunded} = {rounded}{amount(line.reversed, line.currency)}; "
        f"{stands} stand.",
    )


def _gone(line: JournalLine) -> str:
    return line.reason or "all of it came back"


def _all_gone(line: JournalLine) -> str:
    cancelled = "cancelled" in line.reason
    return "The order was cancelled" if cancelled else "All of the base came back"


def _rules(journal: Journal) -> tuple[str, ...]:
    context = journal.context
    return (
        f"Plan {context.plan} version {context.plan_version} "
        f"(content {context.plan_digest[:12]}), in force when the order was placed.",
    )


def _journal(why: Explanation) -> tuple[str, ...]:
    journal = why.journal
    return (
        f"Journal {journal.number} of {why.journals}, for: {journal.context.cause}. "
        f"Happened {moment(journal.effective_at)}, recorded {moment(journal.recorded_at)} UTC, "
        f"from {count(len(journal.facts), 'fact')}.",
    )
