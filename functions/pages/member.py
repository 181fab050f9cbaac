"""/, /auth/… and /app/…: how everybody signs in, and what members see."""

from commissions.runtime.pages.member import handler

__all__ = ["handler"]
