from dataclasses import replace
from datetime import UTC, datetime

import pytest

from commissions.domain.people.genealogy import UnknownMember
from commissions.domain.people.member import CodeTaken, LinkedToAnother, Member, Resolved
from commissions.domain.registration import AccountLink, Registration
from commissions.tables import members, versioned
from tests.support.dynamodb_calls import just_before, round_trips

pytestmark = pytest.mark.usefixtures("aws")

ANN = Member(
    member_id="ann",
    kind="participant",
    created_at=datetime(2026, 1, 5, tzinfo=UTC),
    country="US",
    tax_id="tax-ann",
    referral_code="ANN10",
)


def test_a_member_is_found_again() -> None:
    assert members.register(ANN) is True
    assert members.register(ANN) is False

    assert members.get("ann") == ANN


def test_nobody_is_found_under_an_id_that_nobody_has() -> None:
    with pytest.raises(UnknownMember):
        members.get("zoe")


def test_a_referral_code_leads_to_its_member_however_it_is_written() -> None:
    members.register(ANN)

    found = [members.members_by_code([code]) for code in ("ANN10", " ann10 ", "BOB10")]
    assert found == [{"ANN10": "ann"}, {"ANN10": "ann"}, {}]


def test_a_referral_code_has_one_owner() -> None:
    members.register(ANN)

    with pytest.raises(CodeTaken, match="ann10 is that of ann"):
        members.register(replace(ANN, member_id="bob", referral_code="ann10"))
    assert members.known(["bob"]) == {}


def test_a_code_taken_at_the_same_time_is_taken() -> None:
    bob = replace(ANN, member_id="bob")

    with (
        just_before("TransactWriteItems", lambda: members.register(bob)),
        pytest.raises(CodeTaken),
    ):
        members.register(ANN)


def test_a_former_referral_code_goes_on_leading_to_its_member() -> None:
    members.register(ANN)
    members.register(replace(ANN, referral_code="ANN-TEA"))

    assert members.members_by_code(["ann10", "ANN-TEA", "BOB"]) == {
        "ANN10": "ann",
        "ANN-TEA": "ann",
    }


def test_a_members_record_can_change() -> None:
    members.register(ANN)

    assert members.register(replace(ANN, country="CA")) is True

    assert members.get("ann").country == "CA"


def test_a_customer_of_a_store_is_linked_to_one_member() -> None:
    assert members.link_customer("tea-us", "c0ffee", "ann", "participant") is True
    assert members.link_customer("tea-us", "c0ffee", "ann", "participant") is False

    assert members.of_customer("tea-us", "c0ffee") == ("ann", "participant")
    assert members.of_customer("tea-eu", "c0ffee") == ("", "")
    with pytest.raises(LinkedToAnother):
        members.link_customer("tea-us", "c0ffee", "bob", "preferred")


def test_a_customer_who_enrols_is_a_participant_from_then_on() -> None:
    members.link_customer("tea-us", "c0ffee", "ann", "preferred")

    assert members.link_customer("tea-us", "c0ffee", "ann", "participant") is True

    assert members.of_customer("tea-us", "c0ffee") == ("ann", "participant")


def test_referrer_and_buyer_are_looked_up_in_one_round_trip() -> None:
    members.register(ANN)
    members.link_customer("tea-us", "c0ffee", "bob", "preferred")

    with round_trips() as calls:
        found = members.resolve(["ann10", "ZOE10"], "tea-us", "c0ffee")

    assert found == Resolved(
        {"ANN10": (Registration("ann"),)}, AccountLink("bob", kind="preferred")
    )
    assert calls == ["BatchGetItem"]


def test_an_order_of_a_guest_that_nobody_referred_asks_nothing() -> None:
    with round_trips() as calls:
        assert members.resolve([], "tea-us", "") == Resolved({})

    assert calls == []


def test_what_orders_show_of_a_customer_gives_way_to_what_the_company_says() -> None:
    first, later = (datetime(2026, 11, day, tzinfo=UTC) for day in (1, 9))
    shown = members.placing("tea-us", "c0ffee", "c-c0ffee", first)
    versioned.write_all_or_none(shown)
    known = members.known(["c-c0ffee"])["c-c0ffee"]
    assert members.placing("tea-us", "c0ffee", "c-c0ffee", first) == []
    assert (members.stated(["c-c0ffee"]), known.created_at) == ({}, first)

    assert members.register(known) is True
    assert members.link_customer("tea-us", "c0ffee", "ann", "preferred") is True

    assert members.stated(["c-c0ffee"]) == {"c-c0ffee": known}
    assert members.placing("tea-us", "c0ffee", "c-c0ffee", later) == []
    assert members.placing("tea-us", "c0ffee", "c-c0ffee", None) == []
    assert members.of_customer("tea-us", "c0ffee") == ("ann", "preferred")
