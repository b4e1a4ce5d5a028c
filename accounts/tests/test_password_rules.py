import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.models import Family, User

PERSON = User(
    email="jieun.kim@example.com", display_name="하은엄마지은", family=Family(name="The Kims of Jeju")
)


@pytest.mark.parametrize(
    "password", ["a quiet morning in May", "제주도의 푸른 밤하늘", "x7!kQ2zPw0", "1961 was a good year"]
)
def test_it_works(password):
    validate_password(password, PERSON)


@pytest.mark.parametrize(
    "password",
    [
        "quiet may",  # nine characters
        "19610305",
        "1961-03-05",
        "1961. 3. 5.",
        "1961년 3월 5일",
        "05.03.1961!",
        "1961030519880417",
        "01012345678",
        "mum19610305",
        "kim1961-03-05",
        "jieun.kim1",
        "Jieun-Kim-1961",
        "jieun.kim@example.com",
        "하은엄마지은하은엄마지은"[:10],
        "thekimsofjeju",
        "password123",
    ],
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_refused(password, language):
    with translation.override(language), pytest.raises(ValidationError) as refused:
        validate_password(password, PERSON)
    for sentence in refused.value.messages:
        assert any("가" <= letter <= "힣" for letter in sentence) == (language == "ko"), sentence


def test_a_person_without_names():
    validate_password("a quiet morning in May", User())
