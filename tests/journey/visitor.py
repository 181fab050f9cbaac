"""Somebody at the stack's pages without a browser: goes where they are sent, keeps cookies."""

import gzip
import html
import http.client
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from tools.local import demo_accounts
from tools.stack import Stack

_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
_FORM = "application/x-www-form-urlencoded"
_TIMEOUT_SECONDS = 60
_STEPS_MAX = 10


@dataclass(frozen=True)
class Seen:
    status: int
    path: str
    """Where they came to in the end."""
    headers: dict[str, str]
    text: str


@dataclass
class Visitor:
    stack: Stack
    cookies: dict[str, str] = field(default_factory=dict)
    """Of the pages' own host alone."""

    @property
    def host(self) -> str:
        return urlsplit(self.stack.pages_url).netloc

    def get(self, url: str, **headers: str) -> Seen:
        """Follows redirects, as browsers do."""
        return self._followed("GET", url, "", headers)

    def post(self, path: str, **form: str) -> Seen:
        """A form of a page of ours."""
        headers = {"Content-Type": _FORM, "Sec-Fetch-Site": "same-origin"}
        return self._followed("POST", path, urlencode(form), headers)

    def sign_in(self, who: str, path: str = "/", password: str = demo_accounts.PASSWORD) -> Seen:
        """Wants a page, signs in on the user pool's, and comes back to it."""
        page = self.get(path)
        if 'action="/login"' not in page.text:
            return page
        hidden = {name: html.unescape(value) for name, value in _HIDDEN.findall(page.text)}
        given = {"username": f"{who}@{demo_accounts.DOMAIN}", "password": password}
        login = f"{self.stack.endpoint}/login"
        return self._followed("POST", login, urlencode(hidden | given), {"Content-Type": _FORM})

    def once(self, method: str, url: str, body: str = "", **headers: str) -> Seen:
        """What is answered to one request, wherever it sends them."""
        parts = urlsplit(url)
        is_ours = parts.netloc in ("", self.host)
        given = {"Host": parts.netloc or self.host, "Accept-Encoding": "gzip"} | headers
        if is_ours and self.cookies:
            given["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        # *.localhost is this machine in browsers alone.
        port = int(self.stack.endpoint.rpartition(":")[2])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_SECONDS)
        try:
            target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
            connection.request(method, target, body, given)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if is_ours:
            self._keep(answer.headers.get_all("Set-Cookie") or [])
        if answer.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        lower = {name.lower(): value for name, value in answer.getheaders()}
        return Seen(answer.status, target, lower, content.decode())

    def _followed(self, method: str, url: str, body: str, headers: dict[str, str]) -> Seen:
        for _ in range(_STEPS_MAX):
            seen = self.once(method, url, body, **headers)
            if seen.status not in (302, 303):
                return seen
            method, url, body, headers = "GET", seen.headers["location"], "", {}
        raise AssertionError(f"sent on and on, the last time to {url}")

    def _keep(self, cookies: list[str]) -> None:
        for cookie in cookies:
            name, _, rest = cookie.partition("=")
            if "Max-Age=0" in rest:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = rest.partition(";")[0]
