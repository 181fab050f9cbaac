"""/console/…: what operators look after."""

from commissions.runtime.pages.console import handler

__all__ = ["handler"]
