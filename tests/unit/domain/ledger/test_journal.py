from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from commissions import events
from commissions.domain.ledger.journal import (
    FIRST,
    Journal,
    Leg,
    Unbalanced,
    broken_link,
    event_id,
    sealed,
)
from tests.support.memory_ledger import MemoryLedger
from tests.support.orders import PLAN, a_cancellation, a_lock_for, a_refund, an_item, an_order

ORDER = an_order(an_item(qty="4"))


def a_chain() -> list[Journal]:
    """A sale, a refund, a cancellation."""
    ledger = MemoryLedger(PLAN)
    ledger.settle(ORDER, a_lock_for(ORDER))
    ledger.settle(a_refund(units={"1": "1"}))
    ledger.settle(a_cancellation())
    return ledger.journals


def changed(value: Any) -> Iterator[Any]:
    """The value with one thing in it changed, for each thing in it."""
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            for other in changed(getattr(value, field.name)):
                yield replace(value, **{field.name: other})
    elif isinstance(value, tuple):
        yield (*value, "more")
        for i, each in enumerate(value):
            yield value[:i] + value[i + 1 :]
            for other in changed(each):
                yield (*value[:i], other, *value[i + 1 :])
    elif isinstance(value, datetime):
        yield value + timedelta(microseconds=1)
    else:
        yield value + 1 if isinstance(value, int) else f"{value}!"


def test_a_chain_that_nobody_touched_is_whole() -> None:
    chain = a_chain()

    assert broken_link(chain) == broken_link([]) == ""
    assert chain[0].previous_hash == FIRST == "0" * 64
    assert [journal.number for journal in chain] == [1, 2, 3]


def test_any_change_of_a_journal_is_found() -> None:
    chain = a_chain()
    forgeries = list(changed(chain[1]))

    assert len(forgeries) > 100
    for forged in forgeries:
        assert broken_link([chain[0], forged, chain[2]]) in (chain[1].journal_id, forged.journal_id)


def test_a_change_that_was_sealed_again_is_found_in_the_next_journal() -> None:
    first, second, third = a_chain()
    forged = sealed(replace(second, effective_at=first.effective_at))

    assert broken_link([first, forged, third]) == "shopify/tea/1001/3"


@pytest.mark.parametrize("kept", [(1, 2), (0, 2), (0, 2, 1), (0, 0, 1, 2)])
def test_a_journal_left_out_or_added_or_moved_is_found(kept: tuple[int, ...]) -> None:
    chain = a_chain()

    assert broken_link([chain[i] for i in kept])


@pytest.mark.parametrize(
    "legs",
    [
        (Leg("a", "USD", 1),),
        (Leg("a", "USD", 5), Leg("b", "USD", -4)),
        (Leg("a", "USD", 5), Leg("b", "EUR", -5)),
    ],
)
def test_a_journal_whose_legs_do_not_sum_to_zero_cannot_be_sealed(legs: tuple[Leg, ...]) -> None:
    with pytest.raises(Unbalanced, match="shopify/tea/1001/1"):
        sealed(replace(a_chain()[0], legs=legs))


def test_a_journal_has_the_same_hash_when_it_is_read_again() -> None:
    chain = [events.decode(Journal, events.encode(journal)) for journal in a_chain()]

    assert chain == a_chain()
    assert broken_link(chain) == ""


def test_a_statement_line_is_named_by_its_journal_and_place() -> None:
    sale = a_chain()[0]

    assert sale.key == "shopify/tea/1001/1"
    assert [event_id(sale, line) for line in sale.lines] == [
        "shopify/tea/1001/1/0",
        "shopify/tea/1001/1/1",
        "shopify/tea/1001/1/2",
    ]
