"""What a resource of the API is asked, and how it is described."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commissions.application.queries import cursors
from commissions.application.queries.cursors import NotThisCursor
from commissions.domain.people.accounts import SignedIn
from commissions.pages.addresses import part_of
from commissions.runtime.api.parameters import CURSOR, LIMIT, QueryParameter
from commissions.runtime.api.problems import unfit

BASE = "/api/v1"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Caller:
    """Who asks: a person by their session, or a machine by its token."""

    account_id: str
    """Under which their requests are counted, and for whom cursors are signed."""
    list_secret: Callable[[], bytes]
    """With which cursors are signed."""
    person: SignedIn | None = None
    """None of a machine."""
    scopes: frozenset[str] = frozenset()
    """Of a machine."""

    @property
    def zone(self) -> str:
        """By whose clock weeks end; machines have none of their own."""
        return self.person.zone if self.person else "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiRequest:
    path: str
    route: str
    """The pattern of the address, like `/api/v1/me/orders/{key}`."""
    path_params: Mapping[str, str]
    query: Mapping[str, str]
    """All parameters of the route, each as it was said or by its default."""
    caller: Caller
    member: str
    """Whose figures are asked for; empty where they are nobody's own."""
    now: datetime

    @property
    def limit(self) -> int:
        return int(self.query[LIMIT.name])

    @property
    def base(self) -> str:
        """The address under which the member's resources are: `/api/v1/me`."""
        by_machine = self.route.startswith(f"{BASE}/members/")
        return f"{BASE}/members/{part_of(self.member)}" if by_machine else f"{BASE}/me"

    @property
    def position(self) -> str:
        """Where the list goes on that is asked for; empty at its beginning. Raises ApiProblem of a
        cursor of another list, another filter or another caller."""
        cursor = self.query[CURSOR.name]
        if not cursor:
            return ""
        try:
            return cursors.opened(self._key, self.caller.account_id, self._asked, cursor)
        except NotThisCursor as error:
            raise unfit(CURSOR.name, str(error)) from None

    def next(self, position: str) -> str | None:
        """The cursor of the next page; None where there is none."""
        if not position:
            return None
        return cursors.sealed(self._key, self.caller.account_id, self._asked, position)

    @property
    def _key(self) -> bytes:
        return self.caller.list_secret()

    @property
    def _asked(self) -> Mapping[str, str]:
        """All that the list depends on."""
        without = {CURSOR.name, LIMIT.name}
        said = {name: value for name, value in self.query.items() if name not in without}
        return {f"?{name}": value for name, value in said.items()} | {"list": self.path}


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiRoute:
    """A resource: where it is, for whom, what may be asked of it, and of what its answer is."""

    pattern: str
    summary: str
    answer: Callable[[ApiRequest], Any]
    """The body, a dataclass of `body`. Raises ApiProblem."""
    body: type[Any]
    roles: frozenset[str] = frozenset()
    """Of the people who may; for all others it is forbidden. For nobody: it is not there."""
    scope: str = ""
    """Of the machines that may; empty where it is there for none."""
    parameters: tuple[QueryParameter, ...] = ()
    method: str = "GET"
