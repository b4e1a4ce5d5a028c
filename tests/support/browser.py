"""A person's browser without the browser: plain HTTP with cookies and CSRF, through the public addresses."""

import re

import requests

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PASSWORD = "a long walk in spring"


class Person:
    """Somebody with a cookie jar. Answers are `requests.Response`; forms carry their token by themselves."""

    def __init__(self, url: str, language: str = "en"):
        self.url = url
        self.session = requests.Session()
        self.session.headers["Accept-Language"] = language

    def get(self, path: str, **kwargs) -> requests.Response:
        return self.session.get(self.absolute(path), timeout=30, **kwargs)

    def post(self, path: str, data=None, form: str = "", **kwargs) -> requests.Response:
        """Posts to `path` with the token of the page at `form` (by default the same address)."""
        page = self.get(form or path)
        token = TOKEN.search(page.text)
        assert token, f"no form at {form or path}: {page.status_code}"
        data = {**(data or {}), "csrfmiddlewaretoken": token.group(1)}
        return self.session.post(self.absolute(path), data=data, timeout=120, **kwargs)

    def absolute(self, path: str) -> str:
        return path if path.startswith("http") else self.url + path

    def sign_up(self, email: str, family: str = "Kim", name: str = "Jieun") -> "Person":
        fields = {"email": email, "password1": PASSWORD, "password2": PASSWORD}
        answer = self.post("/accounts/signup/", {**fields, "display_name": name, "family_name": family})
        assert answer.status_code == 200 and "/accounts/signup/" not in answer.url, answer.text
        return self

    def enter_password(self) -> None:
        """Before something is deleted for good, if it is long since she signed in."""
        self.post("/accounts/password/again/", {"password": PASSWORD}).raise_for_status()

    def new_album(self, title: str) -> str:
        """Makes an album and returns its address."""
        answer = self.post("/albums/new/", {"title": title, "description": ""})
        return re.search(r"/albums/[0-9a-f]{20}/", answer.url).group(0)

    def upload(self, album: str, *files: tuple[str, bytes], caption: str = "") -> requests.Response:
        """Sends files as (name, content) to an album, asking for JSON."""
        return self.post(
            album + "add/",
            {"caption": caption},
            files=[("files", file) for file in files],
            headers={"Accept": "application/json"},
        )
