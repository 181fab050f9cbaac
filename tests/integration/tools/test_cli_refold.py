"""`commissions refold`, as people and machines ask for it."""

import pytest

from commissions.application.pipeline import settle
from commissions.domain.orders.order import OrderPlaced
from commissions.tables import ledger, plans
from tests.support import tamper
from tests.support.command import commissions, told
from tests.support.orders import NOON, PLAN, a_lock_for, an_order
from tests.support.rule_before import halve
from tools.cli.refold import DRY

KEY = "shopify/tea/1001"
TWO = ("--by", "dana", "--approved-by", "femi", "--why", "the money rule")


@pytest.fixture(autouse=True)
def order(reachable: None) -> OrderPlaced:
    plans.publish(PLAN.text)
    placed = an_order()
    settle.settle(KEY, [placed, a_lock_for(placed)], inbox="", now=NOON)
    return placed


def test_where_all_is_right_it_says_so() -> None:
    result = commissions("refold")

    assert (result.exit_code, result.stdout) == (
        0,
        "1 order looked at: each ledger follows today's rule.\n",
    )


def test_without_apply_it_shows_money_and_people_and_posts_nothing() -> None:
    halve(KEY)

    result = commissions("refold")

    assert result.exit_code == 0
    for shown in (KEY, "15.00 USD", "30.00 USD", "+15.00 USD", "cat, volume of 2026-11", DRY):
        assert shown in result.stdout
    assert "It costs 100.00 USD now, 100.00 USD came in" in result.stdout
    assert len(ledger.read(KEY).journals) == 1


def test_machines_get_each_order_and_the_sums_in_minor_units() -> None:
    halve(KEY)

    answer = told("refold", "--dry-run")

    [order] = answer["orders"]
    assert {name: answer[name] for name in ("since", "applied", "looked_at", "differing")} == {
        "since": "",
        "applied": False,
        "looked_at": 1,
        "differing": 1,
    }
    assert (answer["changes"]["cat"]["USD"], answer["changes"]["bob"]) == (1500, {"USD": 250})
    assert (order["order_key"], order["posted"], order["trouble"]) == (KEY, False, "")
    assert order["changes"][0] == {
        "person": "bob",
        "unit": "USD",
        "month": "",
        "before": 250,
        "after": 500,
        "change": 250,
    }


def test_two_people_have_it_posted_once() -> None:
    halve(KEY)

    first, again = told("refold", "--apply", *TWO), told("refold", "--apply", *TWO)

    assert (first["applied"], [each["posted"] for each in first["orders"]]) == (True, [True])
    assert (again["orders"], again["changes"]) == ([], {})
    assert len(ledger.read(KEY).journals) == 2
    story = commissions("order", KEY)
    assert (story.exit_code, "rule: refolded" in story.stdout) == (0, True)
    assert "by dana and femi" in story.stdout


@pytest.mark.parametrize(
    "words", [(), TWO[:2], ("--by", "dana", "--approved-by", "Dana", "--why", "w"), TWO[:4]]
)
def test_without_two_names_and_a_reason_nothing_is_posted(words: tuple[str, ...]) -> None:
    halve(KEY)

    result = commissions("refold", "--apply", *words)

    assert result.exit_code == 2
    assert ("--approved-by NAME" in result.stderr) or ("--why TEXT" in result.stderr)
    assert len(ledger.read(KEY).journals) == 1


def test_only_orders_since_a_day_are_looked_at() -> None:
    halve(KEY)

    assert told("refold", "--since", "2026-11-21")["looked_at"] == 0
    assert told("refold", "--since", "2026-11-20")["differing"] == 1
    assert commissions("refold", "--since", "20.11.2026").exit_code == 2


def test_an_order_that_is_left_as_it_is_makes_it_exit_with_1() -> None:
    item = tamper.item_of(tamper.JOURNAL, order_key=KEY)
    tamper.change(tamper.JOURNAL, item, body=b"")

    result = commissions("refold", "--apply", *TWO)

    assert (result.exit_code, "Left as it is: it cannot be worked out" in result.stdout) == (
        1,
        True,
    )


def test_a_second_person_has_posted_what_was_shown_to_them() -> None:
    halve(KEY)
    answer = told("refold", "--propose", "--as", "dana", "--why", "the money rule")
    assert len(ledger.read(KEY).journals) == 1
    words = ("actions", "approve", answer["action"], "--seen", answer["seen"], "--as", "femi")
    assert "cat 15.00 USD 30.00 USD +15.00 USD" in " ".join(commissions(*words).stdout.split())

    done = told(*words, "--apply")

    assert (done["state"], done["outcome"]) == ("applied", "1 posted")
    assert len(ledger.read(KEY).journals) == 2
    assert "by dana and femi" in commissions("order", KEY).stdout
    assert told("refold", "--propose", "--as", "dana", "--why", "again") == {"applied": False}


def test_what_lacks_something_else_by_now_has_to_be_proposed_again() -> None:
    halve(KEY)
    answer = told("refold", "--propose", "--as", "dana", "--why", "the money rule")
    told("refold", "--apply", *TWO)

    words = ("actions", "approve", answer["action"], "--seen", answer["seen"], "--as", "femi")
    result = commissions(*words, "--apply")

    assert (result.exit_code, "propose it again" in result.stderr) == (1, True)
    assert len(ledger.read(KEY).journals) == 2
