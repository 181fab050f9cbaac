"""`commissions attribute --scope customer` as people type it: whose customer, from an order on."""

from dataclasses import replace
from typing import Any

import pytest

from commissions.domain.stores.store import LIFETIME, Policies
from commissions.tables import ledger
from tests.support.command import commissions, told
from tests.support.pipeline_driver import Published, a_company, changed, enrol, run, shopify

pytestmark = pytest.mark.usefixtures("reachable")
REMEMBERED = Policies(remember_referrer=LIFETIME, late_referral_hours=72)
WHY = ("--why", "she moved to Zoe")


def sell(number: int, code: str = "") -> str:
    """An order of the sample's customer, of a day of November."""
    order_id, moment = 5501000001000 + number, f"2026-11-{number:02}T10:00:00Z"
    shopify(
        changed(
            "orders_paid",
            id=order_id,
            created_at=moment,
            processed_at=moment,
            updated_at=moment,
            discount_codes=[{"code": code}] if code else [],
            landing_site="/",
        )
    )
    return f"shopify/tea/{order_id}"


def three(published: Published, code: str = "", policies: Policies = REMEMBERED) -> list[str]:
    a_company(policies=policies)
    enrol("zoe < yan")
    keys = [sell(2, code), sell(5), sell(9)]
    run(published)
    return keys


def sellers(keys: list[str]) -> list[str]:
    return [ledger.read(key).journals[-1].context.seller for key in keys]


def approve(answer: Any, published: Published) -> None:
    words = ("actions", "approve", answer["action"], "--seen", answer["seen"], "--apply")
    told("--as", "ines", *words)
    run(published)


def test_a_customer_of_somebody_is_given_to_another_by_two_and_taken_back(
    published: Published,
) -> None:
    keys = three(published, "CARA-7")
    _, second, third = keys
    asked = ("attribute", second, "--to", "zoe", "--scope", "customer", *WHY)

    seen = " ".join(commissions(*asked).stdout.split())
    assert "1 other order would change" in seen
    assert f"{third}: cara -> zoe" in seen
    answer = told("--as", "mara", *asked, "--apply")
    assert (answer["applied"], answer["takes_second_person"]) == (False, "it is taken from cara")
    approve(answer, published)

    assert sellers(keys) == ["cara", "zoe", "zoe"]
    [other] = answer["other_orders"]
    assert {each["earner"]: each["after"] for each in other["changes"] if each["after"]} == stands(
        third
    )
    seen = " ".join(commissions("order", third).stdout.split())
    assert "customer of zoe since order" in seen
    assert "decided of the customer: zoe's since order" in seen

    [said] = told("order", second)["overrides"]
    undo = ("attribute", second, "--undo", said["override_id"], "--why", "she did not")
    answer = told("--as", "mara", *undo, "--apply")
    assert [each["order_key"] for each in answer["other_orders"]] == [third]
    approve(answer, published)
    assert sellers(keys) == ["cara", "cara", "cara"]


def stands(key: str) -> dict[str, int]:
    sums: dict[str, int] = {}
    for journal in ledger.read(key).journals:
        for line in journal.lines:
            sums[line.earner] = sums.get(line.earner, 0) + line.amount
    return {earner: amount for earner, amount in sums.items() if earner and amount}


def test_a_customer_of_nobody_is_given_by_one_and_comes_back_as_theirs(
    published: Published,
) -> None:
    first, *_ = keys = three(published)

    answer = told(
        "--as", "mara", "attribute", first, "--to", "zoe", "--scope", "customer", *WHY, "--apply"
    )
    run(published)
    later = sell(12)
    run(published)

    assert (answer["applied"], len(answer["other_orders"])) == (True, 2)
    assert sellers([*keys, later]) == ["zoe"] * 4


def test_orders_that_wait_for_somebody_go_on_with_the_customer(published: Published) -> None:
    first, *_ = keys = three(published, policies=replace(REMEMBERED, no_referrer="park"))
    asked = ("attribute", first, "--to", "zoe", "--scope", "customer", *WHY)

    answer = told("--as", "mara", *asked, "--apply")
    assert (answer["applied"], answer["takes_second_person"]) == (True, "")
    assert [(each["before"], each["after"]) for each in answer["other_orders"]] == [
        (None, "zoe"),
        (None, "zoe"),
    ]
    run(published)

    assert sellers(keys) == ["zoe", "zoe", "zoe"]
    assert told("parked")["parked"] == []


def test_what_cannot_be_said_of_a_customer_says_why(published: Published) -> None:
    first, *_ = three(published, policies=Policies())
    result = commissions("attribute", first, "--to", "zoe", "--scope", "customer", *WHY)

    said = " ".join(result.stderr.split())
    assert (result.exit_code, "store tea remembers no customers; say --scope order" in said) == (
        1,
        True,
    )
