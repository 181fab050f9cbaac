"""/finance/…: what is owed, and what is paid."""

from commissions.runtime.pages.finance import handler

__all__ = ["handler"]
