"""What statement lines cost to write: as they are, and as if each repeated what all have in common.

`python -m tools.bench.statement_units [FILE]`: of the ledger in a file like
`tests/stored/demo_ledger.json`, and of an order of 1,000 lines that 104 journal lines pay.
"""

import base64
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from commissions.domain.ledger.award_changes import MonthTerms
from commissions.domain.ledger.journal import FIRST, Context, Journal, JournalLine, Leg, sealed
from commissions.domain.ledger.statement import StatementLine, statement_updates
from commissions.domain.orders.canonical import stamp
from commissions.tables import journals
from tools.bench.units import Item, item_bytes, write_units

ORDER_LINES, JOURNAL_LINES = 1_000, 104
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Weight:
    """What items of statements come to."""

    items: int
    bytes: int
    write_units: int

    def __str__(self) -> str:
        return f"{self.items:,} items, {self.bytes:,} bytes, {self.write_units:,} write units"


def whole_rows(journals: Iterable[Journal]) -> Weight:
    """Each line with all that explains it, as they were written until 29 November 2026."""
    rows = [
        _row(line) | _text("calc_snapshot_json", line.calc_snapshot_json)
        for line in _lines(journals)
    ]
    return _weight(rows)


def shared_rows(journals: Sequence[Journal]) -> Weight:
    """As they are written: what a journal's lines have in common stands in the journal alone."""
    return _weight(
        [_row(line) | _text("explanation_json", line.explanation) for line in _lines(journals)]
    )


def a_wide_journal(order_lines: int = ORDER_LINES, journal_lines: int = JOURNAL_LINES) -> Journal:
    """An order of many lines with SKUs of 30 characters, which pays many people one award each."""
    maps = tuple(
        f"1 x {f'SKU-{number:06}-':x<30} @ 2026-01-01: 2000/2000/2000/2000"
        for number in range(order_lines)
    )
    people = [f"member-{number:04}" for number in range(journal_lines)]
    legs = [Leg(f"commission_payable:{each}", "USD", 10) for each in people]
    legs.append(Leg("commission_expense:tea", "USD", -10 * journal_lines))
    return sealed(
        Journal(
            order_key="shopify/tea/1001",
            number=1,
            effective_at=NOON,
            recorded_at=NOON,
            facts=("order:1",),
            legs=tuple(legs),
            lines=tuple(_award(number, each) for number, each in enumerate(people)),
            context=_of_the_order(maps),
            previous_hash=FIRST,
        )
    )


def main(arguments: Sequence[str]) -> None:
    cases = {file: _stored(Path(file)) for file in arguments}
    cases[f"{ORDER_LINES:,} order lines x {JOURNAL_LINES}"] = [a_wide_journal()]
    for name, posted in cases.items():
        print(f"{name}: journals {len(posted)}")  # noqa: T201 - figures for people
        print(f"  each line whole: {whole_rows(posted)}")  # noqa: T201
        print(f"  as it is:        {shared_rows(posted)}")  # noqa: T201


def _lines(journals: Iterable[Journal]) -> list[StatementLine]:
    updates = (
        update for journal in journals for update in statement_updates(journal, (), _terms_of)
    )
    return [line for update in updates for line in update.lines]


def _terms_of(_plan: str, _version: int) -> MonthTerms:
    """What a line weighs depends on none of them."""
    return MonthTerms(timezone="UTC", rounding="half_even", currency="USD")


def _row(line: StatementLine) -> dict[str, dict[str, str]]:
    named = {
        "distributor_id": line.distributor_id,
        "entry": f"{stamp(line.at)}#{line.event_id}",
        "event_id": line.event_id,
        "order_id": line.order_id,
        "currency": line.currency,
        "kind": line.kind,
    }
    named |= {"month": line.month, "plan": line.plan}
    texts = {name: {"S": value} for name, value in named.items()}
    return texts | {"amount": {"N": f"{line.amount}"}}


def _text(name: str, value: str) -> dict[str, dict[str, str]]:
    return {name: {"S": value}}


def _weight(rows: Sequence[Item]) -> Weight:
    units = sum(write_units(None, each, in_transaction=True) for each in rows)
    return Weight(len(rows), sum(map(item_bytes, rows)), units)


def _stored(file: Path) -> list[Journal]:
    items = json.loads(file.read_text())["JournalTable"]
    return [journals.from_item({"body": base64.b64decode(each["body"]["B"])}) for each in items]


def _award(number: int, earner: str) -> JournalLine:
    return JournalLine(
        line=number,
        bonus="levels",
        kind="levels",
        level=number + 1,
        paid_level=number + 1,
        earner=earner,
        status="active",
        rank="gold",
        basis="cv",
        base=20_000_00,
        rate="0.01",
        earned=10,
        reversed=0,
        refunded="0",
        amount=10,
        currency="USD",
        reason="",
    )


def _of_the_order(maps: tuple[str, ...]) -> Context:
    return Context(
        cause="sale",
        plan="demo",
        plan_version=1,
        plan_digest="d" * 64,
        seller="cat",
        buyer_class="retail",
        carrier="coupon_code",
        upline_as_of=NOON,
        order_currency="USD",
        order_net=20_000_00,
        rate="1",
        rate_day="2026-11-20",
        maps=maps,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
