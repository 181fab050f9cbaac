"""Every mistake in a facts document is told by its place, with what was expected and what to do."""

from typing import Any

import pytest

from commissions.application.simulation.reading import FactsRefused
from tests.support.builders import Document
from tests.support.simulations import back, bought, company, facts, members, sold

TEAM = members("ann > bob")
ORDER = bought("o1", "2026-10-05", "bob", "100")
TWO_LINES: Document = {
    "id": "o1",
    "at": "2026-10-05",
    "buyer": "bob",
    "lines": [{"volumes": "30"}, {"volumes": {"cv": "10"}}],
}


def problems(document: Any) -> list[str]:
    with pytest.raises(FactsRefused) as refused:
        company(document)
    return refused.value.problems


def of_people(*people: Document) -> list[str]:
    return problems(facts(list(people), []))


def of_orders(*orders: Document) -> list[str]:
    return problems(facts(TEAM, list(orders)))


def of_refunds(*refunds: Document, order: Document = ORDER) -> list[str]:
    return problems(facts(TEAM, [order], list(refunds)))


def of_seats(*seats: Document) -> list[str]:
    people = members("ann > bob > cat")
    return problems(facts(people, [], seats=[{"tree": "binary", **each} for each in seats]))


def test_a_document_of_another_kind_is_refused() -> None:
    assert problems([]) == ["has to be a map of fields"]
    assert "format: 'x' is not one of commissions-facts/1" in problems({"format": "x"})
    assert problems({"format": "commissions-facts/1"}) == [
        "members: has to be stated",
        "orders: has to be stated",
    ]


def test_a_field_that_nobody_knows_is_an_error_with_the_nearest_one() -> None:
    [problem] = of_people({"id": "ann", "sponser": "bob"})

    assert problem.startswith("members[0].sponser: is no field here; there are id, sponsor")
    assert problem.endswith("did you mean sponsor?")


@pytest.mark.parametrize("volume", [10, "10.001", "-1", "1e3", "", "ten", None])
def test_a_volume_is_a_text_with_at_most_two_decimals(volume: object) -> None:
    [problem] = of_orders(ORDER | {"volumes": {"cv": volume}})

    assert problem.startswith("orders[0].volumes.cv: ")
    assert 'a volume in quotes with at most two decimals, such as "100" or "99.50"' in problem


def test_a_volume_has_a_unit_that_there_is() -> None:
    assert of_orders(ORDER | {"volumes": {"xv": "1"}}) == [
        "orders[0].volumes.xv: 'xv' is not one of pv, bv, cv, qv"
    ]


@pytest.mark.parametrize(
    "moment", ["2026-10-05T09:30:00", "2026-13-01", "yesterday", "05.10.2026", "2026-10-05 09:30Z"]
)
def test_a_moment_has_its_offset_or_is_a_day(moment: str) -> None:
    assert of_orders(ORDER | {"at": moment}) == [
        f"orders[0].at: {moment!r} is not a moment with its offset, such as "
        "2026-10-05T09:30:00Z, or a day such as 2026-10-05"
    ]


def test_a_member_or_an_order_is_told_once() -> None:
    assert of_people({"id": "ann"}, {"id": "bob"}, {"id": "ann"}) == [
        "members[2].id: 'ann' is members[0] already: leave one"
    ]
    assert of_orders(ORDER, ORDER) == ["orders[1].id: 'o1' is orders[0] already: leave one"]


def test_who_is_named_is_a_member() -> None:
    assert of_people({"id": "ann", "sponsor": "anna"}) == [
        "members[0].sponsor: 'anna' is no member of this document, which has ann; did you mean ann?"
    ]
    assert of_people({"id": "ann", "owner": "x"}) == [
        "members[0].owner: 'x' is no member of this document, which has ann"
    ]
    assert of_orders(sold("o1", "2026-10-05", "zed", "1")) == [
        "orders[0].seller: 'zed' is no member of this document, which has ann, bob"
    ]
    assert of_orders(ORDER | {"buyer": "zed", "seller": ""}) == [
        "orders[0].buyer: 'zed' is no member of this document, which has ann, bob"
    ]


