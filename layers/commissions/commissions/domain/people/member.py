"""A member: a distributor, a preferred or a retail customer. Who stands where is genealogy's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.people.upline import PARTICIPANT, PREFERRED, RETAIL
from commissions.domain.registration import AccountLink, Registration

KINDS = (PARTICIPANT, PREFERRED, RETAIL)


class CodeTaken(ValueError):
    """A referral code that already leads to somebody else."""

    def __init__(self, code: str, member: str) -> None:
        super().__init__(f"the referral code {code} is that of {member}")
        self.code = code
        self.member = member


class LinkedToAnother(ValueError):
    """A store's customer who is already linked to somebody else."""

    def __init__(self, store_id: str, member: str) -> None:
        super().__init__(f"this customer of {store_id} is linked to {member}")
        self.member = member


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What is kept about a person: nothing that names or reaches them."""

    member_id: str
    kind: str
    created_at: datetime
    country: str = ""
    tax_id: str = ""
    """What the company's tax records call this person."""
    referral_code: str = ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """Whom the codes and the customer of an order lead to."""

    codes: Mapping[str, tuple[Registration, ...]]
    """Of each referral code, by code as it is compared, whose it was and is; nobody's are left
    out."""
    account: AccountLink | None = None
    """Whose account at the store the customer's is; None of one nobody knows."""


def code_key(code: str) -> str:
    """A referral code as it is compared: buyers write it as they like."""
    return code.strip().upper()
