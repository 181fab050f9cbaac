"""What a SKU is worth, as a person states it: read strictly, each field by itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from commissions.domain.catalogue.sku_keys import ID, id_key, sku_key
from commissions.domain.catalogue.sku_map import SkuVersion
from commissions.domain.catalogue.sku_values import UNITS, NotAVolume, SkuValue, check_volume

STATED_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
STATED_WORD = re.compile(r"[a-z][a-z0-9_]{0,31}", re.ASCII)
PRINTED = re.compile(r"[^\x00-\x1f\x7f]{1,255}")
MISSING, NOT_AN_ID, NOT_A_WORD = "missing", "not_an_id", "not_a_word"
NOT_PRINTED, NOT_A_VOLUME, NOT_A_DAY = "not_printed", "not_a_volume", "not_a_day"
_NO_ID = re.compile(r"[^A-Za-z0-9._-]+", re.ASCII)


class BadStatement(ValueError):
    """A field that does not say what it has to. `why`: one of the words above."""

    def __init__(self, field: str, why: str, said: str) -> None:
        super().__init__(f"{field}: {said[:40]!r} is {why.replace('_', ' ')}")
        self.field, self.why = field, why


@dataclass(frozen=True, slots=True)
class StatedKey:
    """What a value is of: a SKU of a store, or a variant or product by its id, whose SKU may stand
    beside it."""

    sku: str = ""
    variant_id: str = ""

    @classmethod
    def of(cls, key: str) -> "StatedKey":
        """As orders wait for it."""
        return cls(variant_id=key.removeprefix(ID)) if key.startswith(ID) else cls(sku=key)

    @property
    def text(self) -> str:
        return id_key(self.variant_id) if self.variant_id else sku_key(self.sku)


def stated_version(key: StatedKey, fields: Mapping[str, str]) -> SkuVersion:
    """`fields`: sku_id, name, category, commission_class, effective_from and the four volumes, as
    texts. Raises BadStatement of the first that does not fit."""
    volumes: dict[str, Any] = {unit: _volume(unit, fields.get(unit, "")) for unit in UNITS}
    value = SkuValue(
        platform_sku=key.text,
        only_sku=not key.variant_id,
        of_sku=key.sku if key.variant_id else "",
        sku_id=_matching("sku_id", fields, STATED_ID, NOT_AN_ID),
        effective_from=_moment(fields.get("effective_from", "")),
        commission_class=_matching("commission_class", fields, STATED_WORD, NOT_A_WORD),
        **volumes,
    )
    return SkuVersion(
        value=value,
        name=_matching("name", fields, PRINTED, NOT_PRINTED),
        category=_matching("category", fields, PRINTED, NOT_PRINTED),
    )


def suggested_id(key: str) -> str:
    """An id made of a key's own letters."""
    return _NO_ID.sub("-", key.lower()).strip("-._")[:64]


def _matching(field: str, fields: Mapping[str, str], pattern: re.Pattern[str], why: str) -> str:
    text = fields.get(field, "").strip()
    if not text:
        raise BadStatement(field, MISSING, text)
    if not pattern.fullmatch(text):
        raise BadStatement(field, why, text)
    return text


def _volume(unit: str, text: str) -> str:
    try:
        return check_volume(text.strip())
    except NotAVolume:
        raise BadStatement(unit, NOT_A_VOLUME if text.strip() else MISSING, text) from None


def _moment(text: str) -> datetime:
    """A moment with its zone, or a day, which begins at midnight UTC."""
    text = text.strip()
    if not text:
        raise BadStatement("effective_from", MISSING, text)
    try:
        if "T" not in text:
            return datetime.combine(date.fromisoformat(text), time(), UTC)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadStatement("effective_from", NOT_A_DAY, text) from None
    if moment.tzinfo is None:
        raise BadStatement("effective_from", NOT_A_DAY, text)
    return moment.astimezone(UTC)
