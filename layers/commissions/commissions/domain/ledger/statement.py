"""Statements: the ledger as distributors and finance read it, each change with its explanation."""

from dataclasses import dataclass
from datetime import datetime

from commissions.domain.ledger.books import is_payout_book
from commissions.domain.ledger.journal import Journal, JournalLine, event_id
from commissions.domain.orders.canonical import canonical

COMMISSION, VOLUME, PAYOUT = "commission", "volume", "payout"
"""An award and its changes; own sales of a month; what was paid out, its fee and deductions, and
what came back or was written off."""
TOTAL = "total"
"""The balance over all time; the others are a month's."""


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
    """JSON of what all lines of its journal have in common; empty where `explanation` has it."""

    @property
    def calc_snapshot_json(self) -> str:
        """All that explains the line, as `canonical` writes it."""
        return put_together(self.context, self.explanation)


def put_together(context: str, explanation: str) -> str:
    """One JSON object of both; the context comes first among its keys, as it does by name."""
    return f'{{"context":{context},{explanation.removeprefix("{")}' if context else explanation


@dataclass(frozen=True, slots=True)
class StatementUpdate:
    """What one distributor's statement and balances gain by a journal."""

    distributor_id: str
    lines: tuple[StatementLine, ...]
    balances: dict[str, dict[str, int]]
    """Per scope (`total`, or a month) what is added to each unit."""


def statement_updates(journal: Journal) -> list[StatementUpdate]:
    """A journal's effect on the people in it, in the order in which they stand there."""
    lines: dict[str, list[StatementLine]] = {}
    balances: dict[str, dict[str, dict[str, int]]] = {}
    context = canonical(journal.context)
    for line in journal.lines:
        if line.earner:
            lines.setdefault(line.earner, []).append(_commission(journal, line, context))
    for leg in journal.legs:
        kind, _, owner = leg.account.partition(":")
        if kind == "commission_payable":
            payable = balances.setdefault(owner, {}).setdefault(TOTAL, {})
            payable[f"payable {leg.unit}"] = leg.amount
        elif kind == "volume":
            owner, _, month = owner.rpartition(":")
            balances.setdefault(owner, {}).setdefault(month, {})[leg.unit] = leg.amount
    for owner, scopes in balances.items():
        if owner not in lines:  # somebody's balances change only with a line that says why
            lines[owner] = [_volume(journal, owner, scopes, context)]
    return [
        StatementUpdate(owner, tuple(own), balances.get(owner, {})) for owner, own in lines.items()
    ]


def _commission(journal: Journal, line: JournalLine, context: str) -> StatementLine:
    return StatementLine(
        event_id=event_id(journal, line),
        order_id=journal.order_key,
        distributor_id=line.earner,
        amount=line.amount,
        currency=line.currency,
        at=journal.dated,
        kind=PAYOUT if is_payout_book(journal.order_key) else COMMISSION,
        explanation=canonical({"line": line}),
        context=context,
    )


def _volume(
    journal: Journal, owner: str, scopes: dict[str, dict[str, int]], context: str
) -> StatementLine:
    volumes = {unit: add for units in scopes.values() for unit, add in units.items()}
    return StatementLine(
        event_id=f"{journal.journal_id}/volume",
        order_id=journal.order_key,
        distributor_id=owner,
        amount=0,
        currency="",
        at=journal.dated,
        kind=VOLUME,
        explanation=canonical({"volumes": volumes}),
        context=context,
    )
