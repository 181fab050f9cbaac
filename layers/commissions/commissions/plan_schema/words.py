"""The words and figures that a plan is written in, as types that say what is allowed.

Figures are texts, so that no digit is lost on the way; `"0.05"` is 5 %.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema

from commissions.domain.currencies import EXPONENTS

LEVEL_MAX = 99


class PlanWords(BaseModel):
    """A part of a plan: words that are not in it are errors, and nothing of it changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _checked(wrong: str, fits: Callable[[str], object]) -> AfterValidator:
    """A validator that says what was expected."""

    def check(value: str) -> str:
        try:
            if fits(value):
                return value
        except ValueError:
            pass
        raise ValueError(wrong)

    return AfterValidator(check)


def _pattern(text: str, pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "description": text})


_SHARE = r"^(?:0(?:\.[0-9]{1,12})?|1(?:\.0{1,12})?)$"
_FIGURE = r"^-?[0-9]{1,12}(?:\.[0-9]{1,12})?$"
_NAME = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"

Share = Annotated[
    str,
    StringConstraints(strict=True, pattern=_SHARE),
    Field(description='A share from "0" to "1", in quotes: "0.05" is 5 %.'),
]
PositiveShare = Annotated[Share, _checked("has to be more than 0", lambda text: Decimal(text) > 0)]
Figure = Annotated[
    str,
    StringConstraints(strict=True, pattern=_FIGURE),
    Field(description='A decimal number in quotes, such as "100.00".'),
]
PositiveFigure = Annotated[
    Figure, _checked("has to be more than 0", lambda text: Decimal(text) > 0)
]
Name = Annotated[
    str,
    StringConstraints(strict=True, pattern=_NAME),
    Field(description="A name: letters, digits, _ and -, at most 64."),
]
Currency = Annotated[
    str,
    _checked("has to be an ISO 4217 currency code", EXPONENTS.__contains__),
    _pattern("An ISO 4217 currency code.", "^[A-Z]{3}$"),
]
Timezone = Annotated[
    str,
    _checked("is no timezone of the IANA database", lambda text: text in available_timezones()),
    _pattern("A timezone such as America/New_York.", "^[A-Za-z0-9_+/-]{1,64}$"),
]
Day = Annotated[
    str,
    StringConstraints(strict=True, pattern=r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}$"),
    _checked("is no day of the calendar", date.fromisoformat),
]
Level = Annotated[
    str,
    StringConstraints(strict=True, pattern=r"^(?:0|[1-9][0-9]?)$"),
    Field(description="A level from 0 to 99, as a text."),
]
Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
Days = Annotated[int, Field(strict=True, ge=0, le=3650)]


def figure(text: Any) -> Decimal:
    """A checked figure as a number."""
    return Decimal(text)
