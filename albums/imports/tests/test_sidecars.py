"""Google's names of sidecars: each case of ../shared/design/takeout.md, 1 to 6."""

import pytest

from albums.imports import sidecars

UUID = "original_0f8fad5b-d9cb-469f-a165-70867728950e_"
LONG = "가나다라마바사아자차카타파하" * 4  # 56 letters


def find(name: str, *jsons: str, titles: dict | None = None) -> str | None:
    return sidecars.find(name, sidecars.index(list(jsons)), lambda each: (titles or {}).get(each, ""))


@pytest.mark.parametrize(
    ("name", "json"),
    [
        ("X.jpg", "X.jpg.json"),
        ("X.jpg", "X.jpg.supplemental-metadata.json"),
        ("X.jpg", "X.jpg.supplemental-me.json"),
        ("X.jpg", "X.jpg.s.json"),
        ("X.jpg", "X.jpg..json"),
        ("X(1).jpg", "X.jpg(1).json"),
        ("X(1).jpg", "X.jpg.supplemental-metadata(1).json"),
        ("X(1).jpg", "X.jpg.supple(1).json"),
        ("X (2).jpg", "X (2).jpg.supplemental-metadata.json"),
        ("X(2)(1).jpg", "X(2).jpg(1).json"),
        (UUID + "P.jpg", UUID + ".json"),
        (UUID + "P(1).jpg", UUID + ".json"),
        ("abc_n.jpg", "abc_.json"),
        ("abc_n-.jpg", "abc_n.json"),
        ("abc_.jpg", "abc.json"),
        ("223579-edited.jpg", "223579.supplemental-metadata.json"),
        ("X-edited.jpg", "X.jpg.json"),
        ("X-edited(1).jpg", "X.jpg(1).json"),
        ("X-수정됨.jpg", "X.HEIC.supplemental-metadata.json"),
        ("X-bearbeitet.jpg", "X.jpg.json"),
        ("X-ha editado.jpg", "X.jpg.json"),
        ("X-collage.jpg", "X.jpg.json"),
    ],
)
def test_it_works(name, json):
    assert find(name, json) == json


@pytest.mark.parametrize(
    ("name", "json"),
    [
        ("X(1).jpg", "X.jpg.json"),
        ("X.jpg", "X.jpg(1).json"),
        ("X.jpg", "XY.jpg.json"),
        ("XY.jpg", "X.jpg.json"),
        ("X-ed.jpg", "X.jpg.json"),
        ("X.jpg", "metadata.json"),
    ],
)
def test_the_sidecar_of_another_photo(name, json):
    assert find(name, json) is None


def test_its_own_comes_before_that_of_what_it_was_made_of():
    assert find("X(1).jpg", "X(1).jpg.json", "X.jpg(1).json") == "X(1).jpg.json"
    assert find("X-edited.jpg", "X-edited.jpg.json", "X.jpg.json") == "X-edited.jpg.json"


def test_a_long_name_is_whole_or_cut():
    name = LONG[:50] + ".jpg"
    cut = LONG[:46] + ".json"
    assert find(name, f"{name}.json", cut) == f"{name}.json"
    assert find(name, cut, titles={cut: name}) == cut


@pytest.mark.parametrize(
    ("name", "json", "title"),
    [
        (f"{LONG[:43]}.jpg", f"{LONG[:43]}.jp.json", f"{LONG[:43]}.jpg"),
        (f"{LONG[:45]}_m(494).jpg", f"{LONG[:45]}_(494).json", f"{LONG[:45]}_m.jpg"),
    ],
)
def test_an_ending_or_a_counted_name_that_was_cut(name, json, title):
    assert find(name, json, titles={json: title}) == json
    assert find(name, json, titles={json: "another.jpg"}) is None


def test_names_with_the_same_beginning_are_told_apart_by_the_title():
    one, two = LONG[:47] + "1.jpg", LONG[:47] + "2.jpg"
    cut, counted = LONG[:46] + ".json", LONG[:46] + "(1).json"
    titles = {cut: two, counted: one}
    assert find(one, cut, counted, titles=titles) == counted
    assert find(two, cut, counted, titles=titles) == cut
    assert find(LONG[:47] + "3.jpg", cut, counted, titles=titles) is None


def test_a_suffix_that_was_cut_counts_at_the_limit_only():
    stem = LONG[:44]
    assert find(f"{stem}-ed.jpg", f"{stem}.jpg.json") == f"{stem}.jpg.json"


@pytest.mark.parametrize(
    ("film", "photo"),
    [
        ("X.MP", "X.MP.jpg"),
        ("X.MP4", "X.MP.jpg"),
        ("X.MOV", "X.HEIC"),
        ("X.mp4", "X.heic"),
        ("X(1).MOV", "X(1).HEIC"),
    ],
)
def test_a_film_of_a_photo(film, photo):
    assert sidecars.photo_of_film(film, {photo, "Y.HEIC"}) == photo


def test_a_film_of_no_photo():
    assert sidecars.photo_of_film("X.MOV", {"X(1).HEIC", "XY.jpg"}) is None
