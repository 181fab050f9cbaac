"""Hints at whose sale an order is, as all stores carry them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from commissions.domain.order import Referral

UNUSABLE = "referral_unusable"
"""The flag of an order with a hint that is no code: it may be an e-mail address and is dropped."""
REFERRALS_MAX = 10
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
    dropped = len(codes) > REFERRALS_MAX or any(not is_code(each.value) for each in trusted)
    return kept, (UNUSABLE,) if dropped else ()


def is_code(value: str) -> bool:
    return _CODE.fullmatch(value) is not None


def cleaned(value: str) -> str:
    return unicodedata.normalize("NFC", value).strip()
