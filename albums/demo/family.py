"""The sample family: who they are, and a year in four albums."""

from dataclasses import dataclass
from pathlib import Path

PICTURES = Path(__file__).parent / "pictures"
FAMILY = "하은이네"
# E-mail and name.
OWNER = ("jieun@example.com", "지은")
CONTRIBUTOR = ("minsu@example.com", "민수")
MOTHER = "엄마"
HELP_PHONE = "010-1234-5678"


@dataclass(frozen=True)
class Story:
    """One album. `captions` maps the file name of each picture to its caption, in the order of their dates."""

    title: str
    description: str
    captions: dict[str, str]


STORIES = [
    Story(
        "눈 오는 설날",
        "눈이 펑펑 내린 설, 할머니 댁에서.",
        {
            "seollal-1.jpg": "눈 덮인 할머니 댁",
            "seollal-2.jpg": "하은이가 만든 눈사람, 모자는 할아버지 것",
            "seollal-3.jpg": "뒤뜰에 핀 동백",
        },
    ),
    Story(
        "제주도 봄 여행",
        "엄마 아빠 모시고 다녀온 사흘.",
        {
            "jeju-1.jpg": "빨간 등대까지 걸었지요",
            "jeju-2.jpg": "바닷가를 걷는 엄마와 아빠",
            "jeju-3.jpg": "돌아오는 배, 노을",
            "jeju-4.jpg": "오름에서 내려다본 아침",
        },
    ),
    Story(
        "하준이 첫돌",
        "2025년 6월 14일, 하준이가 한 살이 되었어요.",
        {
            "dol-1.jpg": "하준이, 색동옷 입고 활짝",
            "dol-2.jpg": "돌잡이 상, 무엇을 잡을까요?",
            "dol-3.jpg": "우리 네 식구",
        },
    ),
    Story(
        "추석에 모인 날",
        "오랜만에 온 식구가 다 모였습니다.",
        {
            "chuseok-1.jpg": "마당의 감이 빨갛게 익었어요",
            "chuseok-2.jpg": "여섯 식구 다 모였네",
            "chuseok-3.jpg": "지붕 위로 뜬 보름달",
        },
    ),
]


def picture(name: str) -> bytes:
    """Return a picture's JPEG. `name` is a key of `Story.captions`."""
    return (PICTURES / name).read_bytes()
