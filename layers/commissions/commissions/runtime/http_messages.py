"""What a page is asked and answers. docs/pages.md tells how one is added."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from commissions.domain.people.accounts import SignedIn
from commissions.runtime.http_answer import HTML
from commissions.runtime.http_event import ReceivedRequest

SESSION_COOKIE = "__Host-session"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What somebody who is signed in asks of a page."""

    method: str
    path: str
    path_params: Mapping[str, str]
    """Keys as they are, of the parts of the address that the route names."""
    query: Mapping[str, str]
    form: Mapping[str, Sequence[str]]
    headers: Mapping[str, str]
    """By lower-case name."""
    fragment: bool
    """Whether htmx asks: for a part, without the frame."""
    who: SignedIn
    now: datetime
    request_id: str
    session: str = ""
    """What the session is kept under; never the cookie itself."""
    origin: str = ""
    """Our own, as the browser of who asks has it: `https://pages.example.com`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a page answers; headers that every answer has are added to its own."""

    status: int = 200
    body: str | bytes = ""
    content_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Sequence[str] = ()
    """Whole, as `Set-Cookie` has them."""


@dataclass(frozen=True, slots=True)
class PageRoute:
    """A page, or a part of one: where it is, for whom, and what it answers."""

    method: str
    pattern: str
    roles: frozenset[str]
    """Who may; for everybody else it is not there."""
    answer: Callable[[Request], Response]
    clocked: bool = False
    """Whether pages ask for it by themselves: then it keeps nobody signed in."""


@dataclass(frozen=True, slots=True)
class OpenRoute:
    """What is answered whoever asks: the way to sign in."""

    method: str
    pattern: str
    answer: Callable[[ReceivedRequest], Response]


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Somebody's session, and what it is kept under."""

    who: SignedIn
    session: str


class Gate(Protocol):
    """Who may come in, and how often."""

    def session(self, cookie: str, now: datetime, *, in_use: bool) -> OpenSession | None:
        """Whose a cookie is as of now; None of one that is nobody's, or no longer. `in_use`:
        whether somebody does something, and not just a page by its clock."""

    def seconds_to_wait(self, who: SignedIn, *, changes: bool, now: datetime) -> int:
        """How long somebody is to wait who asked too often; 0 of who may ask now."""


class Turned(Exception):
    """A request that comes to no page. `status`: of the page that says so."""

    def __init__(
        self,
        status: int,
        says: str = "",
        *,
        field: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(says or str(status))
        self.status, self.says, self.field, self.headers = status, says, field, headers or {}


class NotHere(Turned):
    """There is no such page, or not for who asks: both are told alike."""

    def __init__(self) -> None:
        super().__init__(404)


class Conflict(Turned):
    """What somebody wanted to change is no longer as they saw it, or needs somebody else."""

    def __init__(self, says: str) -> None:
        super().__init__(409, says)


class BadForm(Turned):
    """A form that cannot be taken. `field`: which of its fields, as the form names it."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(422, says, field=field)


class ProofNeeded(Exception):
    """Who asks has to prove once more who they are. `to`: the page that they come back to."""

    def __init__(self, to: str) -> None:
        super().__init__(to)
        self.to = to


def prove_again(request: Request, to: str) -> None:
    """To be asked before what takes two people: whoever has not proved of late who they are signs
    in once more, and comes back to the page `to`. Raises ProofNeeded."""
    if not request.who.is_fresh(request.now):
        raise ProofNeeded(to)


def see_other(location: str) -> Response:
    """To another page of ours, or to where people sign in; after a form, so that going back and
    loading again sends it no second time."""
    return Response(status=303, headers={"location": location})


def nothing_new() -> Response:
    """What the page shows still stands."""
    return Response(status=204)
