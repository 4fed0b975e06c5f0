"""A line between the browser and the site that can be cut at any point of a request."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

HOP = {
    "connection",
    "transfer-encoding",
    "keep-alive",
}  # of one line, not of the answer


class Line:
    """The line: where it leads, and what goes wrong on it."""

    def __init__(self, address: str) -> None:
        self.upstream = address
        self.address = ""
        self.fault = ""  # "before", "during", "after" a send; or "hangs", for all
        self.times = 0  # how often it went wrong
        self.at_fault: Callable[[], None] = lambda: None
        self.hung = threading.Event()

    def is_faulty(self, path: str) -> bool:
        """Whether this request meets the fault."""
        return self.fault == "hangs" or (bool(self.fault) and path == "/practice/send/")


@contextmanager
def line_to(address: str) -> Iterator[Line]:
    """A line on a free port of this machine."""
    line = Line(address)

    class Handler(_Handler):
        pass

    Handler.line = line
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    line.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        line.hung.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    line: Line

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        faulty = self.line.is_faulty(self.path)
        if faulty and self.line.fault == "hangs":
            self.line.hung.wait()
        elif faulty and self.line.fault == "before":
            self._cut()
        elif faulty and self.line.fault == "during":
            self._ask(body[: len(body) // 2]).close()
            self._cut()
        else:
            self._answer(body, is_lost=faulty)

    do_GET = do_POST = _pass_on  # noqa: N815

    def _ask(self, body: bytes) -> http.client.HTTPConnection:
        """The request goes to the site, with as much of its body as is given."""
        site = http.client.HTTPConnection(urlsplit(self.line.upstream).netloc)
        site.putrequest(
            self.command, self.path, skip_host=True, skip_accept_encoding=True
        )
        for name, value in self.headers.items():
            if name.lower() not in HOP:
                site.putheader(name, value)
        site.endheaders(body)
        return site

    def _answer(self, body: bytes, is_lost: bool) -> None:
        try:
            with closing(self._ask(body)) as site:
                answer = site.getresponse()
                content = answer.read()
        except OSError:
            self.close_connection = True
            return
        if is_lost:
            self._cut()
            return
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in {*HOP, "content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _cut(self) -> None:
        """Hang up, without a word."""
        self.line.times += 1
        self.line.at_fault()
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Leave the tests' output to the tests."""
