"""`sku.value`: a SKU is worth something from a moment on; what waits for it goes on."""

from collections.abc import Mapping
from datetime import datetime

from commissions.application.actions.kind import ActionKind, Payload
from commissions.application.care import sku_value
from commissions.application.care.sku_value import ValueProposal, ValueStands
from commissions.domain.actions.action import Action, ActionEffect
from commissions.domain.catalogue.sku_map import AlreadyPublished, SkuVersion
from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.catalogue.stated_value import BadStatement, StatedKey, stated_version
from commissions.domain.orders.canonical import stamp
from commissions.domain.stores.store import UnknownStore

FIELDS = ("sku_id", "name", "category", "commission_class", "effective_from", *UNITS)


def payload_of(store_id: str, key: StatedKey, fields: Mapping[str, str]) -> Payload:
    return {
        "store_id": store_id,
        "sku": key.sku,
        "variant_id": key.variant_id,
        "fields": {name: fields.get(name, "").strip() for name in FIELDS},
    }


def target_of(store_id: str, key: StatedKey) -> str:
    return f"{store_id}/{key.text}"


def _key(payload: Payload) -> StatedKey:
    return StatedKey(payload["sku"], payload["variant_id"])


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    proposal = sku_value.propose(payload["store_id"], _key(payload), payload["fields"])
    return ActionEffect(says=tuple(_said(proposal)))


def _said(proposal: ValueProposal) -> list[tuple[str, str]]:
    """Without who waits: there may be more by the time that somebody agrees."""
    value = proposal.version.value
    until = [("until", stamp(proposal.until))] if proposal.until else []
    before = [("before", _worth(proposal.before))] if proposal.before else []
    return [
        ("store", proposal.store_id),
        ("sku", value.platform_sku),
        ("from", stamp(value.effective_from)),
        *until,
        ("worth", _worth(proposal.version)),
        *before,
    ]


def _worth(version: SkuVersion) -> str:
    value = version.value
    volumes = ", ".join(f"{unit.upper()} {volume}" for unit, volume in value.volumes.items())
    return f"{value.commission_class}: {volumes}"


def _carry_out(action: Action) -> str:
    payload = action.draft.payload
    version = stated_version(_key(payload), payload["fields"])
    sku_value.record(payload["store_id"], version)
    return f"{version.value.platform_sku} has a value from {version.since:%Y-%m-%d} on"


SKU_VALUATION = ActionKind(
    name="sku.value",
    effect=_effect,
    carry_out=_carry_out,
    refusals=(AlreadyPublished, BadStatement, UnknownStore, ValueStands),
)
