"""Who stands above a sale, and what the company calls those who buy."""

from dataclasses import dataclass

RETAIL, PREFERRED, PARTICIPANT = "retail", "preferred", "participant"
"""A buyer's class: a customer, one with a standing discount, a distributor."""


@dataclass(frozen=True, slots=True)
class Ancestor:
    """A member of the line, with status and rank as of the sale."""

    member: str
    status: str
    rank: str
