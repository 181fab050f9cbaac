"""One award of a member's, told in figures: from the explanation that the command line tells in
sentences."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from commissions.application.queries.explanation import (
    Explanation,
    Verification,
    exact_earned,
    minor_units_of,
)
from commissions.application.queries.published_plans import PublishedPlans
from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.ledger.journal import JournalLine
from commissions.domain.ledger.member_lines import MemberLine
from commissions.domain.ledger.member_orders import award_of
from commissions.domain.ledger.why import AwardStep, AwardWhy, Calculation, MissedAmount
from commissions.domain.ledger.why_not import TAKEN_BACK, WhyNot, why_not
from commissions.domain.payouts.member_hold import batch_of_payout, free_at
from commissions.domain.plans.missed_award import missed_award
from commissions.tables.payees import PayeeAccount

NOTHING = Fraction(0)
_CAUSES = (
    ("refund ", WhyNot.REFUNDED),
    ("cancelled", WhyNot.CANCELLED),
    ("charged back", WhyNot.CHARGED_BACK),
    ("dispute ", WhyNot.CHARGED_BACK),
)
"""By how the cause of a journal begins, where the line itself does not say why; any other is a
change of the order."""


def award_why(
    why: Explanation,
    lines: Sequence[MemberLine],
    plans: PublishedPlans,
    account: PayeeAccount | None,
) -> AwardWhy:
    """`why`: of the last of the award's `lines`; `account`: the member's in its currency."""
    line, of_close = why.line, bool(why.journal.context.period)
    free = free_at(lines, plans.hold_days)
    return AwardWhy(
        entry=why.entry,
        effect=why.effect,
        change=line.amount,
        bonus=line.bonus,
        kind=line.kind,
        level=line.level,
        paid_level=line.paid_level,
        status=line.status,
        rank=line.rank,
        basis=line.basis,
        base=line.base,
        calculation=_calculation(lines),
        steps=tuple(step for each in lines for step in _steps(each)),
        reversed=line.reversed,
        stands=sum(each.amount for each in lines),
        currency=line.currency,
        reason=why_not(line.reason),
        missed=None if line.earned or of_close else _missed(why, plans),
        free_at=free,
        payout=batch_of_payout(account.moves if account else (), free),
        corrects=line.corrects,
        holds=_holds(why.verification, of_close=of_close),
    )


def _holds(found: Verification, *, of_close: bool) -> bool:
    """A line of a close adds up many awards, each rounded by itself: its base times its rate is not
    its amount to the last unit."""
    if of_close:
        return found.is_balanced and not found.broken_at
    return found.holds


def _calculation(lines: Sequence[MemberLine]) -> Calculation | None:
    """Of the last line that earned anything: what a withdrawn award once was says how."""
    earned = [award for each in lines if (award := award_of(each)).earned]
    if not earned:
        return None
    line = earned[-1]
    is_plain = line.basis in UNITS and "/" not in line.rate
    exact = exact_earned(line) if is_plain else Fraction(line.earned, minor_units_of(line))
    return Calculation(
        base=line.base if is_plain else 0,
        basis=line.basis if is_plain else "",
        rate=line.rate if is_plain else "",
        exact=exact,
        amount=line.earned,
        currency=line.currency,
        is_rounded=exact * minor_units_of(line) != line.earned,
    )


def _steps(line: MemberLine) -> Iterator[AwardStep]:
    """Two of a line that earns and takes back at once."""
    award = award_of(line)
    share = Fraction(award.refunded or 0)
    if line.is_first and award.reversed:
        yield _step(line, award.earned, None, NOTHING)
        yield _step(line, -award.reversed, _cause(line, award), share)
    elif line.amount or line.is_first:
        yield _step(line, line.amount, _cause(line, award) if line.amount < 0 else None, share)


def _step(line: MemberLine, amount: int, cause: WhyNot | None, share: Fraction) -> AwardStep:
    return AwardStep(entry=line.event_id, at=line.at, cause=cause, share=share, amount=amount)


def _cause(line: MemberLine, award: JournalLine) -> WhyNot:
    reason = why_not(award.reason)
    if reason in TAKEN_BACK and reason is not None:
        return reason
    said = line.context.cause
    return next((why for begins, why in _CAUSES if said.startswith(begins)), WhyNot.CHANGED)


def _missed(why: Explanation, plans: PublishedPlans) -> MissedAmount | None:
    line, context = why.line, why.journal.context
    plan = plans.version(context.plan, context.plan_version)
    found = plan and missed_award(
        plan,
        bonus=line.bonus,
        level=line.level,
        paid_level=line.paid_level,
        rank=line.rank,
        base=line.base,
    )
    if not found:
        return None
    return MissedAmount(
        amount=found.amount, currency=line.currency, rate=found.rate, rank=found.rank
    )
