"""`commissions attribute` as people type it, on the tables that the template declares."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.application.actions import order_attribution
from commissions.application.actions.proposing import ActionRequest, submit
from commissions.application.care import override_order
from commissions.application.care.drafted_overrides import OverrideRequest
from commissions.application.pipeline.settle import settle
from commissions.application.queries.order_reference import parse_order
from commissions.domain.actions.action import Actor
from commissions.domain.people.attribution_override import AttributionOverride
from commissions.domain.people.member import Member
from commissions.domain.stores.store import Policies
from commissions.tables import genealogy, ledger, members, sale_registers
from tests.support.attribution_stories import a_word
from tests.support.command import commissions, told
from tests.support.frozen import frozen
from tests.support.orders import NOON
from tests.support.pipeline_driver import (
    LONG_AGO,
    TEA_ORDER,
    Published,
    a_company,
    changed,
    enrol,
    postings,
    run,
    shopify,
)

pytestmark = pytest.mark.usefixtures("reachable")
WHY = ("--why", "the buyer named her on the phone")
TO_ZOE = ("attribute", TEA_ORDER, "--to", "zoe", *WHY)


def sold(published: Published, code: str, **company: Any) -> None:
    a_company(**company)
    enrol("zoe < yan")
    told_with(code, published)


def told_with(code: str, published: Published) -> None:
    is_link = code.startswith("TYPO")
    coupon = {"code": code, "amount": "0.00", "type": "fixed_amount"}
    codes = [coupon] if code and not is_link else []
    site = f"/?ref={code}" if is_link else "/"
    fields = {"discount_codes": codes, "landing_site": site, "note_attributes": []}
    shopify(changed("orders_paid", **fields))
    run(published)


def stands() -> dict[str, int]:
    sums: dict[str, int] = {}
    for journal in ledger.read(TEA_ORDER).journals:
        for line in journal.lines:
            sums[line.earner] = sums.get(line.earner, 0) + line.amount
    return {earner: amount for earner, amount in sums.items() if earner and amount}


def approve(answer: Any, published: Published) -> None:
    words = ("actions", "approve", answer["action"], "--seen", answer["seen"], "--apply")
    commissions("--as", "ines", *words)
    run(published)


def test_without_apply_it_shows_before_and_after_and_writes_nothing(published: Published) -> None:
    sold(published, "")

    seen = " ".join(commissions(*TO_ZOE).stdout.split())

    assert "Credited to nobody: nobody referred it" in seen
    assert "Would be: zoe's; by " in seen
    assert "The line as of the order: zoe < yan" in seen
    assert "zoe 0.00 USD" in seen
    assert "Nothing was written: run it again with --apply to put it on record" in seen
    assert (published(), told("order", TEA_ORDER)["overrides"]) == ([], [])


def test_one_person_gives_what_is_nobodys(published: Published) -> None:
    sold(published, "")

    answer = told("--as", "mara", *TO_ZOE, "--apply")
    run(published)

    assert (answer["applied"], answer["takes_second_person"]) == (True, "")
    assert {each["earner"]: each["after"] for each in answer["changes"]} == stands()
    assert stands().keys() == {"zoe", "yan"}


def test_from_somebody_it_waits_for_a_second_person(published: Published) -> None:
    sold(published, "CARA-7")
    before = stands()

    answer = told("--as", "mara", *TO_ZOE, "--apply")
    run(published)
    assert (answer["applied"], answer["state"], stands()) == (False, "proposed", before)
    assert answer["takes_second_person"] == "it is taken from cara"

    approve(answer, published)
    assert stands().keys() == {"zoe", "yan"}
    assert stands()["zoe"] == before["cara"]
    story = told("order", TEA_ORDER)
    [said] = story["overrides"]
    assert (said["by"], said["approved_by"], said["stands"]) == ("mara", "ines", True)
    assert story["journals"][-1]["context"]["cause"] == f"override {said['override_id']}: zoe's"
    _says_by_whose_word()


def test_nobodys_by_word_is_nobodys_though_it_is_named(published: Published) -> None:
    sold(published, "CARA-7")

    approve(
        told("--as", "mara", "attribute", TEA_ORDER, "--to", "HOUSE", *WHY, "--apply"), published
    )

    assert stands() == {}
    seen = " ".join(commissions("order", TEA_ORDER).stdout.split())
    assert "credited to nobody (nobody's, by override o-" in seen


def test_taken_back_it_is_whose_it_was_and_that_takes_two_as_well(published: Published) -> None:
    sold(published, "CARA-7")
    before = stands()
    approve(told("--as", "mara", *TO_ZOE, "--apply"), published)
    [said] = told("order", TEA_ORDER)["overrides"]

    undo = ("attribute", TEA_ORDER, "--undo", said["override_id"], "--why", "it was another Zoe")
    answer = told("--as", "mara", *undo, "--apply")
    assert answer["takes_second_person"].startswith("override o-")
    approve(answer, published)

    assert stands() == before
    again = commissions("--as", "mara", *undo, "--apply")
    assert (again.exit_code, "no override counts for it" in again.stderr.replace("\n", " ")) == (
        1,
        True,
    )


@pytest.mark.parametrize(("code", "reason"), [("TYPO-1", "unknown_referrer"), ("", "no_referrer")])
def test_an_order_that_waits_goes_on_with_the_word(
    published: Published, code: str, reason: str
) -> None:
    sold(published, code, policies=Policies(no_referrer="park"))
    assert [each["reason"] for each in told("parked")["parked"]] == [reason]

    answer = told("--as", "mara", *TO_ZOE, "--apply")
    run(published)

    assert answer["applied"]
    assert {each["earner"]: each["after"] for each in answer["changes"]} == stands()
    assert stands().keys() == {"zoe", "yan"}
    assert told("parked")["parked"] == []


def test_what_went_on_by_a_word_alone_waits_again_without_it(published: Published) -> None:
    sold(published, "TYPO-1")
    told("--as", "mara", *TO_ZOE, "--apply")
    run(published)
    [said] = told("order", TEA_ORDER)["overrides"]

    undo = ("attribute", TEA_ORDER, "--undo", said["override_id"], "--why", "not hers")
    approve(told("--as", "mara", *undo, "--apply"), published)

    assert stands() == {}
    assert [each["reason"] for each in told("parked")["parked"]] == ["unknown_referrer"]
    bob = ("attribute", TEA_ORDER, "--to", "bob", "--why", "it was Bob")
    told("--as", "mara", *bob, "--apply")
    run(published)
    assert stands().keys() == {"bob", "ann"}
    assert told("parked")["parked"] == []


def test_a_claim_is_a_proposal_though_one_person_would_be_enough(published: Published) -> None:
    sold(published, "")

    answer = told("--as", "zoe", *TO_ZOE, "--propose")
    run(published)

    assert (answer["applied"], answer["state"], stands()) == (False, "proposed", {})


def test_an_order_of_a_closed_month_takes_two_and_moves_the_oldest_open_one(
    published: Published,
) -> None:
    sold(published, "")
    frozen("demo/month/2026-11", "demo/month/2026-12")

    answer = told("--as", "mara", *TO_ZOE, "--apply")
    assert answer["takes_second_person"] == "the month of the order, 2026-11, is closed"
    approve(answer, published)

    assert f"{ledger.read(TEA_ORDER).journals[-1].effective_at:%Y-%m-%d %H}" == "2027-01-01 05"
    assert stands().keys() == {"zoe", "yan"}


def test_an_order_that_comes_after_the_word_does_not_wait(published: Published) -> None:
    a_company()
    enrol("zoe < yan")
    line = sale_registers.line("zoe", NOON)
    order_id = TEA_ORDER.rpartition("/")[2]
    word = replace(a_word("zoe", line=line), platform_order_id=order_id)
    settle(TEA_ORDER, [word], inbox="word", now=word.decided_at)

    told_with("TYPO-1", published)

    assert stands().keys() == {"zoe", "yan"}
    assert told("parked")["parked"] == []


def test_one_person_cannot_have_done_what_takes_two(published: Published) -> None:
    sold(published, "CARA-7")
    now = datetime.now(UTC)
    asked = OverrideRequest(to="zoe", by="mara", why="hers")
    proposal = override_order.propose(parse_order(TEA_ORDER), asked, now=now)
    payload = order_attribution.payload_of(proposal, asked, now)

    request = ActionRequest(kind="order.attribute", target=TEA_ORDER, payload=payload, why="hers")
    action = submit(request, Actor("mara", "tests"), now)

    assert (action.state, action.outcome) == (
        "failed",
        "It takes two people, as it is taken from cara: propose it",
    )
    assert told("order", TEA_ORDER)["overrides"] == []


def test_told_twice_it_is_posted_once(published: Published) -> None:
    sold(published, "")
    told("--as", "mara", *TO_ZOE, "--apply")
    news = published()
    run(lambda: [news.pop(), *published()] if news else published())
    posted = postings(TEA_ORDER)
    [said] = told("order", TEA_ORDER)["overrides"]

    [word] = [
        each.content
        for each in ledger.read(TEA_ORDER).facts
        if isinstance(each.content, AttributionOverride)
    ]
    settle(TEA_ORDER, [word], inbox="again", now=word.decided_at)

    assert (word.override_id, postings(TEA_ORDER)) == (said["override_id"], posted)


def test_what_cannot_be_says_why(published: Published) -> None:
    sold(published, "CARA-7")
    enrol("ted:terminated")
    _enrol_later("new")

    for words, says in (
        (("--to", "nina"), "No distributor nina here. Add them to distributors.csv"),
        (("--to", "new"), "new is a member from 2030-01-01"),
        (("--to", "ted"), "ted is terminated on 2026-11-20: no order is given to them."),
        (("--to", "cara"), "is cara's already: nothing to do."),
        (("--undo", "o-1"), "no override counts for it"),
    ):
        result = commissions("attribute", TEA_ORDER, *words, *WHY)
        said = result.stderr.replace("\n", " ")
        assert (result.exit_code, says in said) == (1, True), said


def test_an_order_that_nobody_knows_is_not_given_to_anybody() -> None:
    result = commissions("attribute", "shopify/tea/404", "--to", "zoe", *WHY)

    assert (result.exit_code, "No order shopify/tea/404 here" in result.stderr) == (1, True)


def _says_by_whose_word() -> None:
    seen = " ".join(commissions("order", TEA_ORDER).stdout.split())
    why = " ".join(commissions("explain", f"{TEA_ORDER}/2/0").stdout.split())

    assert "credited to zoe (zoe's, by override o-" in seen
    assert "(mara, ines): the buyer named her on the phone" in seen
    assert "is credited to zoe: zoe's, by override o-" in why


def _enrol_later(member: str) -> None:
    genealogy.place(
        member, "", since=LONG_AGO.replace(year=2030), status="active", rank="associate"
    )
    members.register(Member(member_id=member, kind="participant", created_at=LONG_AGO))
