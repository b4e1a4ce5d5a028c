import pytest
from django.core.exceptions import ImproperlyConfigured

from picup import env


@pytest.fixture
def given(monkeypatch):
    return lambda value: monkeypatch.setenv("PICUP_TEST", value)


def test_it_works(given):
    given(" 12 ")
    assert env.text("PICUP_TEST") == "12"
    assert env.integer("PICUP_TEST", 5) == 12
    assert env.number("PICUP_TEST", 5) == 12.0
    given("a, b,,c ")
    assert env.words("PICUP_TEST") == ["a", "b", "c"]
    given("10.0.0.0/8, ::1")
    assert [str(network) for network in env.networks("PICUP_TEST")] == ["10.0.0.0/8", "::1/128"]


def test_absent_or_empty_is_the_default(given):
    for _ in range(2):
        assert env.integer("PICUP_TEST", 5) == 5
        assert env.number("PICUP_TEST", 0.5) == 0.5
        assert env.choice("PICUP_TEST", "all", ("all", "1")) == "all"
        given("  ")


@pytest.mark.parametrize(
    ("value", "meaning"), [("on", True), ("TRUE", True), ("1", True), ("off", False), ("", False)]
)
def test_booleans(given, value, meaning):
    given(value)
    assert env.boolean("PICUP_TEST", not meaning) is meaning


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("maybe", lambda: env.boolean("PICUP_TEST", True)),
        ("ten", lambda: env.integer("PICUP_TEST", 5)),
        ("1.5", lambda: env.integer("PICUP_TEST", 5)),
        ("-1", lambda: env.integer("PICUP_TEST", 5)),
        ("0", lambda: env.integer("PICUP_TEST", 5, least=1)),
        ("70000", lambda: env.integer("PICUP_TEST", 5, most=65535)),
        ("0", lambda: env.number("PICUP_TEST", 5)),
        ("soon", lambda: env.number("PICUP_TEST", 5)),
        ("nan", lambda: env.number("PICUP_TEST", 5)),
        ("inf", lambda: env.number("PICUP_TEST", 5)),
        ("2", lambda: env.choice("PICUP_TEST", "all", ("all", "1"))),
        ("10.0.0.1/8", lambda: env.networks("PICUP_TEST")),
        ("our office", lambda: env.networks("PICUP_TEST")),
    ],
)
def test_what_is_not_understood_stops_the_start(given, value, read):
    given(value)
    with pytest.raises(ImproperlyConfigured, match="PICUP_TEST"):
        read()
