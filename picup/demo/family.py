"""The sample family: who they are, and a year in four albums of drawn pictures."""

import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PIL import Image

from picup.demo import celebrations, home, jeju, landscapes, people, seasons
from picup.demo.canvas import Canvas

DATE_TIME_ORIGINAL, EXIF_DIRECTORY, CAMERA_MODEL = 0x9003, 0x8769, 0x0110
FAMILY = "하은이네"
OWNER = ("jieun@example.com", "지은")
CONTRIBUTOR = ("minsu@example.com", "민수")
MOTHER = "엄마"
HELP_PHONE = "010-1234-5678"
LANDSCAPE, PORTRAIT, SQUARE, PANORAMA = (1600, 1200), (1200, 1600), (1400, 1400), (2400, 1000)


@dataclass(frozen=True)
class Drawing:
    """One picture: what is drawn, how large, when it was "taken", and what stands beneath it."""

    name: str
    taken: str
    caption: str
    size: tuple[int, int]
    scene: Callable[[Canvas], None]

    @property
    def taken_at(self) -> datetime:
        return datetime.fromisoformat(self.taken)


def draw(drawing: Drawing) -> bytes:
    """A JPEG as a camera writes it: with the date inside."""
    canvas = Canvas(*drawing.size, seed=zlib.crc32(drawing.name.encode()))
    drawing.scene(canvas)
    exif = Image.Exif()
    exif[CAMERA_MODEL] = "Drawn by Pic-up"
    exif.get_ifd(EXIF_DIRECTORY)[DATE_TIME_ORIGINAL] = drawing.taken_at.strftime("%Y:%m:%d %H:%M:%S")
    buffer = io.BytesIO()
    canvas.finish().save(buffer, "JPEG", quality=90, exif=exif)
    return buffer.getvalue()


@dataclass(frozen=True)
class Story:
    """One album."""

    title: str
    description: str
    pictures: list[Drawing]


def canola(c: Canvas) -> None:
    landscapes.flower_field(c, landscapes.DAY, ["#f7cf2e", "#ffe066", "#f2b705"], "#6f8fae")


def cosmos(c: Canvas) -> None:
    petals = ["#e58ab0", "#f4bcd0", "#fff2f6", "#c9578a"]
    landscapes.flower_field(c, landscapes.AUTUMN, petals, "#7d8f9a", "#6f9150")


def new_year_sunrise(c: Canvas) -> None:
    landscapes.ridges(c, landscapes.SUNRISE, "#2f3f5c", "#d9a59a", (0.6, 0.33))


def spring_ridges(c: Canvas) -> None:
    landscapes.ridges(c, ["#9cc7e2", "#d6e6e4", "#f6efdc"], "#4f7d5a", "#c2d6d3", (0.25, 0.2))


def evening_ridges(c: Canvas) -> None:
    landscapes.ridges(c, landscapes.SUNSET, "#4a2f3f", "#e3a08a", (0.42, 0.4), layers=6)


def grandparents(c: Canvas) -> None:
    people.family_portrait(c, "#cfd6bd", [people.GRANDFATHER, people.BABY, people.GRANDMOTHER])


def four_of_us(c: Canvas) -> None:
    people.family_portrait(c, "#e6cdb8", [people.MOTHER, people.BABY, people.FATHER, people.GIRL], "#b98a5f")


def all_of_us(c: Canvas) -> None:
    everybody = [
        people.GRANDFATHER,
        people.GRANDMOTHER,
        people.GIRL,
        people.FATHER,
        people.BABY,
        people.MOTHER,
    ]
    people.family_portrait(c, "#dcc7a8", everybody)


