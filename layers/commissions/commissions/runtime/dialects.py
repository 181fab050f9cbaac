"""Which dialect a store speaks; each is imported only by whoever needs it."""

from importlib import import_module
from typing import cast

from commissions.platforms import Platform

NOT_AS_PROMISED = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
"""What an answer may raise that is not as promised, more than InvalidPayload: nothing that one
order holds may keep us from all those behind it."""


def dialect(platform: str) -> Platform:
    return cast(Platform, import_module(f"commissions.platforms.{platform}"))
