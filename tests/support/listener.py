"""A real HTTP server that writes down the JSON it is sent, as Slack's webhook would get it."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Listener:
    """with Listener() as listener: … listener.url, listener.bodies

    `status` is what it answers from now on. After `hang()` it takes requests and says nothing;
    after `stop()` they are refused.
    """

    def __init__(self):
        self.bodies: list[dict] = []
        self.paths: list[str] = []
        self.status = 200
        self.headers: dict[str, str] = {}
        self.requests = 0
        self.answering = threading.Event()
        self.answering.set()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.server.daemon_threads = True
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}/services/T000/B000/the-secret-of-the-channel"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def handler(self):
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                listener.take(self)

            def do_GET(self):
                listener.take(self)

            def log_message(self, *args):
                pass

        return Handler

    def take(self, request) -> None:
        """Only what was answered with 200 counts as received."""
        body = request.rfile.read(int(request.headers.get("Content-Length", 0)))
        self.requests += 1
        if not self.answering.is_set():
            self.answering.wait(60)
            return
        if self.status == 200:
            self.bodies.append(json.loads(body))
            self.paths.append(request.path)
        request.send_response(self.status)
        for name, value in self.headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", "0")
        request.end_headers()

    @property
    def texts(self) -> list[str]:
        return [body["text"] for body in self.bodies]

    def hang(self) -> None:
        self.answering.clear()

    def stop(self) -> None:
        """Whoever connects is refused from here on."""
        self.answering.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.stop()
