"""Which route an address is of: `/app/orders/{key}` is that of `/app/orders/tea-us~2F1001`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from commissions.pages.addresses import NoSuchPart, key_of


class Addressed(Protocol):
    """Whatever has an address."""

    @property
    def method(self) -> str: ...
    @property
    def pattern(self) -> str: ...


@dataclass(frozen=True, slots=True)
class MatchedRoute[R]:
    route: R
    path_params: dict[str, str]
    """By the names in the pattern, decoded."""


class AmbiguousRoute(ValueError):
    """Two routes of one method for one address."""


@dataclass(frozen=True, slots=True)
class RouteTable[R: Addressed]:
    """Routes, whose words go before names: `/app/orders/export` is not the order `export`."""

    routes: Sequence[R]

    def __post_init__(self) -> None:
        shapes = [(route.method, _shape(route.pattern)) for route in self.routes]
        if twice := {each for each in shapes if shapes.count(each) > 1}:
            raise AmbiguousRoute(", ".join(f"{method} {shape}" for method, shape in sorted(twice)))

    def matching(self, path: str) -> dict[str, MatchedRoute[R]]:
        """The routes of an address, by method; none for an address that nothing has."""
        asked = path.split("/")[1:]
        found: dict[str, MatchedRoute[R]] = {}
        for route in sorted(self.routes, key=lambda each: each.pattern.count("{")):
            params = _match(route.pattern.split("/")[1:], asked)
            if params is not None:
                found.setdefault(route.method, MatchedRoute(route, params))
        return found


def _match(pattern: Sequence[str], asked: Sequence[str]) -> dict[str, str] | None:
    if len(pattern) != len(asked):
        return None
    params: dict[str, str] = {}
    for wanted, part in zip(pattern, asked, strict=True):
        if wanted.startswith("{"):
            try:
                params[wanted[1:-1]] = key_of(part)
            except NoSuchPart:
                return None
        elif wanted != part:
            return None
    return params


def _shape(pattern: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in pattern.split("/"))
