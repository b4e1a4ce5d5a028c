"""The broker of a site without servers, as its file is used by several processes."""

import threading
from contextlib import closing
from queue import Empty

import pytest
from kombu import Consumer
from kombu.exceptions import OperationalError
from sqlalchemy import event, text

from outbox.transport.kombu_sqlite import ANY, BUSY_LOOK_SECONDS, LOOK_SECONDS, OLDEST
from outbox.transport.queues import QUEUES
from picup.celery import app


@pytest.fixture
def connect(tmp_path):
    """A connection to one file of this test's own."""
    return lambda: closing(app.connection(f"sqla+sqlite:///{tmp_path}/broker.sqlite3"))


def rows(connection) -> int:
    session = connection.default_channel.session
    return session.execute(text("SELECT count(*) FROM kombu_message")).scalar_one()


def test_it_works(connect):
    """In their order, from the queue that was asked, and nothing is left behind."""
    with connect() as connection:
        pictures, files = connection.SimpleQueue("pictures"), connection.SimpleQueue("files")
        for number in range(3):
            pictures.put({"number": number})
            files.put({"number": 10 + number})
        assert [pictures.get(timeout=1).payload["number"] for _ in range(3)] == [0, 1, 2]
        assert rows(connection) == 3
        assert [files.get(timeout=1).payload["number"] for _ in range(3)] == [10, 11, 12]
        assert rows(connection) == 0


def test_an_empty_queue(connect):
    with connect() as connection:
        connection.SimpleQueue("files").put({})
        with pytest.raises(Empty):
            connection.SimpleQueue("pictures").get_nowait()
        assert rows(connection) == 1


def test_several_take_at_once(connect):
    """Each message is had by one of them."""
    with connect() as connection:
        queue = connection.SimpleQueue("files")
        for number in range(200):
            queue.put({"number": number})
    taken = []

    def take() -> None:
        with connect() as connection:
            queue = connection.SimpleQueue("files")
            try:
                while True:
                    message = queue.get_nowait()
                    message.ack()
                    taken.append(message.payload["number"])
            except Empty:
                return

    threads = [threading.Thread(target=take) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(taken) == list(range(200))


def test_a_producer_outlives_a_failure(connect, tmp_path):
    """Beat keeps one producer for its whole life: a file that it cannot open now must not cost it all later ticks."""
    path = tmp_path / "broker.sqlite3"
    with connect() as connection:
        producer = app.amqp.Producer(connection, auto_declare=False)
        path.mkdir()
        with pytest.raises(OperationalError):
            app.send_task("outbox.dispatch", queue="ticks", producer=producer)
        path.rmdir()
        app.send_task("outbox.dispatch", queue="ticks", producer=producer)
        assert rows(connection) == 1


def test_a_look_costs_the_same_among_many(connect):
    """Read from an index that knows the queue, whatever waits in others."""
    with connect() as connection:
        session = connection.default_channel.session
        plan = session.execute(text(f"EXPLAIN QUERY PLAN {OLDEST.text}"), {"queue_id": 1}).all()
        index = "USING COVERING INDEX messages_by_queue (queue_id=?)"
        assert [row.detail for row in plan] == [f"SEARCH kombu_message {index}"]


def test_a_look_at_nothing_is_one_statement(connect):
    """Whatever the number of queues: a worker looks ten times a second for ever."""
    with connect() as connection, Consumer(connection.default_channel, QUEUES, accept=["json"]):
        channel, statements = connection.default_channel, []
        engine = channel.session.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
        with pytest.raises(Empty):
            channel.drain_events()
        assert statements == [ANY.text]


def test_it_looks_more_often_while_there_is_something_to_do(connect):
    with connect() as connection:
        queue = connection.SimpleQueue("files")
        assert connection.transport.polling_interval == LOOK_SECONDS
        queue.put({})
        queue.get(timeout=5).ack()
        assert connection.transport.polling_interval == BUSY_LOOK_SECONDS
        connection.transport.busy_until -= 1
        assert connection.transport.polling_interval == LOOK_SECONDS


def test_a_tick_alone_is_nothing_to_do(connect):
    with connect() as connection:
        queue = connection.SimpleQueue("ticks")
        queue.put({})
        queue.get(timeout=5).ack()
        assert connection.transport.polling_interval == LOOK_SECONDS
