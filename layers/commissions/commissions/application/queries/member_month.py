"""A member's months as they stand: what was earned, taken back, not paid, and sold."""

from collections.abc import Iterable

from commissions.domain.ledger.member_month import MemberMonth, member_month, scoped
from commissions.tables import month_items
from commissions.tables.items import Item
from commissions.tables.month_items import NotCountedYet

__all__ = ["NotCountedYet", "every_month", "months_of", "read", "version"]


def read(member_id: str, month: str) -> MemberMonth:
    """With nothing in it where nothing happened. `month`: `2026-11`. Raises NotCountedYet."""
    return _month(member_id, month, month_items.since(member_id, month))


def version(member_id: str, month: str) -> int:
    """Of what `read` says: another one as soon as anything of it is another."""
    return sum(month_items.versions(member_id, month))


def months_of(member_id: str) -> list[str]:
    """In which anything is counted, the oldest first."""
    return _months(month_items.every(member_id))


def every_month(member_id: str) -> list[MemberMonth]:
    """All in which anything is counted, the oldest first. Raises NotCountedYet."""
    items = month_items.every(member_id)
    return [_month(member_id, month, items) for month in _months(items)]


def _month(member_id: str, month: str, items: list[Item]) -> MemberMonth:
    month_items.check_counted(items, member_id)
    return member_month(member_id, month, month_items.parts(items, month))


def _months(items: Iterable[Item]) -> list[str]:
    counted = [each for each in items if not month_items.is_old_total(each)]
    return sorted({scoped(each["scope"])[0] for each in counted})
