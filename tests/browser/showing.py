"""A server that shows pages as they were answered, each at its number, for a browser that looks at them."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.browser.gallery import Gallery, View


@contextmanager
def shown(gallery: Gallery, views: Sequence[View]) -> Iterator[str]:
    """Where the pages are; the first stands at `/page/0`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            address = self.path
            if address.startswith("/page/"):
                view = views[int(address.removeprefix("/page/"))]
                self.say(view.status, "text/html; charset=utf-8", view.html, "no-store")
            elif address in gallery.things:
                self.say(200, *gallery.things[address], "max-age=3600")
            else:
                # No content: a page that goes on elsewhere by itself stays where it is, to be looked at.
                self.say(204, "text/plain", b"", "no-store")

        def say(self, status: int, kind: str, content: bytes, cache: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", cache)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
