"""Why a ledger line is what it is: plain sentences, worked out again from the ledger alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commissions.domain.attribution import HOUSE, Lock
from commissions.domain.catalog import POINT, UNITS
from commissions.domain.currencies import exponent
from commissions.domain.ledger import Journal, JournalLine, broken_link, event_id
from tools.cli.errors import Refused
from tools.cli.formats import amount, buyer, count, exact, moment, percent, points

_MAPPED = re.compile(r"(?P<what>.+): (?P<volumes>\d+(?:/\d+)+)")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    entry: str
    headline: str
    reasons: tuple[Reason, ...]
    checks: tuple[Check, ...]
    line: JournalLine
    journal: Journal


def explain(
    chain: Sequence[Journal], number: int, line_number: int, lock: Lock | None = None
) -> Explanation:
    """The explanation of one line of an order's chain of journals, and of the lock behind it."""
    journal, line = _find(chain, number, line_number)
    reasons = (
        Reason("the sale", _sale(journal)),
        Reason("the base", _base(journal, line)),
        Reason("the level", (*_level(line, journal), *_upline(lock))),
        Reason("the amount", _amount(line)),
        Reason("refunds", _refunds(line)),
        Reason("the rules", _rules(journal)),
        Reason("the journal", _journal(journal, len(chain))),
    )
    return Explanation(
        entry=event_id(journal, line),
        headline=_headline(journal, line),
        reasons=tuple(reason for reason in reasons if reason.sentences),
        checks=_checks(chain, journal, line),
        line=line,
        journal=journal,
    )


def _find(chain: Sequence[Journal], number: int, line_number: int) -> tuple[Journal, JournalLine]:
    for journal in chain:
        if journal.number == number:
            if line_number < len(journal.lines):
                return journal, journal.lines[line_number]
            raise Refused(f"{journal.journal_id} has lines 0 to {len(journal.lines) - 1}.")
    raise Refused(f"The order has {count(len(chain), 'journal')}; there is no number {number}.")


def _headline(journal: Journal, line: JournalLine) -> str:
    who, bonus = line.earner or "Nobody", f"the {line.bonus} bonus"
    if line.amount < 0:
        taken = amount(-line.amount, line.currency)
        return f"{taken} of {bonus} are taken back from {who}: {journal.context.cause}."
    if line.amount:
        return f"{who} earns {amount(line.amount, line.currency)}, {bonus} at level {line.level}."
    if line.earned:
        return f"The amount of {who} did not change, what stands behind it did."
    return f"{who} is not paid {bonus} at level {line.level}: {line.reason}."


def _sale(journal: Journal) -> tuple[str, ...]:
    context = journal.context
    by = f"was bought by {buyer(context.buyer_class)} and is credited to"
    if context.seller == HOUSE:
        return (f"Order {journal.order_key} {by} nobody.",)
    through = f", known through {_words(context.carrier)}" if context.carrier else ""
    return (f"Order {journal.order_key} {by} {context.seller}{through}.",)


def _base(journal: Journal, line: JournalLine) -> tuple[str, ...]:
    """The order's volume, line by line at the map version that was in force."""
    mapped = _mapped(journal, line.basis)
    if not mapped:
        return ()
    sentences = [f"{what} gives {points(volume, line.basis)}." for what, volume in mapped]
    if not line.base and any(volume for _, volume in mapped):
        sentences.append("For this line it counts no more.")
    elif len(mapped) > 1:
        sentences.append(f"Together {points(line.base, line.basis)}.")
    return (*sentences, *_exchange(journal))


def _mapped(journal: Journal, basis: str) -> list[tuple[str, int]]:
    found = [_MAPPED.fullmatch(each) for each in journal.context.maps]
    return [
        (match["what"], int(match["volumes"].split("/")[UNITS.index(basis)]))
        for match in found
        if match
    ]


def _exchange(journal: Journal) -> tuple[str, ...]:
    context = journal.context
    net = amount(context.order_net, context.order_currency)
    if context.rate == "1":
        return (f"The order's net, without tax and shipping, is {net}.",)
    return (
        f"The order's net, without tax and shipping, is {net}; it counts at the rate "
        f"{context.rate} of {context.rate_day}, locked with the order.",
    )


