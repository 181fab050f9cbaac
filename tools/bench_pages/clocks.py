"""Members whose pages stand open: each asks by its own clock whether there is news. A process of
its own, so that the one that sends orders does not wait for it.

It reads one line of JSON, says "ready" once every page is open, and ends when its input does, with
what it was answered as one line of JSON.
"""

import asyncio
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx2

EVERY_SECONDS = 3.0
"""As pages do that somebody looks at."""
TIMEOUT_SECONDS = 30


class NoClock(LookupError):
    """A page that never asks for news."""


@dataclass(slots=True)
class Answers:
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


class _Clock(HTMLParser):
    """Finds what a page asks for by its clock."""

    address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if (known.get("hx-trigger") or "").startswith("look"):
            self.address = known.get("hx-get") or ""


def clock_of(html: str) -> str:
    """Where a page, or the part that came in its place, asks for news. Raises NoClock."""
    found = _Clock()
    found.feed(html)
    if not found.address:
        raise NoClock("the page has no part that asks for news")
    return found.address


async def look(client: httpx2.AsyncClient, page: str, cookie: str, answers: Answers) -> None:
    """Opens the page, and asks until it is told to stop."""
    headers = {"cookie": f"__Host-session={cookie}", "accept-encoding": "gzip"}
    opened = await client.get(page, headers=headers)
    opened.raise_for_status()
    address = clock_of(opened.text)
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        began = asyncio.get_running_loop().time()
        answer = await client.get(address, headers=headers | {"hx-request": "true"})
        answers.seconds.append(asyncio.get_running_loop().time() - began)
        answers.statuses[answer.status_code] += 1
        if answer.status_code == httpx2.codes.OK:
            address = clock_of(answer.text)


async def all_look(endpoint: str, host: str, page: str, cookies: list[str]) -> Answers:
    """Spread evenly over their clocks' time, until the input ends."""
    answers = Answers()
    async with httpx2.AsyncClient(
        base_url=endpoint, headers={"host": host}, timeout=TIMEOUT_SECONDS, trust_env=False
    ) as client:
        looking = []
        for cookie in cookies:
            looking.append(asyncio.create_task(look(client, page, cookie, answers)))
            await asyncio.sleep(EVERY_SECONDS / len(cookies))
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        told = asyncio.create_task(asyncio.to_thread(sys.stdin.read))
        done, _ = await asyncio.wait([told, *looking], return_when=asyncio.FIRST_COMPLETED)
        for each in done - {told}:
            each.result()  # nobody stops by themselves but by failing
        for each in looking:
            each.cancel()
        await asyncio.gather(*looking, return_exceptions=True)
    return answers


def main() -> None:
    asked: dict[str, Any] = json.loads(sys.stdin.readline())
    answers = asyncio.run(all_look(**asked))
    told = {"statuses": answers.statuses, "seconds": answers.seconds}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
