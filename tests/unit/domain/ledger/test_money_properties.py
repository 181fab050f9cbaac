"""What holds by the money rule for every order, of the fold itself.

COMMISSIONS_PROOF=1 looks at ten thousand orders instead of sixty.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from random import Random

import pytest

from commissions.audit.earning_shares import EarningShare
from commissions.audit.order_history import OrderHistory
from commissions.audit.order_money import OrderAccount, is_paid, shares_by_line
from commissions.domain.ledger.facts import Content, fact
from commissions.domain.ledger.order_balance import LineShare, OrderBalance
from commissions.domain.ledger.target import Target, fold
from commissions.domain.stores.store import Policies
from tests.support.line_shares import gone
from tests.support.memory_ledger import balances, settled
from tests.support.money_lives import RECEIVED, MoneyLife
from tests.support.orders import PLAN, an_item, an_order, sold
from tests.support.proof_size import proof_size

LIVES = range(proof_size(60, 10_000))
ROUNDING = Fraction(1, 2)
"""Of a minor unit: a store rounds what a unit is worth, the rule does not."""
RETURNS = [MoneyLife.units_back, MoneyLife.units_back_for_nothing, MoneyLife.units_back_for_a_fee]
MOST_AT_ONCE = 9
"""Minor units: half of one, one for each of up to seven refunded lines, and the one that went."""


def target(facts: Iterable[Content]) -> Target:
    return fold(map(fact, facts), lambda _: PLAN)


def balance(facts: Iterable[Content]) -> OrderBalance:
    found = target(facts).balance
    assert found is not None
    return found


def stands(facts: Iterable[Content]) -> bool:
    """Whether anything is left to anybody."""
    found = target(facts)
    awards = [each.net for each in found.standings.values()]
    return any(awards) or any(found.volumes.values())


def earning(facts: Iterable[Content]) -> Fraction:
    """What of the order's gross earns."""
    now = balance(facts)
    return min(now.owed, max(Fraction(0), now.received - now.given_back))


def line_earnings(facts: Iterable[Content]) -> list[Fraction]:
    return [1 - gone(line) for line in balance(facts).lines.values()]


def decided_life(seed: int) -> MoneyLife:
    """Under any policy, and with what people decide."""
    of_store = Random(seed)  # noqa: S311 - not a secret
    policies = Policies(
        amount_only_refund=of_store.choice(["spread", "spread", "keep", "park"]),
        partial_payment=of_store.choice(["wait", "share"]),
    )
    return MoneyLife(seed, policies=policies, decides=True)


def test_told_in_any_order_and_twice_it_is_one_history() -> None:
    for seed in LIVES:
        life, chance = decided_life(seed), Random(seed)  # noqa: S311 - not a secret
        told = [*life.facts, *chance.choices(life.facts, k=3)]
        chance.shuffle(told)
        at_once = balances(settled(life.facts).journals)

        assert balances(settled(*((each,) for each in told)).journals) == at_once, f"life {seed}"


def test_all_of_the_money_back_in_one_amount_leaves_nothing() -> None:
    for seed in LIVES:
        life = MoneyLife(seed, telling=RECEIVED)
        life.money_back(life.with_shop)

        assert not stands(life.facts), f"life {seed}"
        assert not any(line_earnings(life.facts)), f"life {seed}"


def test_all_of_the_money_back_in_many_amounts_leaves_nothing() -> None:
    for seed in LIVES:
        life = MoneyLife(seed, telling=RECEIVED)
        for _ in range(4):
            life.money_back()
        life.money_back(life.with_shop)

        assert not any(line_earnings(life.facts)), f"life {seed}"


def test_all_units_back_leave_nothing() -> None:
    for seed in LIVES:
        life = MoneyLife(seed)
        life.all_units_back()

        assert not any(line_earnings(life.facts)), f"life {seed}"


def test_one_more_amount_of_money_back_lets_no_line_earn_more() -> None:
    for seed in LIVES:
        life = MoneyLife(seed)
        before = line_earnings(life.facts)
        life.money_back()
        after = line_earnings(life.facts)

        assert all(b >= a for b, a in zip(before, after, strict=True)), f"life {seed}"


@pytest.mark.parametrize("happening", [*RETURNS, MoneyLife.money_back])
def test_the_sum_that_earns_never_rises_when_something_comes_back(
    happening: Callable[[MoneyLife], None],
) -> None:
    """A single line may: goods that come back without money can have had theirs before."""
    for seed in LIVES:
        life = MoneyLife(seed)
        before = earning(life.facts)
        happening(life)

        assert earning(life.facts) <= before + ROUNDING, f"life {seed}"


