"""The words and figures that a plan is written in, as types that say what is allowed.

Figures are texts, so that no digit is lost on the way; `"0.05"` is 5 %. What names another part of
the plan is held to the names of the document (the validation's context, KnownNames).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    ValidationInfo,
    model_validator,
)
from pydantic import GetCoreSchemaHandler as Handler
from pydantic import GetJsonSchemaHandler as JsonHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from commissions.domain.currencies import EXPONENTS
from commissions.domain.money import NotAnAmount, minor_units
from commissions.plan_schema.known import KnownNames
from commissions.plan_schema.nearest import one_of


class PlanWords(BaseModel):
    """A part of a plan: words that are not in it are errors, and nothing of it changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _remembered(cls, value: Any, info: ValidationInfo) -> Any:
        """So that what is wrong in a part can be told with the words that the part has."""
        if isinstance(info.context, KnownNames):
            info.context.models[id(value)] = cls
        return value


def refused(reason: str) -> PydanticCustomError:
    """Why a value is wrong, in the house's words."""
    return PydanticCustomError("refused", "{reason}", {"reason": reason})


@dataclass(frozen=True, slots=True)
class PlanText:
    """A text of a plan. `what` says what is expected, to people and to editors."""

    what: str
    pattern: str
    fits: Callable[[str], object] = bool

    def __get_pydantic_core_schema__(self, source: Any, handler: Handler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.check)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: JsonHandler
    ) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^(?:{self.pattern})$", "description": self.what}

    def check(self, value: Any) -> str:
        if not isinstance(value, str):
            raise refused(f"has to be {self.what}")
        if not re.fullmatch(self.pattern, value, re.ASCII) or not self._fits(value):
            raise refused(f"{value[:40]!r} is not {self.what}")
        return value

    def _fits(self, value: str) -> bool:
        try:
            return bool(self.fits(value))
        except ValueError:
            return False


def _positive(value: str) -> str:
    if not Decimal(value):
        raise refused("has to be more than 0")
    return value


def _money(value: str, info: ValidationInfo) -> str:
    names = info.context
    if isinstance(names, KnownNames) and names.currency in EXPONENTS:
        try:
            minor_units(value, names.currency)
        except NotAnAmount as error:
            raise refused(str(error)) from None
    return value


@dataclass(frozen=True, slots=True)
class NamedIn:
    """That a name is one of those that the document defines."""

    part: str
    """A field of KnownNames."""
    noun: str

    def __call__(self, value: str, info: ValidationInfo) -> str:
        if isinstance(info.context, KnownNames):
            known = getattr(info.context, self.part)
            if value not in known:
                raise refused(
                    f"{value!r} is no {self.noun} of this plan, which has {one_of(known, value)}"
                )
        return value


_SHARE = r"0(?:\.[0-9]{1,6})?|1(?:\.0{1,6})?"

Share = Annotated[str, PlanText('a share from "0" to "1", in quotes ("0.05" is 5 %)', _SHARE)]
PositiveShare = Annotated[Share, AfterValidator(_positive)]
Factor = Annotated[
    str,
    PlanText('a decimal number in quotes, such as "0.80"', r"[0-9]{1,9}(?:\.[0-9]{1,6})?"),
    AfterValidator(_positive),
]
Figure = Annotated[
    str,
    PlanText(
        'a number in quotes with at most two decimals, such as "100" or "99.50"',
        r"[0-9]{1,12}(?:\.[0-9]{1,2})?",
    ),
]
"""Volumes are counted in hundredths of a point, people one by one."""
PositiveFigure = Annotated[Figure, AfterValidator(_positive)]
Amount = Annotated[
    str,
    PlanText('an amount in quotes, such as "25.00"', r"[0-9]{1,12}(?:\.[0-9]{1,6})?"),
]
"""Of the currency that it stands under."""
Money = Annotated[Amount, AfterValidator(_money), AfterValidator(_positive)]
"""Of the plan's base currency, in whole minor units."""
Name = Annotated[
    str,
    PlanText("a name of letters, digits, _ and -, at most 64", r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}"),
]
Currency = Annotated[str, PlanText("an ISO 4217 currency code", "[A-Z]{3}", EXPONENTS.__contains__)]
_timezones = cache(available_timezones)
Timezone = Annotated[
    str,
    PlanText(
        "a timezone of the IANA database, such as America/New_York",
        "[A-Za-z0-9_+/-]{1,64}",
        lambda name: name in _timezones(),
    ),
]
Day = Annotated[
    str,
    PlanText("a day such as 2027-01-01", "20[0-9]{2}-[0-9]{2}-[0-9]{2}", date.fromisoformat),
]
Level = Annotated[str, PlanText("a level from 0 to 99, in quotes", "0|[1-9][0-9]?")]
Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
Days = Annotated[int, Field(strict=True, ge=0, le=3650)]
Flag = Annotated[bool, Field(strict=True)]

RankName = Annotated[Name, AfterValidator(NamedIn("ranks", "rank"))]
PeriodName = Annotated[Name, AfterValidator(NamedIn("periods", "period"))]
TreeName = Annotated[Name, AfterValidator(NamedIn("trees", "tree"))]
BonusName = Annotated[Name, AfterValidator(NamedIn("bonuses", "bonus"))]
UnitName = Annotated[Name, AfterValidator(NamedIn("units", "product volume"))]


def _shape(value: Any) -> str:
    if isinstance(value, dict | BaseModel):
        return "map"
    return "list" if isinstance(value, list | tuple) else "text"


BY_SHAPE = Discriminator(_shape)
"""A text, a map or a list: what is wrong is said of the one that was written."""


def _table(value: Any) -> str:
    values = value.values() if isinstance(value, dict) else ()
    return "by_rank" if any(isinstance(each, dict) for each in values) else "flat"


BY_TABLE = Discriminator(_table)
"""A table by level, or by rank and level."""
