import logging

from prometheus_client import REGISTRY

from picup.core import refusals
from picup.core.refusals import refused


def counted(why: str) -> float:
    return REGISTRY.get_sample_value("picup_refused_total", {"why": why}) or 0


def test_it_works(caplog):
    with caplog.at_level(logging.WARNING):
        refused("a test", "192.0.2.1")
    assert counted("a test") == 1
    assert caplog.messages == ["Refused: a test (1, the last from 192.0.2.1)"]


def test_a_flood_is_counted_and_not_written(caplog, monkeypatch):
    with caplog.at_level(logging.WARNING):
        for _ in range(1000):
            refused("a flood")
        refused("another")
        monkeypatch.setitem(refusals.said_at, "a flood", -10.0)
        refused("a flood")
    assert counted("a flood") == 1001
    assert caplog.messages == [
        "Refused: a flood (1, the last from -)",
        "Refused: another (1, the last from -)",
        "Refused: a flood (1000, the last from -)",
    ]
