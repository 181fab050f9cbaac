"""BigCommerce's times: RFC 2822 in V2, ISO 8601 in V3, seconds since 1970 in hooks."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from commissions.platforms.payload import Field, moment_of


def moment(field: Field) -> datetime:
    """A time in UTC, however it is written; one without a zone is refused."""
    found = moment_of(field.value) or _of_mail(field.value)
    if found is None:
        raise field.wrong("is not a time with its zone")
    return found


def of_seconds(field: Field) -> datetime:
    try:
        return datetime.fromtimestamp(field.integer(), UTC)
    except (ValueError, OverflowError, OSError):
        raise field.wrong("is not a time in seconds") from None


def _of_mail(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        found = parsedate_to_datetime(value)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
