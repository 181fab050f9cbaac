"""A connection to a stack's route, over which requests go as stores send them."""

import time
from dataclasses import dataclass
from typing import Self

import httpx2

from tools.cli.signing import Request

TIMEOUT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    seconds: float
    text: str = ""

    @property
    def taken(self) -> bool:
        return self.status < 300


class Sender:
    """A connection to a stack's route that is kept open, as stores keep theirs."""

    def __init__(self, api_url: str) -> None:
        # Without the environment's proxies: they would stand between us and this machine.
        self._client = httpx2.Client(timeout=TIMEOUT_SECONDS, trust_env=False)
        self._url = api_url.rstrip("/")

    def post(self, request: Request) -> Answered:
        began = time.perf_counter()
        response = self._client.post(
            self._url + request.path, content=request.body, headers=request.headers
        )
        return Answered(response.status_code, time.perf_counter() - began, response.text)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()
