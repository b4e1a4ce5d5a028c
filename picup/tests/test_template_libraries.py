"""What templates load of ours has names of its own: a filter called `length` would take the place of Django's."""

from importlib import import_module

import pytest
from django.template import engines

ENGINE = engines["django"].engine
OUR_ROOMS = ("picup", "accounts", "albums", "storage", "outbox")
OURS = [name for name, module in ENGINE.libraries.items() if module.split(".")[0] in OUR_ROOMS]


@pytest.mark.parametrize("name", OURS)
def test_no_name_is_one_of_djangos(name):
    library = import_module(ENGINE.libraries[name]).register
    for builtin in ENGINE.template_builtins:
        assert not set(library.filters) & set(builtin.filters)
        assert not set(library.tags) & set(builtin.tags)


def test_there_are_some():
    assert "pictures" in OURS
