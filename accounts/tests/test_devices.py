import pytest

from accounts.services.devices import name_device

MOZILLA = "Mozilla/5.0 "
WEBKIT = " AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (MOZILLA + "(iPhone; CPU iPhone OS 18_1 like Mac OS X)" + WEBKIT + " Mobile/15E148", "iPhone"),
        (MOZILLA + "(iPad; CPU OS 12_5 like Mac OS X)" + WEBKIT, "iPad"),
        (MOZILLA + "(Macintosh; Intel Mac OS X 10_15_7)" + WEBKIT, "Mac or iPad"),
        (
            MOZILLA + "(Linux; Android 14; SM-S921N)" + WEBKIT + " Chrome/130 Mobile",
            "Android phone",
        ),
        (MOZILLA + "(Linux; Android 14; SM-X700)" + WEBKIT + " Chrome/130 Safari/537", "Android tablet"),
        (MOZILLA + "(SMART-TV; Linux; Tizen 7.0)" + WEBKIT + " TV Safari/537", "Television"),
        (MOZILLA + "(Web0S; Linux/SmartTV)" + WEBKIT, "Television"),
        (MOZILLA + "(Windows NT 10.0; Win64; x64)" + WEBKIT, "Windows computer"),
        (MOZILLA + "(X11; Linux x86_64)" + WEBKIT, "Computer"),
        (
            MOZILLA + "(Linux; Android 14; wv)" + " Mobile KAKAOTALK 10.9",
            "Android phone · KakaoTalk",
        ),
        (MOZILLA + "(iPhone; CPU iPhone OS 18_1 like Mac OS X) KAKAOTALK 25", "iPhone · KakaoTalk"),
        ("", "Another device"),
        ("x" * 10000, "Another device"),
        ("<script>\0엄마", "Another device"),
    ],
)
def test_it_works(user_agent, name):
    assert name_device(user_agent) == name
