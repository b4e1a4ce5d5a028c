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
    ("2019년 5월 1일 소풍.jpg", (2019, 5, 1)),
    ("2019년 05월 01일 12시 34분 56초.jpg", AFTERNOON),
    ("2019-5-1.jpg", (2019, 5, 1)),
    ("2019年5月1日.jpg", (2019, 5, 1)),
    ("2019 05 01.jpg", (2019, 5, 1)),
    ("2019_0501_123456_001.JPG", AFTERNOON),
    ("201905011234.jpg", (2019, 5, 1, 12, 34)),
    ("Foto 01.05.2019, 12 34 56.jpg", AFTERNOON),
    ("photo_1@01-05-2019_12-34-56.jpg", AFTERNOON),
    ("スクリーンショット 2019-05-01 午後1.34.56.png", (2019, 5, 1, 13, 34, 56)),
    ("截屏2019-05-01 下午1.34.56.png", (2019, 5, 1, 13, 34, 56)),
    ("Captura de pantalla 2019-05-01 a las 12.34.56.png", AFTERNOON),
    ("Schermafbeelding 2019-05-01 om 12.34.56.png", AFTERNOON),
    ("kakaotalk_1556714096000.jpg", AFTERNOON),
    ("FB_IMG_1556714096000.jpg", AFTERNOON),
    ("IMG20190501123456.jpg", AFTERNOON),
    ("20190501a.jpg", (2019, 5, 1)),
    ("20190501가족.jpg", (2019, 5, 1)),
    ("2000-01-01 새해.jpg", (2000, 1, 1)),
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
    "2019-0501.jpg", "2019050112345.jpg", "1556668800123.jpg",
    "3f20190501e4aa.jpg", "20001231-e29b-41d4-a716-446655440000.jpg", "image-20190501abcdef.png",
    "61234_20181231_98765432101_n.jpg", "192.168.2019.05.01.jpg", "IMG_20000101_000012.jpg", "20021208_120000.jpg",
    "1970-01-01 09.00.00.jpg", "Screenshot_1980-01-01-00-00-12.png", "20190229.jpg", "x" * 500 + "20190501.jpg",
])  # fmt: skip
def test_no_date(name):
    assert date_in_name(name) is None