def test_nobody_stands_above_themselves() -> None:
    assert of_people({"id": "ann", "sponsor": "ann"}) == [
        "members[0].sponsor: ann cannot sponsor themselves"
    ]
    assert of_people({"id": "ann", "sponsor": "bob"}, {"id": "bob", "sponsor": "ann"}) == [
        "members[0].sponsor: ann under bob under ann: give one of them another sponsor"
    ]


def test_nobody_comes_to_stand_above_themselves_by_a_move() -> None:
    ann = {"id": "ann", "changes": [{"at": "2026-10-05", "sponsor": "bob"}]}

    [problem] = of_people(ann, {"id": "bob", "sponsor": "ann"})

    assert problem.startswith("members[0].changes: at 2026-10-05: ")


def test_a_sponsor_is_a_member_by_then() -> None:
    late = {"id": "ann", "enrolled": "2026-10-05T00:00:00Z"}

    assert of_people(late, {"id": "bob", "sponsor": "ann"}) == [
        "members[1].sponsor: ann is a member only from 2026-10-05 00:00 UTC on: "
        "say when bob enrolled too"
    ]


def test_changes_come_in_the_order_of_their_time_and_say_something() -> None:
    first, second = {"at": "2026-10-05", "status": "a"}, {"at": "2026-10-04", "status": "b"}

    assert of_people({"id": "ann", "changes": [first, second]}) == [
        "members[0].changes[1].at: is before the change above it: sort them by time"
    ]
    assert of_people({"id": "ann", "changes": [{"at": "2026-10-04"}]}) == [
        "members[0].changes[0]: changes nothing: state a sponsor, a status or a rank"
    ]
    assert of_people({"id": "ann", "changes": [first, first | {"status": "b"}]}) == [
        "members[0].changes[1].status: another change of 2026-10-05 says another one"
    ]


def test_nobody_buys_or_sells_before_they_enrolled() -> None:
    people = [{"id": "ann", "enrolled": "2026-10-05T00:00:00Z"}]
    order = bought("o1", "2026-10-04T00:00:00Z", "ann", "1")

    assert problems(facts(people, [order])) == [
        "orders[0].at: ann is a member only from 2026-10-05 00:00 UTC on"
    ]


def test_an_order_has_lines_or_volumes() -> None:
    nothing = {"id": "o1", "at": "2026-10-05"}

    assert of_orders(nothing) == ["orders[0]: state either lines or volumes"]
    assert of_orders(TWO_LINES | {"volumes": "1"}) == ["orders[0]: state either lines or volumes"]
    assert of_orders(nothing | {"lines": []}) == ["orders[0].lines: has to hold something"]
    assert of_orders(TWO_LINES | {"class": "kit"}) == [
        "orders[0].class: stands at each of the lines"
    ]


def test_a_margin_is_an_amount_of_the_plans_currency() -> None:
    assert of_orders(ORDER | {"retail_margin": "5.001"}) == [
        "orders[0].retail_margin: 5.001 is finer than the minor unit of USD"
    ]


def test_a_refund_is_of_an_order_and_not_before_it() -> None:
    assert of_refunds(back("o2", "2026-10-06")) == [
        "refunds[0].order: 'o2' is no order of this document, which has o1"
    ]
    assert of_refunds(back("o1", "2026-10-04")) == [
        "refunds[0].at: is before the order, of 2026-10-05 04:00 UTC"
    ]


def test_no_more_comes_back_than_there_was() -> None:
    assert of_refunds(back("o1", "2026-10-06", "0.6"), back("o1", "2026-10-07", "0.5")) == [
        "refunds[1].share: takes back 1/2 of the pv of line 1 of o1, of which only 2/5 is left: "
        "what came back before stays taken back"
    ]
    assert of_refunds(back("o1", "2026-10-06"), back("o1", "2026-10-07")) == [
        "refunds[1]: nothing is left of o1: all of it came back before"
    ]
    [problem] = of_refunds(back("o1", "2026-10-06", volumes="100.01"))
    assert "takes back 10001/10000 of the pv of line 1 of o1, of which only 1 is left" in problem


