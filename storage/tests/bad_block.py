"""A real S3 server with a bad block under one of its objects: a proxy that reads requests, and breaks one object.

A byte proxy (tests/support/proxy.py) breaks the way; what is broken here is the object, whatever the connection and the
range.
"""

import re
import threading
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ERROR = b"<?xml version='1.0'?><Error><Code>%s</Code><Message>no</Message></Error>"


class BadBlock(ThreadingHTTPServer):
    """`server.spoil(key, at=1000)`: from that byte on, the object's bytes do not come and the connection ends.
    `server.spoil(key, status=500)`: the server says so at once. Writing the object again mends it."""

    daemon_threads = True

    def __init__(self, port: int):
        super().__init__(("127.0.0.1", 0), Handler)
        self.target, self.key, self.at, self.status = port, "", 0, 0
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def spoil(self, key: str, *, at: int = 0, status: int = 0) -> None:
        self.key, self.at, self.status = key, at, status

    def __exit__(self, *error) -> None:
        self.shutdown()
        super().__exit__(*error)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: BadBlock

    def relay(self) -> None:
        request = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        is_bad = bool(self.server.key) and self.server.key in self.path
        if is_bad and self.command == "PUT":
            self.server.key, is_bad = "", False
        status, headers, content = self.ask(request)
        begin = int(match[1]) if (match := re.match(r"bytes (\d+)-", headers.get("Content-Range", ""))) else 0
        is_bad = is_bad and self.command == "GET"
        if is_bad and self.server.status:
            code = {500: b"InternalError", 503: b"SlowDown"}[self.server.status]
            status, headers, content = self.server.status, {}, ERROR % code
            headers["Content-Length"] = str(len(content))
        elif is_bad and begin + len(content) > self.server.at:
            content = content[: max(0, self.server.at - begin)]
            self.close_connection = True
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = relay  # noqa: N815

    def ask(self, content: bytes) -> tuple[int, dict, bytes]:
        connection = HTTPConnection("127.0.0.1", self.server.target)
        # The signature is of the Host that the client gave.
        connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name != "Expect":
                connection.putheader(name, value)
        connection.endheaders(content)
        answer = connection.getresponse()
        result = answer.status, dict(answer.getheaders()), answer.read()
        connection.close()
        return result

    def log_message(self, *arguments) -> None:
        pass
