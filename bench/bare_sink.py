"""The yardstick of bench.tus.large: take what one connection sends, and write it to a file.

python -m bench.bare_sink FILE     prints its port; answers "kept" when all is on the disk, and ends
"""

import os
import socket
import sys

BLOCK = 256 * 1024


def main(path: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        print(server.getsockname()[1], flush=True)
        connection, _ = server.accept()
    block = memoryview(bytearray(BLOCK))
    with connection, open(path, "wb", buffering=0) as file:
        while received := connection.recv_into(block):
            file.write(block[:received])
        os.fsync(file.fileno())
        connection.sendall(b"kept")


if __name__ == "__main__":
    main(sys.argv[1])
