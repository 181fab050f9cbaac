"""Hints at whose sale an order is, as all stores carry them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl, urlsplit

from commissions.domain.orders.order import Referral
from commissions.platforms.payload import Field

UNUSABLE = "referral_unusable"
"""The flag of an order with a hint that is no code: it may be an e-mail address and is dropped."""
COUPON_OF_NOBODY = "coupon_of_nobody"
"""The flag of an order with a coupon that can be nobody's code, such as `10% off`: no referral.
Where something is unusable besides, the order says that alone, as ever."""
COUPONS = frozenset({"discount_code", "coupon_code"})
"""Carriers of codes that shops give away for many reasons."""
REFERRALS_MAX = 10
URL_CHARACTERS_MAX = 8000
URL_FIELDS_MAX = 100
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", re.ASCII)


def ranked(
    found: Iterable[Referral], carriers: Sequence[str]
) -> tuple[tuple[Referral, ...], tuple[str, ...]]:
    """The usable ones in the store's order of trust, each code once; and the flags there are.

    A carrier that the store does not name is not looked at.
    """
    trusted = [referral for referral in found if referral.carrier in carriers and referral.value]
    trusted.sort(key=lambda referral: carriers.index(referral.carrier))
    codes: dict[str, Referral] = {}
    for referral in trusted:
        if is_code(referral.value):
            codes.setdefault(referral.value.upper(), referral)
    kept = tuple(codes.values())[:REFERRALS_MAX]
    odd = [each for each in trusted if not is_code(each.value)]
    left_out = [*odd, *tuple(codes.values())[REFERRALS_MAX:]]
    if any(each.carrier not in COUPONS for each in left_out):
        return kept, (UNUSABLE,)
    return kept, (COUPON_OF_NOBODY,) if odd else ()


def is_code(value: str) -> bool:
    return _CODE.fullmatch(value) is not None


def cleaned(value: str) -> str:
    return unicodedata.normalize("NFC", value).strip()


def word(field: Field) -> str:
    """What scripts, plug-ins and buyers wrote as they like: neither text nor number is nothing."""
    return cleaned(str(field.value)) if type(field.value) in (str, int) else ""


def parameters(url: str) -> list[tuple[str, str]]:
    """What an address asks for; none for what is no address, or asks for too much."""
    try:
        return parse_qsl(urlsplit(url[:URL_CHARACTERS_MAX]).query, max_num_fields=URL_FIELDS_MAX)
    except ValueError:
        return []
