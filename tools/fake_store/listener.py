"""HTTP as the fake store listens to it: whole requests in, whole responses out."""

from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR, socket
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit

from tools.fake_store.platform_api import Request, Response

HOST = "127.0.0.1"
BODY_BYTES_MAX = 16 * 2**20
IDLE_SECONDS = 30

type Responder = Callable[[Request], Response | None]
"""None cuts the connection."""


class Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, answer: Responder) -> None:
        self._open: set[socket] = set()
        super().__init__((HOST, port), _Handler)
        self.answer = answer
        self.url = f"http://{HOST}:{self.server_port}"

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        """Nobody is answered any more, not even over a connection that is still open."""
        super().server_close()
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = IDLE_SECONDS
    wbufsize = -1  # headers and body leave together
    disable_nagle_algorithm = True

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except ConnectionError:  # the caller has gone
            self.close_connection = True

    def _respond(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > BODY_BYTES_MAX:
            self._send(Response(413))
            self.close_connection = True
            return
        response = cast(Listener, self.server).answer(self._request(int(length)))
        if response is None:
            self.close_connection = True
            self.connection.shutdown(SHUT_RDWR)
            return
        self._send(response)

    def _request(self, length: int) -> Request:
        url = urlsplit(self.path)
        return Request(
            method=self.command,
            path=unquote(url.path),
            query=parse_qs(url.query, keep_blank_values=True),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
            url=cast(Listener, self.server).url + self.path,
        )

    def _send(self, response: Response) -> None:
        self.send_response_only(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if response.status != 204:
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if response.status != 204:
            self.wfile.write(response.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Whoever wants to know looks at `FakeStore.calls`."""

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _respond  # noqa: N815
