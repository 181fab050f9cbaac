"""Which events bear a MAC, and what becomes of one that does not bear the right one.

`SIGNED_EVENTS` of the stack: `require` believes no event of these types without it; `sign` signs,
and still believes what is unsigned, as an older release left it in queues; `off` does neither.
A wrong one is believed by neither of the first two.
"""

import os
from collections.abc import Mapping
from typing import Any

from commissions.aws import event_keys, event_mac
from commissions.aws.telemetry import count, logger
from commissions.events import DETAIL_TYPES, SIGNED

OFF, SIGN, REQUIRE = "off", "sign", "require"
MODE = os.environ["SIGNED_EVENTS"]

_NAMES = frozenset(DETAIL_TYPES[each] for each in SIGNED)


class NotAuthentic(ValueError):
    """An event that nothing proves to be the pipeline's own: nothing of it is believed."""

    def __init__(self, detail_type: str, why: str) -> None:
        super().__init__(f"{detail_type} is not believed: {why}")


def mac(detail_type: str, content: Mapping[str, Any]) -> str:
    """What proves an event; empty where it needs none. Raises EventKeyUnavailable."""
    if MODE == OFF or detail_type not in _NAMES:
        return ""
    key = event_keys.signing_key()
    return event_mac.mac_of(key.id, key.secret, detail_type, content)


def check(detail_type: str, content: Mapping[str, Any], given: object) -> None:
    """Raises NotAuthentic, or EventKeyUnavailable where that cannot be told now."""
    if MODE == OFF or detail_type not in _NAMES:
        return
    if given is None and MODE == SIGN:
        count("EventsUnsigned")
        logger.warning(
            "an unsigned event is believed, as the stack does not require it", of=detail_type
        )
        return
    if why := _doubt(detail_type, content, given):
        count("EventsRefused")
        raise NotAuthentic(detail_type, why)


def _doubt(detail_type: str, content: Mapping[str, Any], given: object) -> str:
    """Why it is not authentic; empty where it is."""
    if not given or not isinstance(given, str):
        return "it is not signed"
    key = event_keys.known_key(event_mac.key_id_of(given))
    if key is None:
        return "it is signed with a key that nobody knows, or that has ended"
    if not event_mac.is_mac_of(given, key.secret, detail_type, content):
        return "it was changed after it was signed, or signed as something else"
    return ""
