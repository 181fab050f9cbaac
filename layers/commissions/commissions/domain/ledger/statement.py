"""Statements: the ledger as distributors and finance read it, each change with its explanation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from commissions.domain.ledger.award_changes import TermsOf
from commissions.domain.ledger.books import is_payout_book
from commissions.domain.ledger.journal import Context, Journal, JournalLine, event_id
from commissions.domain.ledger.month_changes import month_additions
from commissions.domain.ledger.months import month_of
from commissions.domain.orders.canonical import canonical

COMMISSION, VOLUME, PAYOUT = "commission", "volume", "payout"
"""An award and its changes; own sales of a month; what was paid out, its fee and deductions, and
what came back or was written off."""
DIGEST_BEGINS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """The ledger row of M18. `amount` is in minor units, of volume lines in hundredths."""

    event_id: str
    order_id: str
    distributor_id: str
    amount: int
    currency: str
    at: datetime
    kind: str
    explanation: str
    """JSON of what explains this line alone; of rows of before, of all that explains it."""
    context: str = ""
    """JSON of what all lines of its journal have in common; empty where `explanation` has it, and
    where it was not read."""
    month: str = ""
    """In which it counts, like `2026-11` by the clock of its plan; of rows of before, empty."""
    plan: str = ""
    """As `LinePlan` writes it; of rows of before, empty."""

    @property
    def calc_snapshot_json(self) -> str:
        """All that explains the line, as `canonical` writes it."""
        return put_together(self.context, self.explanation)


def put_together(context: str, explanation: str) -> str:
    """One JSON object of both; the context comes first among its keys, as it does by name."""
    return f'{{"context":{context},{explanation.removeprefix("{")}' if context else explanation


@dataclass(frozen=True, slots=True)
class LinePlan:
    """By which plan and version a line was written, as its row has it: `demo@1:1db3a1b7f015`."""

    plan_id: str
    version: int
    digest: str
    """As much of it as tells it from another."""

    @classmethod
    def of(cls, context: Context) -> Self:
        return cls(context.plan, context.plan_version, context.plan_digest[:DIGEST_BEGINS])

    @classmethod
    def parse(cls, text: str) -> Self:
        name, _, digest = text.rpartition(":")
        plan_id, _, version = name.rpartition("@")
        return cls(plan_id, int(version), digest)

    def __str__(self) -> str:
        return f"{self.plan_id}@{self.version}:{self.digest}"


@dataclass(frozen=True, slots=True)
class StatementUpdate:
    """What one distributor's statement and months gain by a journal."""

    distributor_id: str
    lines: tuple[StatementLine, ...]
    months: Mapping[str, Mapping[str, int]]
    """By a month's item (`2026-11 USD`) what is added to each of its figures."""


def statement_updates(
    journal: Journal, before: Iterable[Journal], terms_of: TermsOf
) -> list[StatementUpdate]:
    """A journal's effect on the people in it, in the order in which they stand there.

    `before`: the journals of its book that it follows on, the oldest first.
    """
    terms = terms_of(journal.context.plan, journal.context.plan_version)
    plain = StatementLine(
        event_id=f"{journal.journal_id}/volume",
        order_id=journal.order_key,
        distributor_id="",
        amount=0,
        currency="",
        at=journal.dated,
        kind=VOLUME,
        explanation="",
        context=canonical(journal.context),
        month=month_of(journal.dated, terms.timezone),
        plan=str(LinePlan.of(journal.context)),
    )
    lines: dict[str, list[StatementLine]] = {}
    for line in journal.lines:
        if line.earner:
            lines.setdefault(line.earner, []).append(_commission(plain, journal, line))
    additions = month_additions(journal, before, terms_of)
    for owner in additions:
        if owner not in lines:  # somebody's months change only with a line that says why
            lines[owner] = [_volume(plain, journal, owner)]
    return [StatementUpdate(owner, tuple(own), additions[owner]) for owner, own in lines.items()]


def _commission(plain: StatementLine, journal: Journal, line: JournalLine) -> StatementLine:
    return replace(
        plain,
        event_id=event_id(journal, line),
        distributor_id=line.earner,
        amount=line.amount,
        currency=line.currency,
        kind=PAYOUT if is_payout_book(journal.order_key) else COMMISSION,
        explanation=canonical({"line": line}),
    )


def _volume(plain: StatementLine, journal: Journal, owner: str) -> StatementLine:
    volumes = {leg.unit: leg.amount for leg in journal.legs if _owner_of(leg.account) == owner}
    return replace(plain, distributor_id=owner, explanation=canonical({"volumes": volumes}))


def _owner_of(account: str) -> str:
    """Whose volume it is; empty of all other accounts."""
    kind, _, owner = account.partition(":")
    return owner.rpartition(":")[0] if kind == "volume" else ""
