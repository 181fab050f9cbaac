"""Pages of a family as a site in a browser, answered by the handler itself, without any engine."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route

from commissions.runtime.http_api import PageHandler
from commissions.runtime.http_event import FORM
from tests.browser.visit import Visit
from tests.support.pages import NOW, ask, page_event

SITE = "http://pages.localhost"
SEE_OTHER = 303
_OF_THE_WIRE = {"content-encoding", "content-length"}


class PageSite:
    """What one who is signed in sees. Headers, the policy for scripts among them, are as they are
    sent."""

    def __init__(self, visit: Visit, handler: PageHandler, now: Any = NOW) -> None:
        self.visit, self.handler, self.now = visit, handler, now
        self.page: Page = visit.page
        visit.context.route("**/*", self._answer)

    def open(self, path: str) -> Page:
        self.page.goto(f"{SITE}{path}")
        return self.page

    def _answer(self, route: Route) -> None:
        asked = route.request
        address = urlsplit(asked.url)
        headers = {name: asked.headers[name] for name in asked.headers if name != "cookie"}
        sent: Any = {}
        if asked.method == "POST":
            sent = {"sent": (headers.get("content-type", FORM), asked.post_data_buffer or b"")}
        event = page_event(
            address.path,
            method=asked.method,
            query=address.query,
            headers=headers,
            now=self.now,
            **sent,
        )
        answer = ask(self.handler, event)
        if answer.status == SEE_OTHER:
            # The browser would go there by itself, past whoever answers here.
            there, _, query = answer.headers["location"].partition("?")
            answer = ask(self.handler, page_event(there, query=query, now=self.now))
        route.fulfill(
            status=answer.status,
            headers={k: v for k, v in answer.headers.items() if k.lower() not in _OF_THE_WIRE},
            body=answer.body,
        )
