"""Whose word it takes to change what people are paid: one has it done, another agrees."""

from dataclasses import dataclass


class NotByTwo(ValueError):
    """Two different people have to be named."""

    def __init__(self) -> None:
        super().__init__("It takes two people: one who does it, and another who agrees")


class NoReason(ValueError):
    """What is posted by a person's word has to say why."""

    def __init__(self) -> None:
        super().__init__("Say why it is posted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Raises NotByTwo, or NoReason."""

    by: str
    approved_by: str
    why: str

    def __post_init__(self) -> None:
        names = {each.strip().casefold() for each in (self.by, self.approved_by)}
        if len(names) < 2 or "" in names:
            raise NotByTwo
        if not self.why.strip():
            raise NoReason
