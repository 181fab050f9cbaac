"""A value for a SKU, and somebody for a code: what waits for it goes on."""

from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.application.actions import code_mapping, proposing, sku_valuation, steps
from commissions.application.actions.proposing import ActionRequest, put_on_record
from commissions.application.actions.worker import carry_out_approved
from commissions.application.care.drafted_overrides import NotASeller
from commissions.application.care.referral_code import NotACode
from commissions.application.care.sku_value import ValueStands
from commissions.application.queries.sku_form import sku_form
from commissions.application.queries.statement import UnknownDistributor
from commissions.domain.actions.action import APPLIED, PROPOSED, Action
from commissions.domain.actions.agreeing import OwnAction
from commissions.domain.catalogue.sku_map import AlreadyPublished
from commissions.domain.catalogue.stated_value import BadStatement, StatedKey
from commissions.domain.orders.parking import WaitsFor
from commissions.domain.people.member import CodeTaken
from commissions.domain.stores.store import UnknownStore
from commissions.tables import members, parked, skus, stores
from tests.support.parked_company import MARA, a_parked_company
from tests.support.pipeline_driver import Published
from tools.stack import TWO_PEOPLE

FIELDS = {
    "sku_id": "new",
    "name": "New tea",
    "category": "tea",
    "commission_class": "tea",
    "effective_from": "2026-01-01",
    "pv": "20",
    "bv": "20",
    "cv": "20",
    "qv": "20",
}


@pytest.fixture(autouse=True)
def _stuck(published: Published) -> None:
    a_parked_company(published, 2)


def put(kind: str, target: str, payload: Any) -> Action:
    request = ActionRequest(kind=kind, target=target, payload=payload, why="it is new")
    return put_on_record(request, MARA, datetime.now(UTC))


def value(store_id: str = "tea", sku: str = "NEW", **fields: str) -> Action:
    key = StatedKey(sku=sku)
    payload = sku_valuation.payload_of(store_id, key, FIELDS | fields)
    return put("sku.value", sku_valuation.target_of(store_id, key), payload)


def code(text: str, member: str) -> Action:
    return put("member.code", f"code {text}", code_mapping.payload_of(text, member))


def done(action: Action) -> Action:
    return carry_out_approved(action.action_id, datetime.now(UTC))


def test_a_value_stands_in_the_map_from_its_day_on() -> None:
    action = value()
    assert dict(action.draft.effect.says)["worth"] == "tea: PV 20, BV 20, CV 20, QV 20"

    assert done(action).state == APPLIED
    [version] = skus.versions("tea", ["NEW"])["NEW"]
    assert (version.name, version.value.pv, version.since.isoformat()) == (
        "New tea",
        "20",
        "2026-01-01T00:00:00+00:00",
    )
    assert done(action).outcome == "NEW has a value from 2026-01-01 on"


def test_a_later_value_says_what_it_follows() -> None:
    done(value())

    says = dict(value(effective_from="2026-12-01", pv="25").draft.effect.says)

    assert says["before"] == "tea: PV 20, BV 20, CV 20, QV 20"
    assert says["worth"] == "tea: PV 25, BV 20, CV 20, QV 20"


def test_an_earlier_value_says_until_when_it_counts() -> None:
    done(value(effective_from="2026-12-01"))

    assert dict(value(pv="1").draft.effect.says)["until"].startswith("2026-12-01")


def test_what_stands_is_refused_with_the_same_and_with_another_value() -> None:
    done(value())

    with pytest.raises(ValueStands):
        value()
    with pytest.raises(AlreadyPublished):
        value(pv="21")


def test_a_value_of_a_store_that_is_not_ours_is_refused() -> None:
    stores.close("tea")

    for store_id in ("tea", "coffee"):
        with pytest.raises(UnknownStore):
            value(store_id)


def test_a_field_that_says_nothing_is_named() -> None:
    with pytest.raises(BadStatement, match="pv"):
        value(pv="much")


def test_a_form_begins_with_what_the_orders_say() -> None:
    form = sku_form("NEW", parked.waiting_for(WaitsFor.sku("tea", "NEW")))

    assert form.key == StatedKey(sku="NEW")
    assert form.suggested["sku_id"] == "new"
    assert form.suggested["effective_from"] == "2026-11-20"
    assert [str(each) for each in form.sold_at] != []


def test_of_an_id_it_is_an_id() -> None:
    assert sku_form("id:77", []).key == StatedKey(variant_id="77")


def test_a_code_leads_to_whom_it_was_mapped_beside_their_own() -> None:
    action = code(" nobody-9 ", "cara")
    assert action.draft.effect.says == (
        ("code", "NOBODY-9"),
        ("leads to", "cara"),
        ("line above", "bob < ann"),
    )

    assert done(action).state == APPLIED
    assert members.members_by_code(["NOBODY-9", "CARA-7"]) == {"NOBODY-9": "cara", "CARA-7": "cara"}
    assert members.get("cara").referral_code == "CARA-7"
    [span] = members.resolve(["NOBODY-9"], "", "").codes["NOBODY-9"]
    assert (span.since, span.registered_at) == (None, action.agreed_at)


def test_mapped_twice_it_is_mapped_once() -> None:
    action = code("NOBODY-9", "cara")
    done(action)

    assert (
        members.add_code("NOBODY-9", members.resolve(["NOBODY-9"], "", "").codes["NOBODY-9"][0])
        is False
    )


@pytest.mark.parametrize(
    ("text", "member", "refused"),
    [
        ("CARA-7", "bob", CodeTaken),
        ("NOBODY-9", "zoe", UnknownDistributor),
        ("", "cara", NotACode),
    ],
)
def test_a_code_that_cannot_be_mapped_is_refused(
    text: str, member: str, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        code(text, member)


def test_a_customer_gets_no_code() -> None:
    from commissions.domain.people.member import Member

    members.register(
        Member(member_id="rita", kind="retail", created_at=datetime(2026, 1, 1, tzinfo=UTC))
    )

    with pytest.raises(NotASeller):
        code("NOBODY-9", "rita")


def test_a_code_that_somebody_got_meanwhile_is_refused_for_good() -> None:
    action = code("NOBODY-9", "cara")
    done(code("nobody-9", "bob"))

    assert done(action).outcome == "the referral code NOBODY-9 is that of bob"


def test_a_code_gives_orders_to_somebody_and_takes_two_people_as_deployed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An operator may be a distributor too."""
    monkeypatch.setattr(proposing, "RULE", TWO_PEOPLE)

    action = code("TEA-NEW", "cara")

    assert action.state == PROPOSED
    with pytest.raises(OwnAction):
        steps.agree(action.action_id, MARA, action.draft.digest, datetime.now(UTC))
