"""A referral code that is nobody's and shall lead to a distributor: what waits for it goes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.application.care.drafted_overrides import line_of_seller
from commissions.domain.catalogue.stated_value import PRINTED
from commissions.domain.orders.parking import WaitsFor
from commissions.domain.people.member import CodeTaken, code_key
from commissions.domain.registration import Registration
from commissions.tables import members, parked
from commissions.tables.parked import ParkedEntry


class NotACode(ValueError):
    """A text that no referral code is."""

    def __init__(self, code: str) -> None:
        super().__init__(f"{code[:40]!r} is no referral code")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeProposal:
    code: str
    member: str
    line: tuple[str, ...]
    """Who would earn above them, as of now; the nearest first."""
    waiting: Sequence[ParkedEntry]


def propose(code: str, member: str, now: datetime) -> CodeProposal:
    """Nothing is written. Raises NotACode, CodeTaken, UnknownDistributor, or NotASeller."""
    key = code_key(code)
    if not PRINTED.fullmatch(key):
        raise NotACode(code)
    owner = members.members_by_code([key]).get(key, "")
    if owner:
        raise CodeTaken(key, owner)
    line = line_of_seller(member, now, now)
    waiting = parked.waiting_for(WaitsFor.referrer(key))
    return CodeProposal(
        code=key,
        member=member,
        line=tuple(each.member for each in line[1:]),
        waiting=waiting,
    )


def record(code: str, member: str, *, registered_at: datetime) -> None:
    """The code leads to them from now on, and always did where nobody else was named: as a code
    that is loaded once orders are known. Told again, it changes nothing. Raises CodeTaken."""
    members.add_code(code, Registration(member, registered_at=registered_at))
