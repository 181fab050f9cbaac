"""Which dialect a store speaks; each is imported only by whoever needs it."""

from importlib import import_module
from typing import cast

from commissions.platforms import Platform


def dialect(platform: str) -> Platform:
    return cast(Platform, import_module(f"commissions.platforms.{platform}"))
