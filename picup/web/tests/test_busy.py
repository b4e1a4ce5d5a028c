import pytest

from conftest import PASSWORD
from picup.core.passwords import AT_ONCE, Turn, queue

KOREAN = "지금 여러 분이 한꺼번에 들어오고 계세요."


@pytest.fixture
def passwords_are_busy(settings):
    """As many as may be are hashed, and as many as may wait do."""
    settings.PASSWORD_HASHERS = ["picup.core.passwords.Argon2InTurn"]
    waiting = 0
    while queue.acquire(blocking=False):
        waiting += 1
    turns = [Turn() for _ in range(AT_ONCE)]
    for turn in turns:
        turn.__enter__()
    yield
    for turn in turns:
        turn.__exit__()
    for _ in range(waiting):
        queue.release()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/login/", "/admin/login/"])
def test_signing_in_while_others_do(client, passwords_are_busy, path):
    form = {"username": "nobody@example.com", "password": PASSWORD}
    answer = client.post(path, form, headers={"Accept": "text/html", "Accept-Language": "ko"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert KOREAN in answer.content.decode()
    answer = client.post(path, form, headers={"Accept": "application/json", "Accept-Language": "en"})
    assert answer.status_code == 503
    assert answer.json() == {
        "reason": "Many people are signing in just now. Please wait a moment and try again."
    }


@pytest.mark.django_db
def test_signing_up_while_others_sign_in(client, passwords_are_busy):
    form = {"email": "new@example.com", "password1": PASSWORD, "password2": PASSWORD}
    form |= {"display_name": "Jieun", "family_name": "Kim"}
    assert client.post("/accounts/signup/", form).status_code == 503
