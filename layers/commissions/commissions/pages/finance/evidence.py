"""What evidence can be asked for, and whether a package of it is this company's."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from commissions.pages.frame import Frame, page

TEMPLATE = "finance/evidence.html"
COMMISSION, MEMBER, BATCH = "commission", "member", "batch"
FIELDS: Mapping[str, tuple[str, ...]] = {
    COMMISSION: ("line",),
    MEMBER: ("member", "month"),
    BATCH: ("batch",),
}
"""What each kind is asked for by."""
CHECKED = ("manifest", "signature")


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    may_act: bool
    said: Mapping[str, str] = field(default_factory=dict)
    """What stands in the fields."""
    wrong: Mapping[str, str] = field(default_factory=dict)
    """By field, the message that says what is wrong with it."""
    is_ours: bool | None = None
    """What came of a check; None before one."""


def render(view: EvidenceView, frame: Frame) -> str:
    return page(TEMPLATE, frame, view=view, kinds=FIELDS)