def test_an_edit_that_only_takes_off_lets_the_sum_rise_by_nothing() -> None:
    """Where the store tells what came in; from words alone it is guessed, and may."""
    for seed in LIVES:
        life = MoneyLife(seed, telling=RECEIVED)
        before = earning(life.facts)
        life.taken_off()

        assert earning(life.facts) <= before + ROUNDING, f"life {seed}"


@pytest.mark.parametrize("happening", RETURNS)
def test_a_line_rises_by_no_more_than_was_taken_from_it_when_something_comes_back(
    happening: Callable[[MoneyLife], None],
) -> None:
    """What goodwill and what never came had taken of what is kept of it."""
    for seed in LIVES:
        life = MoneyLife(seed)
        before, kept = line_earnings(life.facts), line_kept(life.facts)
        happening(life)

        for was, most, now in zip(before, kept, line_earnings(life.facts), strict=True):
            assert now - was <= max(Fraction(0), most - was), f"life {seed}"


def line_kept(facts: Iterable[Content]) -> list[Fraction]:
    """The share of each line that is kept, paid or not, as the reconciliation sees it."""
    moment = OrderAccount(OrderHistory.of(facts)).stand().moment
    return [moment.kept[name] / whole for name, whole in moment.gross.items()]


def test_units_back_with_their_money_let_no_other_line_earn_more() -> None:
    """But for the rounding of both; an addition that a credit pays for may."""
    for seed in LIVES:
        life = MoneyLife(seed)
        now = balance(life.facts)
        if now.unpaid:
            continue
        before = line_worths(life)
        life.units_back()

        for was, is_now in zip(before, line_worths(life), strict=True):
            assert is_now <= was + 2, f"life {seed}"


def test_one_minor_unit_more_back_changes_a_line_by_about_its_share_of_it() -> None:
    """The most is at the edge of what is rounding: all of that, and the one."""
    for seed in LIVES:
        life = MoneyLife(seed)
        before = line_worths(life)
        life.money_back(1)

        for was, is_now in zip(before, line_worths(life), strict=True):
            assert 0 <= was - is_now <= MOST_AT_ONCE, f"life {seed}"


def line_worths(life: MoneyLife) -> list[Fraction]:
    """What of each line's gross earns, in minor units."""
    lines = [each.item.net + each.item.tax for each in life.lines]
    told = line_earnings(life.facts)
    return [share * gross for share, gross in zip(told, lines, strict=True)]


def test_the_reconciliation_walks_to_the_same_sums_and_the_same_lines() -> None:
    for seed in LIVES:
        facts = decided_life(seed).facts
        history, found = OrderHistory.of(facts), target(facts)
        if not history.locks:
            continue
        now, theirs = balance(facts), OrderAccount(history).stand()

        assert (now.received, now.unpaid, now.goodwill) == (
            theirs.received,
            theirs.unpaid,
            theirs.goodwill,
        ), f"life {seed}"
        ours = list(now.lines.values())
        assert [_by_money(line) for line in ours] == [
            each.amount for each in shares_by_line(history)
        ], f"life {seed}"
        assert [_by_units(line) for line in ours] == [
            each.units for each in shares_by_line(history)
        ], f"life {seed}"
        assert is_paid(history) or found.void, f"life {seed}"
        # Where nothing at all came in, the walk of the reconciliation finds no more than nothing.
        assert is_paid(history) == (not found.void) or now.received <= 0, f"life {seed}"


def _by_money(line: LineShare) -> EarningShare:
    return EarningShare(1 - line.unpaid, line.returned)


def _by_units(line: LineShare) -> EarningShare:
    return EarningShare(1 - line.unpaid_points, line.returned_points)


@pytest.mark.parametrize("missing", [1, 2])
def test_a_status_that_says_paid_beats_a_cent_and_no_more(missing: int) -> None:
    order = an_order(an_item(), received=100_00 - missing)

    assert balance(sold(order)).unpaid == (missing if missing > 1 else 0)
    assert OrderAccount(OrderHistory.of(sold(order))).stand().unpaid == (
        missing if missing > 1 else 0
    )


def test_lives_hold_money_that_went_for_nothing_money_that_never_came_and_credit() -> None:
    sums = [balance(MoneyLife(seed).facts) for seed in range(200)]

    assert sum(each.goodwill > 0 for each in sums) > 40
    assert sum(each.unpaid > 0 for each in sums) > 20
    assert sum(each.credit > 0 for each in sums) > 40
