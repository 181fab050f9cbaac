"""What the API says of itself, to whoever asks: its description (OpenAPI 3.1), and its problems.

The description is written by `python -m tools.openapi` from the routes and bodies themselves, and
is only read here: to make it takes what no answer needs.
"""

import json
from functools import cache
from importlib.resources import files

from commissions.runtime.api.encoding import tag_of
from commissions.runtime.api.messages import BASE
from commissions.runtime.api.problems import PROBLEMS, PROBLEMS_PATH, not_found
from commissions.runtime.http_event import ReceivedRequest
from commissions.runtime.http_messages import OpenRoute, Response

FILE_NAME = "openapi.json"
DESCRIPTION_PATH = f"{BASE}/{FILE_NAME}"
OPENAPI_JSON = "application/json"
FOR_AN_HOUR = {"cache-control": "public, max-age=3600"}


@cache
def description() -> str:
    return files(__package__).joinpath(FILE_NAME).read_text()


def describe(asked: ReceivedRequest) -> Response:
    tag = tag_of(description())
    headers = {**FOR_AN_HOUR, "etag": tag}
    if asked.headers.get("if-none-match") == tag:
        return Response(status=304, headers=headers)
    return Response(body=description(), content_type=OPENAPI_JSON, headers=headers)


def problem(asked: ReceivedRequest) -> Response:
    """What a problem's `type` leads to. Raises ApiProblem."""
    word = asked.path.rpartition("/")[2]
    for each in PROBLEMS:
        if each.word == word:
            told = {"type": each.type, "title": each.title, "status": each.status}
            return Response(body=json.dumps(told), content_type=OPENAPI_JSON, headers=FOR_AN_HOUR)
    raise not_found()


OPEN_ROUTES = (
    OpenRoute("GET", DESCRIPTION_PATH, describe),
    OpenRoute("GET", f"{PROBLEMS_PATH}/{{word}}", problem),
)
