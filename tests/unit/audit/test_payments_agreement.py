"""Fold and oracle agree where what came in is said of a payment, seen late, or told as money alone.

COMMISSIONS_PROOF=1 looks at ten thousand orders instead of a hundred.
"""

from collections.abc import Iterable
from dataclasses import replace
from random import Random

from commissions.audit.order_history import OrderHistory
from commissions.audit.order_money import OrderAccount
from commissions.domain.ledger.facts import Content, fact
from commissions.domain.ledger.order_balance import OrderBalance
from commissions.domain.ledger.target import fold
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import AMOUNT, OrderRefunded
from commissions.domain.sales.attribution import Lock
from commissions.domain.stores.store import Policies
from tests.support.money_lives import MoneyLife
from tests.support.orders import PLAN
from tests.support.proof_size import proof_size

LIVES = range(proof_size(100, 10_000))


def told(seed: int) -> list[Content]:
    """A life as a store tells it of whose payments little is known: from some snapshot on, its
    statuses said of a payment, its refunds partly as money alone."""
    chance = Random(f"payments {seed}")  # noqa: S311 - not a secret
    facts = MoneyLife(seed, policies=Policies(partial_payment="share"), decides=True).facts
    snapshots = [each for each in facts if isinstance(each, OrderPlaced)]
    missed = {each.version for each in snapshots[: chance.choice([0, 0, 1, 2])][:-1]}
    return [_worded(each, chance) for each in facts if _version(each) not in missed]


def _version(content: Content) -> str:
    match content:
        case OrderPlaced():
            return content.version
        case Lock():
            return content.order_version
    return ""


def _worded(content: Content, chance: Random) -> Content:
    """Snapshots keep the version that their locks name: the word is put beside it."""
    if isinstance(content, OrderRefunded) and content.refund_id.endswith(AMOUNT):
        money = chance.choice([None, 0, max(0, content.amount_only), 50_00])
        return replace(content, money=money, amount_only=0) if money is not None else content
    return content


def spoken(facts: Iterable[Content], seed: int) -> list[Content]:
    """The same with words of payments, and the locks that go with those."""
    chance = Random(f"words {seed}")  # noqa: S311 - not a secret
    versions, found = dict[str, str](), list[Content]()
    for each in facts:
        if isinstance(each, OrderPlaced):
            worded = replace(each, word=chance.choice(["", "payment", "payment", "order"]))
            versions[each.version] = worded.version
            found.append(worded)
        elif isinstance(each, Lock):
            found.append(replace(each, order_version=versions[each.order_version]))
        else:
            found.append(each)
    return found


def folded(facts: Iterable[Content]) -> OrderBalance | None:
    return fold([fact(each) for each in facts], lambda ref: PLAN).balance


def test_what_came_in_and_what_went_back_is_the_same_on_both_roads() -> None:
    for seed in LIVES:
        facts = spoken(told(seed), seed)
        if (balance := folded(facts)) is None:
            continue
        stand = OrderAccount(OrderHistory.of(facts)).stand()

        there = (stand.received, stand.moment.back, stand.unpaid, stand.goodwill)
        ours = (balance.received, balance.given_back, balance.unpaid, balance.goodwill)
        assert ours == there, f"life {seed}"


def test_it_does_not_matter_in_which_order_any_of_it_comes() -> None:
    for seed in LIVES:
        facts = spoken(told(seed), seed)
        shuffled = [*facts]
        Random(seed).shuffle(shuffled)  # noqa: S311 - not a secret

        assert folded(shuffled) == folded(facts), f"life {seed}"
