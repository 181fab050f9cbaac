"""How pages speak to somebody, as they say themselves."""

from zoneinfo import available_timezones

from commissions.domain.people.accounts import LANGUAGES
from commissions.tables import accounts


class WrongSetting(ValueError):
    """What pages cannot speak or tell the time in. `field`: which of both."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field


def zones() -> list[str]:
    """Those that a page offers, of the IANA database, by name."""
    return sorted(each for each in available_timezones() if "/" in each or each == "UTC")


def prefer(user_id: str, language: str, zone: str) -> None:
    """From the next request on. Raises WrongSetting."""
    check(language, zone)
    accounts.prefer(user_id, language, zone)


def check(language: str, zone: str) -> None:
    """Raises WrongSetting."""
    if language not in LANGUAGES:
        raise WrongSetting("language", f"one of {', '.join(LANGUAGES)}")
    if zone not in available_timezones():
        raise WrongSetting("zone", "a time zone like Europe/Berlin")
