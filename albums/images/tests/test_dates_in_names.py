import unicodedata

import pytest

from albums.images.dates_in_names import date_in_name

AFTERNOON = (2019, 5, 1, 12, 34, 56)


@pytest.mark.parametrize(("name", "expected"), [
    ("KakaoTalk_20190501_123456789.jpg", AFTERNOON),
    ("KakaoTalk_Photo_2019-05-01-12-34-56.jpeg", AFTERNOON),
    ("IMG-20201018-WA0007.jpg", (2020, 10, 18)),
    ("WhatsApp Image 2019-05-01 at 12.34.56 PM.jpeg", AFTERNOON),
    ("WhatsApp Image 2019-05-01 at 1.34.56 PM (2).jpeg", (2019, 5, 1, 13, 34, 56)),
    ("20190501_123456.jpg", AFTERNOON),
    ("20190501_123456(0).jpg", AFTERNOON),
    ("IMG_20190501_123456_HDR.jpg", AFTERNOON),
    ("PXL_20210505_123456789.MP.jpg", (2021, 5, 5, 12, 34, 56)),
    ("Screenshot_20190501-123456_Messages.png", AFTERNOON),
    ("Screenshot_2019-05-01-12-34-56-789_com.android.png", AFTERNOON),
    ("Screenshot 2019-05-01 at 12.34.56.png", AFTERNOON),
    ("Screenshot 2019-05-01 123456.png", AFTERNOON),
    ("스크린샷 2019-05-01 오후 1.34.56.png", (2019, 5, 1, 13, 34, 56)),
    ("스크린샷 2019-05-01 오전 12.34.56.png", (2019, 5, 1, 0, 34, 56)),
    ("WIN_20190501_12_34_56_Pro.jpg", AFTERNOON),
    ("2019-05-01 12.34.56.jpg", AFTERNOON),
    ("2019-05-01 12.34.56-2.jpg", AFTERNOON),
    ("Screenshot 2019-05-01 at 1.34.56\u202fPM.png", (2019, 5, 1, 13, 34, 56)),
    ("signal-2019-05-01-123456.jpeg", AFTERNOON),
    ("Photo 2019-05-01.jpg", (2019, 5, 1)),
    ("1985-07-14 할머니.jpg", (1985, 7, 14)),
    ("20190501.jpg", (2019, 5, 1)),
    ("20190501123456.jpg", AFTERNOON),
    ("20190501_997799.jpg", (2019, 5, 1)),
    ("20190501_12345.jpg", (2019, 5, 1)),
    ("사진 2019. 5. 1. 오후 1 34 56.jpg", (2019, 5, 1, 13, 34, 56)),
    ("스캔 2019. 5. 1..jpg", (2019, 5, 1)),
    ("화면 캡처 2019-05-01 123456.png", AFTERNOON),
    ("00000IMG_00000_BURST20190501123456789_COVER.jpg", AFTERNOON),
    ("IMG_20190501_123456~2.jpg", AFTERNOON),
    ("2019-05-01T12-34-56.jpg", AFTERNOON),
    ("Bildschirmfoto 2019-05-01 um 12.34.56.png", AFTERNOON),
    ("Capture d'écran 2019-05-01 à 12.34.56.png", AFTERNOON),
    (unicodedata.normalize("NFD", "스크린샷 2019-05-01 오후 1.34.56.png"), (2019, 5, 1, 13, 34, 56)),
])  # fmt: skip
def test_it_works(name, expected):
    assert date_in_name(name) == expected


@pytest.mark.parametrize("name", [
    "IMG_1234.jpg", "DSC_20041.jpg", "Screenshot (12).png", "a.jpg", "", "19850714.jpg", "01012345678.jpg",
    "invoice 202013 45.jpg", "20191301_123456.jpg", "99990501.jpg", "120190501.jpg", "201905011.jpg",
    "2019-0501.jpg", "2019050112345.jpg", "1556668800123.jpg", "20190229.jpg", "x" * 500 + "20190501.jpg",
])  # fmt: skip
def test_no_date(name):
    assert date_in_name(name) is None
