"""The days of the audit log."""

from datetime import date, timedelta


def days_until(first: date, last: str) -> list[str]:
    """Each day, like `2026-11-28`, from one up to another; none where there is no last."""
    count = (date.fromisoformat(last) - first).days + 1 if last else 0
    return [(first + timedelta(days=number)).isoformat() for number in range(count)]