def _level(line: JournalLine, journal: Journal) -> tuple[str, ...]:
    as_of = f"as of the sale ({moment(journal.context.upline_as_of)} UTC)"
    if not line.earner:
        return (f"Nobody stands at level {line.level} {as_of}.",)
    standing = ", ".join(each for each in (line.status, line.rank) if each) or "without a rank"
    sentences = [f"{line.earner} stands at level {line.level} {as_of}: {standing}."]
    if line.paid_level != line.level and line.earned:
        passed = line.level - line.paid_level
        people = (
            "1 person below does not qualify and is"
            if passed == 1
            else (f"{passed} people below do not qualify and are")
        )
        sentences.append(f"Paid as level {line.paid_level}: {people} passed over (compression).")
    return tuple(sentences)


def _upline(lock: Lock | None) -> tuple[str, ...]:
    """Everybody who stood above, as it was locked with the order."""
    if lock is None or not lock.line:
        return ()
    line = " < ".join(
        f"{each.member} ({', '.join(filter(None, (each.status, each.rank)))})"
        for each in lock.line[:UPLINE_MAX]
    )
    more = f", and {len(lock.line) - UPLINE_MAX} more" if len(lock.line) > UPLINE_MAX else ""
    return (f"The line as of then, nearest first: {line}{more}.",)


def _amount(line: JournalLine) -> tuple[str, ...]:
    if not line.earned:
        return (f"Nothing is due: {line.reason}.",) if line.reason else ()
    factors = f"{points(line.base, line.basis)} x {percent(line.rate)}"
    earned = amount(line.earned, line.currency)
    if _is_exact(line):
        return (f"{factors} = {earned}.",)
    return (f"{factors} = {exact(_exactly(line))}, rounded to {earned}.",)


def _exactly(line: JournalLine) -> Fraction:
    return Fraction(line.base, POINT) * Fraction(Decimal(line.rate or "0"))


def _minors(line: JournalLine) -> int:
    """How many minor units one unit of the line's currency has."""
    return int(10 ** exponent(line.currency))


def _is_exact(line: JournalLine) -> bool:
    return _exactly(line) * _minors(line) == line.earned


def _refunds(line: JournalLine) -> tuple[str, ...]:
    if not line.reversed:
        return ()
    share = Fraction(line.refunded)
    taken, earned = amount(line.reversed, line.currency), amount(line.earned, line.currency)
    if share == 1:
        return (f"All of the base came back, so all of the {earned} went back.",)
    back = Fraction(line.earned, _minors(line)) * share
    rounded = "" if back * _minors(line) == line.reversed else f"{exact(back)}, rounded down "
    stands = amount(line.earned - line.reversed, line.currency)
    return (
        f"{_gone(line, share)} of the base came back, {line.refunded}: "
        f"{earned} x {line.refunded} = {rounded}{taken}; {stands} stand.",
    )


def _gone(line: JournalLine, share: Fraction) -> str:
    return f"{exact(Fraction(line.base, POINT) * share)} {line.basis.upper()}"


def _rules(journal: Journal) -> tuple[str, ...]:
    context = journal.context
    return (
        f"Plan {context.plan} version {context.plan_version} "
        f"(content {context.plan_digest[:12]}), in force when the order was placed.",
    )


def _journal(journal: Journal, length: int) -> tuple[str, ...]:
    return (
        f"Journal {journal.number} of {length}, for: {journal.context.cause}. "
        f"Happened {moment(journal.effective_at)}, recorded {moment(journal.recorded_at)} UTC, "
        f"from {count(len(journal.facts), 'fact')}.",
    )


def _checks(chain: Sequence[Journal], journal: Journal, line: JournalLine) -> tuple[Check, ...]:
    broken = broken_link(chain)
    sums: dict[str, int] = {}
    for leg in journal.legs:
        sums[leg.unit] = sums.get(leg.unit, 0) + leg.amount
    checks = [
        Check(not any(sums.values()), "the journal's postings sum to zero in every unit"),
        Check(
            not broken,
            f"the order's chain of journals is broken at {broken}"
            if broken
            else f"the order's chain of {count(len(chain), 'journal')} is intact, "
            f"the hash of this one is {journal.hash[:12]}",
        ),
    ]
    if line.earned:
        near = abs(_exactly(line) * _minors(line) - line.earned) < 1
        checks.append(Check(near, "base x rate, worked out again, is the amount earned"))
    if mapped := [volume for _, volume in _mapped(journal, line.basis)]:
        whole = line.base in (0, sum(mapped))
        checks.append(Check(whole, "the lines' volumes add up to the base"))
    return tuple(checks)


def _words(name: str) -> str:
    """`discount_code` as `the discount code`."""
    return f"the {name.replace('_', ' ')}"
