"""Shopify's versions of its API: which we ask, until when it is there, what answers say of it.

There is a new one each quarter, and each is supported for at least twelve months. Afterwards
Shopify answers by the oldest one that it still has. https://shopify.dev/docs/api/usage/versioning
"""

import re
from collections.abc import Mapping
from datetime import date, datetime

from commissions.clients.reply import Reply
from commissions.domain.stores.api_version import DEPRECATED_MAX, SeenApiVersion

VERSION = "2026-10"
SUPPORTED_UNTIL: Mapping[str, date] = {
    "2026-04": date(2027, 4, 1),
    "2026-07": date(2027, 7, 1),
    "2026-10": date(2027, 10, 1),
    "2027-01": date(2028, 1, 1),
}
"""As Shopify has published it, in the year 2026."""
_ANSWERED, _DEPRECATED = "x-shopify-api-version", "x-shopify-api-deprecated-reason"
_VERSION = re.compile(r"[a-z0-9-]{1,20}", re.ASCII)
_NAME = re.compile(r"[!-+\--~]{1,120}", re.ASCII)
"""`Shop.products`, or the address of a page about it: anything that can be printed."""


def ends_on(version: str) -> date | None:
    """The day from which on a version is served no more: the published one, else twelve months
    after it came; None of one that is not named after a month."""
    if version in SUPPORTED_UNTIL:
        return SUPPORTED_UNTIL[version]
    matched = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", version, re.ASCII)
    return date(int(matched[1]) + 1, int(matched[2]), 1) if matched else None


class VersionWatch:
    """What the answers to one client say of the version that it asks by."""

    def __init__(self, asked: str = VERSION) -> None:
        self._asked, self._answered = asked, ""
        self._deprecated: dict[str, datetime] = {}

    def note(self, reply: Reply) -> None:
        """One answer by another version says more than any number by the one that was asked."""
        answered = reply.headers.get(_ANSWERED, "").strip()
        if _VERSION.fullmatch(answered) and self._answered in ("", self._asked):
            self._answered = answered
        for name in reply.headers.get(_DEPRECATED, "").split(","):
            if _NAME.fullmatch(name.strip()) and len(self._deprecated) < DEPRECATED_MAX:
                self._deprecated[name.strip()] = reply.read_at

    def seen(self) -> SeenApiVersion:
        return SeenApiVersion(
            asked=self._asked,
            answered=self._answered,
            ends_on=ends_on(self._asked),
            deprecated=dict(self._deprecated),
        )
