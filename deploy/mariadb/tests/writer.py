"""A site that goes on writing while operators work."""

import threading

import MySQLdb


class Writer(threading.Thread):
    """Inserts pictures one by one; `written` are those that the server acknowledged."""

    def __init__(self, node, database: str = "picup"):
        super().__init__(daemon=True)
        self.arguments = {"host": "127.0.0.1", "port": node.port, "user": "picup", "db": database}
        self.arguments["password"] = node.stack_dir.secret()
        self.written: list[int] = []
        self.asked_to_end = threading.Event()

    def run(self) -> None:
        connection = MySQLdb.connect(autocommit=True, charset="utf8mb4", **self.arguments)
        cursor = connection.cursor()
        number = 1_000_000
        while not self.asked_to_end.wait(0.002):
            number += 1
            try:
                cursor.execute("INSERT pictures (id, caption) VALUES (%s, %s)", [number, f"새 사진 {number}"])
            except MySQLdb.Error:
                return
            self.written.append(number)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error) -> None:
        self.asked_to_end.set()
        self.join(10)
