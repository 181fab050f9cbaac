"""A family's function answers its part of the API too, which is loaded when it is first asked."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.runtime.http_answer import LambdaAnswer

API = "/api/v1/"

type HttpHandler = Callable[[dict[str, Any], LambdaContext], LambdaAnswer]


def beside_api(pages: HttpHandler, load: Callable[[], HttpHandler]) -> HttpHandler:
    """`load`: imports the family's resources; no page waits for it."""

    def handler(event: dict[str, Any], context: LambdaContext) -> LambdaAnswer:
        answers = load() if event["rawPath"].startswith(API) else pages
        return answers(event, context)

    return handler
