"""What the API says when it cannot answer: problem details (RFC 9457), each of a closed list."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commissions.runtime.http_messages import Response

PROBLEM_JSON = "application/problem+json"
PROBLEMS_PATH = "/api/v1/problems"


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """What went wrong, for good by the same word."""

    word: str
    status: int
    title: str

    @property
    def type(self) -> str:
        """An address of ours that says it."""
        return f"{PROBLEMS_PATH}/{self.word}"


UNREADABLE = ProblemKind("unreadable", 400, "The request cannot be read")
NOT_SIGNED_IN = ProblemKind("not-signed-in", 401, "Neither a session nor a token that holds")
FORBIDDEN = ProblemKind("forbidden", 403, "The role or the scopes do not reach so far")
NOT_FOUND = ProblemKind("not-found", 404, "There is nothing here, or nothing for who asks")
NOT_ALLOWED = ProblemKind("method-not-allowed", 405, "This address takes other methods")
TOO_LARGE = ProblemKind("too-large", 413, "The request is too large")
UNFIT = ProblemKind("unfit", 422, "A parameter does not fit")
TOO_OFTEN = ProblemKind("too-often", 429, "Asked too often: come again later")
FAILED = ProblemKind("failed", 500, "Something failed here; it is known")
UNAVAILABLE = ProblemKind("unavailable", 503, "What this needs does not answer now")
PROBLEMS = (
    UNREADABLE,
    NOT_SIGNED_IN,
    FORBIDDEN,
    NOT_FOUND,
    NOT_ALLOWED,
    TOO_LARGE,
    UNFIT,
    TOO_OFTEN,
    FAILED,
    UNAVAILABLE,
)


@dataclass(frozen=True, slots=True)
class ProblemField:
    """What does not fit, by its name in the query or the address."""

    field: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemBody:
    """Why there is no answer (RFC 9457)."""

    type: str
    """A stable address: what to go by."""
    title: str
    status: int
    instance: str
    """The request's id, to be told to whoever looks after the system."""
    errors: tuple[ProblemField, ...] = ()
    """Of parameters that do not fit, each of them."""


class ApiProblem(Exception):
    """A request that is not answered."""

    def __init__(
        self,
        kind: ProblemKind,
        *,
        errors: Sequence[ProblemField] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(kind.word)
        self.kind, self.errors, self.headers = kind, tuple(errors), dict(headers or {})


def not_found() -> ApiProblem:
    """For what there is not and what is another's: both are told alike."""
    return ApiProblem(NOT_FOUND)


def unfit(name: str, message: str) -> ApiProblem:
    return ApiProblem(UNFIT, errors=[ProblemField(name, message)])


def told(problem: ApiProblem, request_id: str) -> Response:
    kind = problem.kind
    body: dict[str, object] = {
        "type": kind.type,
        "title": kind.title,
        "status": kind.status,
        "instance": request_id,
    }
    if problem.errors:
        body["errors"] = [{"field": e.field, "message": e.message} for e in problem.errors]
    return Response(
        status=kind.status,
        body=json.dumps(body, ensure_ascii=False),
        content_type=PROBLEM_JSON,
        headers=problem.headers,
    )