STORIES = [
    Story(
        "눈 오는 설날",
        "눈이 펑펑 내린 설, 할머니 댁에서.",
        [
            Drawing(
                "seollal-1.jpg",
                "2025-01-01T07:44:10",
                "새해 첫 해를 함께 보았어요",
                PANORAMA,
                new_year_sunrise,
            ),
            Drawing(
                "seollal-2.jpg", "2025-01-28T16:02:31", "눈 덮인 할머니 댁", LANDSCAPE, seasons.snowy_house
            ),
            Drawing(
                "seollal-3.jpg",
                "2025-01-29T10:15:00",
                "하은이가 만든 눈사람, 모자는 할아버지 것",
                LANDSCAPE,
                seasons.snowman,
            ),
            Drawing("seollal-4.jpg", "2025-01-29T11:20:42", "아빠랑 썰매 타기", LANDSCAPE, home.sledding),
            Drawing(
                "seollal-5.jpg",
                "2025-01-29T15:31:07",
                "따뜻한 차 한 잔과 귤",
                PORTRAIT,
                home.tea_by_the_window,
            ),
            Drawing("seollal-6.jpg", "2025-01-30T09:05:55", "뒤뜰에 핀 동백", PORTRAIT, jeju.camellia),
        ],
    ),
    Story(
        "제주도 봄 여행",
        "엄마 아빠 모시고 다녀온 사흘.",
        [
            Drawing("jeju-1.jpg", "2025-04-11T10:12:09", "유채꽃이 끝없이 피었어요", LANDSCAPE, canola),
            Drawing(
                "jeju-2.jpg",
                "2025-04-11T11:40:33",
                "돌하르방과 인사했어요",
                PORTRAIT,
                jeju.stone_grandfather,
            ),
            Drawing(
                "jeju-3.jpg", "2025-04-11T14:03:18", "빨간 등대까지 걸었지요", PORTRAIT, landscapes.lighthouse
            ),
            Drawing(
                "jeju-4.jpg",
                "2025-04-11T17:22:51",
                "바닷가를 걷는 엄마와 아빠",
                LANDSCAPE,
                people.beach_walk,
            ),
            Drawing(
                "jeju-5.jpg",
                "2025-04-12T06:08:02",
                "성산 일출봉의 아침",
                PANORAMA,
                landscapes.crater_at_sunrise,
            ),
            Drawing(
                "jeju-6.jpg", "2025-04-12T11:36:45", "귤밭에서 하나씩 땄어요", LANDSCAPE, jeju.tangerines
            ),
            Drawing(
                "jeju-7.jpg",
                "2025-04-12T15:10:27",
                "벚꽃 길, 바람이 불자 꽃비가 내렸어요",
                LANDSCAPE,
                landscapes.blossom_road,
            ),
            Drawing(
                "jeju-8.jpg", "2025-04-12T18:41:13", "돌아오는 배, 노을", LANDSCAPE, landscapes.sunset_boat
            ),
            Drawing("jeju-9.jpg", "2025-04-13T09:27:36", "오름에서 내려다본 아침", PANORAMA, spring_ridges),
        ],
    ),
    Story(
        "하준이 첫돌",
        "2025년 6월 14일, 하준이가 한 살이 되었어요.",
        [
            Drawing(
                "dol-1.jpg",
                "2025-06-14T10:30:00",
                "하준이, 색동옷 입고 활짝",
                PORTRAIT,
                celebrations.baby_portrait,
            ),
            Drawing(
                "dol-2.jpg", "2025-06-14T10:48:21", "삼촌이 불어 준 풍선", LANDSCAPE, celebrations.balloons
            ),
            Drawing(
                "dol-3.jpg",
                "2025-06-14T11:15:40",
                "돌잡이 상, 무엇을 잡을까요?",
                LANDSCAPE,
                celebrations.first_birthday_table,
            ),
            Drawing(
                "dol-4.jpg", "2025-06-14T11:32:08", "촛불 하나, 후!", PORTRAIT, celebrations.birthday_cake
            ),
            Drawing("dol-5.jpg", "2025-06-14T12:04:52", "할머니 할아버지와 하준이", LANDSCAPE, grandparents),
            Drawing("dol-6.jpg", "2025-06-14T12:20:15", "우리 네 식구", LANDSCAPE, four_of_us),
            Drawing("dol-7.jpg", "2025-06-14T13:45:30", "이모가 보내 준 꽃", PORTRAIT, home.bouquet),
        ],
    ),
    Story(
        "추석에 모인 날",
        "오랜만에 온 식구가 다 모였습니다.",
        [
            Drawing(
                "chuseok-1.jpg",
                "2025-10-03T13:10:26",
                "내려가는 길, 황금 들판",
                PANORAMA,
                seasons.rice_field,
            ),
            Drawing("chuseok-2.jpg", "2025-10-04T10:22:47", "마을 어귀에 핀 코스모스", LANDSCAPE, cosmos),
            Drawing(
                "chuseok-3.jpg",
                "2025-10-05T11:05:38",
                "마당의 감이 빨갛게 익었어요",
                PORTRAIT,
                seasons.persimmons,
            ),
            Drawing(
                "chuseok-4.jpg", "2025-10-05T15:48:12", "다 같이 빚은 송편", SQUARE, celebrations.songpyeon
            ),
            Drawing("chuseok-5.jpg", "2025-10-06T11:30:00", "여섯 식구 다 모였네", LANDSCAPE, all_of_us),
            Drawing(
                "chuseok-6.jpg",
                "2025-10-06T17:20:54",
                "볕이 좋은 마루, 나비도 한가위",
                LANDSCAPE,
                home.cat_at_the_door,
            ),
            Drawing(
                "chuseok-7.jpg",
                "2025-10-06T19:12:33",
                "지붕 위로 뜬 보름달",
                LANDSCAPE,
                seasons.harvest_moon,
            ),
            Drawing(
                "chuseok-8.jpg",
                "2025-10-06T19:40:05",
                "달님, 우리 식구 모두 건강하게 해 주세요",
                PORTRAIT,
                home.moonlit_porch,
            ),
            Drawing("chuseok-9.jpg", "2025-10-08T14:15:29", "단풍 구경", LANDSCAPE, landscapes.maple_valley),
            Drawing(
                "chuseok-10.jpg", "2025-10-08T17:58:41", "집으로 가는 길, 저녁 산", PANORAMA, evening_ridges
            ),
        ],
    ),
]
