"""Names in Korean sentences, by their last sound."""

import pytest

from picup.core.korean import as_called, with_subject


@pytest.mark.parametrize(
    ("name", "called", "subject"),
    [
        ("지은", "지은이", "지은이가"),
        ("민수", "민수", "민수가"),
        ("미영", "미영이", "미영이가"),
        ("김지은", "김지은", "김지은이"),
        ("엄마", "엄마", "엄마가"),
        ("아들", "아들", "아들이"),
        ("큰딸", "큰딸", "큰딸이"),
        ("형님", "형님", "형님이"),
        ("Jieun", "Jieun", "Jieun이"),
        ("Anna", "Anna", "Anna가"),
        ("Minjung", "Minjung", "Minjung이"),
        ("Peg", "Peg", "Peg가"),
        ("민수 2", "민수 2", "민수 2가"),
        ("", "", "가"),
    ],
)
def test_it_works(name, called, subject):
    assert (as_called(name), with_subject(name)) == (called, subject)
