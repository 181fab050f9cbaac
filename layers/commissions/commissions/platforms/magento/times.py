"""Magento's times, which name no zone and are in UTC; those of events name theirs."""

import re
from datetime import datetime

from commissions.platforms import NO_TIME
from commissions.platforms.payload import Field, moment_of

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}", re.ASCII)


def moment(field: Field) -> datetime:
    """A time in UTC: as Magento writes it, without a zone, or as events do, with one."""
    if (found := moment_or_none(field)) is None:
        raise field.wrong("is not a time")
    return found


def moment_or_none(field: Field) -> datetime | None:
    value = field.value
    if not isinstance(value, str):
        return None
    return moment_of(f"{value}+00:00") if _MOMENT.fullmatch(value) else moment_of(value)


def first_moment(*fields: Field) -> datetime:
    """The first of them that is a time; NO_TIME where none is."""
    return next((at for field in fields if (at := moment_or_none(field))), NO_TIME)