@pytest.mark.parametrize("share", ["1.5", "-0.5", "3/2", "1/0", "half", 0.5])
def test_a_share_is_a_text_from_nothing_to_all(share: object) -> None:
    [problem] = of_refunds({"order": "o1", "at": "2026-10-06", "share": share})

    assert problem.startswith("refunds[0].share: ")


def test_a_refund_says_one_thing_of_lines_that_there_are() -> None:
    def of_line(**words: Any) -> list[str]:
        return of_refunds(back("o1", "2026-10-06", lines=[words]), order=TWO_LINES)

    assert of_line(line=3) == ["refunds[0].lines[0].line: o1 has 2, the first one is 1"]
    assert of_line(line=0) == ["refunds[0].lines[0].line: has to be 1 or more"]
    assert of_line(line=1, share="1", volumes="1") == [
        "refunds[0].lines[0]: state share or volumes, not both"
    ]
    assert of_line(line=2, volumes={"pv": "1"}) == ["refunds[0].lines[0]: line 2 of o1 has no pv"]
    assert of_refunds(back("o1", "2026-10-06", "1", volumes="3")) == [
        "refunds[0]: state one of share, volumes and lines; or nothing for all of it"
    ]
    assert of_refunds(back("o1", "2026-10-06", volumes="3"), order=TWO_LINES) == [
        "refunds[0].volumes: o1 has 2 lines: say of which, in lines"
    ]


def test_a_seat_is_free_and_under_somebody_who_is_there() -> None:
    top = {"member": "ann"}

    assert of_seats({"member": "zed"}) == [
        "seats[0].member: 'zed' is no member of this document, which has ann, bob, cat"
    ]
    assert of_seats(top, {"member": "bob", "parent": "ann"}) == [
        "seats[1].side: has to be stated: L or R, or a matrix's number from 1"
    ]
    left = {"parent": "ann", "side": "L"}
    assert of_seats(top, {"member": "bob", **left}, {"member": "cat", **left}) == [
        "seats[2]: bob sits at L of ann in binary already"
    ]
    assert of_seats(top, top) == ["seats[1]: ann is told twice of one moment: leave one"]


def test_seats_make_a_tree_after_every_move() -> None:
    ann, bob = {"member": "ann"}, {"member": "bob", "parent": "ann", "side": "L"}
    below = {"member": "ann", "parent": "bob", "side": "L"}

    assert of_seats(below, bob) == [
        "seats[1]: tree binary: ann under bob under ann: give one of them another parent"
    ]
    assert of_seats(ann, bob, below | {"since": "2026-10-05"}) == [
        "seats[2]: tree binary: ann under bob under ann: give one of them another parent"
    ]


def test_legs_are_told_once_of_a_member() -> None:
    legs = {"tree": "binary", "member": "ann", "left": "1"}

    assert problems(facts(TEAM, [], legs=[legs, legs])) == [
        "legs[1]: ann in binary is told twice: leave one"
    ]
    assert problems(facts(TEAM, [], legs=[legs | {"member": "zed"}])) == [
        "legs[0].member: 'zed' is no member of this document, which has ann, bob"
    ]


def test_all_that_is_wrong_is_told_at_once() -> None:
    found = of_people({"id": "ann", "sponsor": "x"}, {"id": "bob", "sponsor": "y"})

    assert len(found) == 2


def test_wrong_members_and_wrong_orders_are_told_together() -> None:
    people = [{"id": "ann", "sponsor": "zed"}, {"id": "ann"}, {"id": "pia", "kind": "preferred"}]
    people[2]["sponsor"] = "yan"
    orders = [bought("o1", "2026-10-05", "pia", "1"), bought("o2", "2026-10-05", "bob", "1")]

    found = [each.split(":")[0] for each in problems(facts(people, orders))]

    assert found == ["members[1].id", "members[0].sponsor", "members[2].sponsor", "orders[1].buyer"]
