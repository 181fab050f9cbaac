"""Calls every function once before it counts, as its first call here starts a process."""

import os
import re
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from tools.local.engine import Engine
from tools.stack import Stack

NO_RECORDS = b'{"Records": []}'
# Each call starts a process and unpacks its layers: more at once than there are cores takes longer.
SIDE_BY_SIDE = min(4, os.cpu_count() or 1)


class Broken(RuntimeError):
    """A function that fails even when it is given nothing to do."""


def warm(engine: Engine, stack: Stack) -> None:
    with ThreadPoolExecutor(SIDE_BY_SIDE) as together:
        consumers = together.map(
            lambda name: _give_nothing(engine, name), _consumers(engine, stack)
        )
        routes = together.map(lambda path: _knock(stack, path), _posts(engine, stack))
        list(consumers), list(routes)


def _consumers(engine: Engine, stack: Stack) -> list[str]:
    """The functions of the stack that read a queue or a stream."""
    ours = set(stack.resources.values())
    pages = engine.client("lambda").get_paginator("list_event_source_mappings").paginate()
    arns = [mapping["FunctionArn"] for page in pages for mapping in page["EventSourceMappings"]]
    return sorted({name for arn in arns if (name := arn.split(":")[6]) in ours})


def _posts(engine: Engine, stack: Stack) -> list[str]:
    if not stack.api_url:
        return []
    routes = engine.client("apigatewayv2").get_routes(ApiId=stack.resources["Api"])["Items"]
    keys = [route["RouteKey"].partition(" ") for route in routes]
    return [path for method, _, path in keys if method == "POST"]


def _give_nothing(engine: Engine, name: str) -> None:
    answer = engine.client("lambda").invoke(FunctionName=name, Payload=NO_RECORDS)
    if "FunctionError" in answer:
        raise Broken(f"{name} does not start: {answer['Payload'].read().decode()}")


def _knock(stack: Stack, path: str) -> None:
    """Posts nothing as a store that does not exist; whatever the answer, the function is up."""
    nobody = re.sub(r"\{[^}]+\}", "nobody", path)
    request = urllib.request.Request(stack.api_url + nobody, data=b"{}", method="POST")  # noqa: S310
    with suppress(urllib.error.HTTPError), urllib.request.urlopen(request, timeout=30):  # noqa: S310
        return
