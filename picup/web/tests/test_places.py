import pytest

from picup.web.places import ALL, NoPlace, Places


def test_it_works():
    places = Places(2)
    with places.held(), places.held(), pytest.raises(NoPlace):
        places.take()
    with places.held():
        assert places.taken == {ALL: 1}
    assert not places.taken


def test_a_person_and_a_family_have_shares():
    places = Places(6)
    jieun, sister = {"jieun": 2, "family": 3}, {"sister": 2, "family": 3}
    with places.held(jieun), places.held(jieun):
        with pytest.raises(NoPlace):
            places.take(jieun)
        with places.held(sister):
            with pytest.raises(NoPlace):
                places.take(sister)
            with places.held({"another": 2, "another family": 3}):
                assert places.taken[ALL] == 4
    assert not places.taken, "nobody is remembered who has no place"


def test_some_may_have_what_is_not_left_to_others():
    places = Places(3)
    nobody = {"nobody": 2, ALL: 2}
    with places.held(), places.held():
        with pytest.raises(NoPlace):
            places.take(nobody)
        with places.held():
            pass
    with places.held(nobody):
        assert places.taken == {ALL: 1, "nobody": 1}
    assert not places.taken


def test_a_failure_gives_back():
    places = Places(1)
    with pytest.raises(ZeroDivisionError), places.held():
        raise ZeroDivisionError
    assert not places.taken
