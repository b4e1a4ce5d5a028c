"""A real SMTP server that keeps the letters that it is sent."""

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage


class Postbox:
    """with Postbox() as postbox: … postbox.url, postbox.letters"""

    def __init__(self):
        self.letters: list[EmailMessage] = []
        postbox = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                postbox.take(self.rfile, self.wfile)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"smtp://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def take(self, lines, answers) -> None:
        """One conversation: every command is fine."""
        answers.write(b"220 postbox\r\n")
        for line in lines:
            command = line.strip().upper()
            if command == b"DATA":
                answers.write(b"354 go on\r\n")
                letter = b"".join(iter(lines.readline, b".\r\n"))
                self.letters.append(message_from_bytes(letter, policy=policy.default))
            answers.write(b"221 bye\r\n" if command == b"QUIT" else b"250 fine\r\n")
            if command == b"QUIT":
                return

    def text_to(self, email: str) -> str:
        """The text of the last letter to somebody. "" if there is none."""
        found = [letter for letter in self.letters if letter["To"] == email]
        return found[-1].get_content() if found else ""

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.server.shutdown()
        self.server.server_close()
