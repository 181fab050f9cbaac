"""What everybody in the tree is, and the code they are known by: kept beside the snapshots, so that
only those who are new are asked for."""

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from commissions.domain.people.upline import PARTICIPANT
from commissions.domain.sales.customer_place import CUSTOMER_STATUS
from commissions.tables import members
from commissions.warehouse import team_files

NAME = "people/known"
UNKNOWN = ("", "")


@dataclass(frozen=True, slots=True)
class KnownPeople:
    told: dict[str, tuple[str, str]]
    """By id the kind, and the referral code."""

    def is_distributor(self, member: str) -> bool:
        return self.told.get(member, UNKNOWN)[0] == PARTICIPANT

    def code(self, member: str) -> str:
        return self.told.get(member, UNKNOWN)[1]


def known_people(ids: Iterable[tuple[str, str]], *, afresh: bool) -> KnownPeople:
    """`ids`: with the status of each; who has a customer's is not asked for. `afresh`: everybody is
    asked for, as kinds and codes change."""
    wanted = [member for member, status in ids if status != CUSTOMER_STATUS]
    body = None if afresh else team_files.noted(NAME)
    told = {} if body is None else _read(body)
    new = [each for each in wanted if each not in told]
    if new:
        found = members.known(new)
        told |= {each: (found[each].kind, found[each].referral_code) for each in found}
        team_files.note(NAME, zlib.compress(json.dumps(told, sort_keys=True).encode()))
    return KnownPeople(told)


def _read(body: bytes) -> dict[str, tuple[str, str]]:
    found = json.loads(zlib.decompress(body))
    return {member: (kind, code) for member, (kind, code) in found.items()}
