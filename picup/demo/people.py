"""A family of simple figures, and scenes that are about them."""

from dataclasses import dataclass

from picup.demo.canvas import Canvas, Colour, mix
from picup.demo.landscapes import sand, shore

SKIN = "#f6d3b5"


@dataclass(frozen=True)
class Person:
    """Somebody of the family as this book draws them. `tall` is a part of a grown-up's height."""

    top: Colour
    bottom: Colour
    hair: Colour = "#2f2622"
    tall: float = 1
    bun: bool = False
    long: bool = False
    glasses: bool = False
    hanbok: bool = False


GRANDMOTHER = Person("#c9677d", "#6d5a7d", "#d9d6d2", 0.9, bun=True, glasses=True)
GRANDFATHER = Person("#7d9a8a", "#5a564f", "#c4c1bd", 0.97, glasses=True)
MOTHER = Person("#e8b04a", "#4f6f8f", tall=0.95, long=True)
FATHER = Person("#4f7fae", "#4a4a55", tall=1.05)
GIRL = Person("#e77f8c", "#f3e3c4", tall=0.62, long=True)
BABY = Person("#f2c94c", "#e15a6a", tall=0.44, hanbok=True)


def person(c: Canvas, who: Person, x: float, foot: float, height: float, *, back: bool = False) -> None:
    """Stands with the feet at `foot`; `height` is that of a grown-up."""
    tall = height * who.tall
    head = tall * (0.15 if who.tall > 0.8 else 0.2)
    neck, hips = foot - tall + head * 1.9, foot - tall * 0.42
    half = tall * 0.155
    c.shadow(x, foot, half * 1.5, tall * 0.03, 0.3)
    if who.hanbok:
        skirt = [
            (x - half * 0.6, hips - tall * 0.18),
            (x + half * 0.6, hips - tall * 0.18),
            (x + half * 1.7, foot),
            (x - half * 1.7, foot),
        ]
        c.polygon(skirt, who.bottom)
        c.polygon(
            [
                (x, hips - tall * 0.18),
                (x + half * 0.6, hips - tall * 0.18),
                (x + half * 1.7, foot),
                (x + half * 0.5, foot),
            ],
            mix(who.bottom, "#000000", 0.08),
        )
    else:
        for side in (-1, 1):
            c.box(
                x + side * half * 0.5 - half * 0.4,
                hips - 10,
                x + side * half * 0.5 + half * 0.4,
                foot,
                mix(who.bottom, "#000000", 0.06 * (side > 0)),
                half * 0.25,
            )
    if who.long:
        c.box(x - head * 1.08, neck - head * 0.9, x + head * 1.08, neck + head * 0.75, who.hair, head * 0.45)
    body_foot = hips - tall * 0.14 if who.hanbok else hips + tall * 0.04
    for side in (-1, 1):
        c.line(
            [
                (x + side * half * 0.75, neck + head * 0.35),
                (x + side * half * 1.22, (neck + body_foot) / 2),
                (x + side * half * 1.12, hips),
            ],
            mix(who.top, "#000000", 0.1),
            half * 0.5,
        )
        c.circle(x + side * half * 1.12, hips + half * 0.14, half * 0.22, SKIN)
    c.box(x - half, neck, x + half, body_foot, who.top, half * 0.6)
    if who.hanbok:
        c.polygon(
            [
                (x - half * 0.35, neck),
                (x, neck + half * 0.7),
                (x + half * 0.35, neck),
                (x + half * 0.2, neck - 4),
                (x - half * 0.2, neck - 4),
            ],
            "#fffaf2",
        )
        c.line(
            [(x + half * 0.05, neck + half * 0.7), (x + half * 0.2, hips + tall * 0.05)],
            "#c7364a",
            half * 0.18,
        )
    draw_head(c, who, x, neck - head * 0.85, head, back=back)
    if who.long and back:
        c.box(x - head, neck - head * 0.9, x + head, neck + head * 0.75, who.hair, head * 0.45)


def draw_head(c: Canvas, who: Person, x: float, y: float, size: float, *, back: bool = False) -> None:
    if who.bun:
        c.circle(x, y - size * 1.08, size * 0.42, mix(who.hair, "#000000", 0.12))
    if back:
        c.circle(x, y, size, who.hair)
        return
    for side in (-1, 1):
        c.circle(x + side * size * 0.95, y + size * 0.12, size * 0.2, mix(SKIN, "#d99a7a", 0.3))
    c.circle(x, y, size, SKIN)
    fringe = c.shape(
        lambda pen: (
            pen.circle(x, y - size * 0.05, size * 1.06),
            pen.erase(0, y - size * (0.18 if who.tall > 0.5 else 0.5), c.width, c.height),
        )
    )
    c.gradient([mix(who.hair, "#ffffff", 0.12), who.hair], top=max(0, y - size * 1.2), bottom=y, shape=fringe)
    for side in (-1, 1):
        c.arc(
            x + side * size * 0.38,
            y + size * 0.2,
            size * 0.15,
            size * 0.16,
            190,
            350,
            "#2b2320",
            size * 0.085,
        )
        at = (x + side * size * 0.58, y + size * 0.45)
        c.fill("#ef8d85", lambda pen, at=at: pen.circle(*at, size * 0.2), alpha=0.55, blur=size * 0.07)
        if who.glasses:
            c.arc(
                x + side * size * 0.38,
                y + size * 0.14,
                size * 0.28,
                size * 0.27,
                0,
                360,
                "#6b4f3a",
                size * 0.05,
            )
    if who.glasses:
        c.line([(x - size * 0.1, y + size * 0.12), (x + size * 0.1, y + size * 0.12)], "#6b4f3a", size * 0.05)
    c.arc(x, y + size * 0.42, size * 0.26, size * 0.22, 20, 160, "#b5423f", size * 0.07)


def beach_walk(c: Canvas) -> None:
    """Grandparents by the sea, seen from behind."""
    shore(c, ["#86b7d6", "#c6dde2", "#fbe3c0"], ["#9ccbd3", "#4f9ab5", "#2f7096"], low_sun=True)
    sand(c, c.height * 0.74)
    foot, height = c.height * 0.9, c.height * 0.46
    person(c, GRANDFATHER, c.width * 0.4, foot, height, back=True)
    person(c, GRANDMOTHER, c.width * 0.4 + height * 0.44, foot + 8, height, back=True)
    for step in range(7):
        for side in (-12, 12):
            c.ellipse(c.width * 0.44 + side * 2 + step * 12, foot + 30 + step * 16, 14, 6, "#bd9c68")


def family_portrait(c: Canvas, wall: Colour, people: list[Person], floor: Colour = "#c99a6b") -> None:
    """Everybody before a wall, the tall behind."""
    c.gradient([mix(wall, "#ffffff", 0.25), wall])
    c.glow(c.width * 0.3, c.height * 0.1, c.width * 0.6, "#fff6df", 0.6)
    c.gradient([mix(floor, "#ffffff", 0.15), floor], top=c.height * 0.8)
    c.box(0, c.height * 0.785, c.width, c.height * 0.8, mix(wall, "#5a4030", 0.35))
    for place in (0.16, 0.84):
        frame(c, c.width * place, c.height * 0.24, c.height * 0.11)
    height, space = c.height * 0.66, c.width * 0.86 / len(people)
    for at, who in enumerate(people):
        person(
            c, who, c.width * 0.07 + space * (at + 0.5), c.height * (0.9 + 0.04 * (who.tall < 0.8)), height
        )


def frame(c: Canvas, x: float, y: float, size: float) -> None:
    c.box(x - size, y - size * 0.8, x + size, y + size * 0.8, "#8a5f3f", 6)
    c.box(x - size * 0.88, y - size * 0.68, x + size * 0.88, y + size * 0.68, "#fdf8ec", 3)
    c.polygon(
        [
            (x - size * 0.8, y + size * 0.6),
            (x - size * 0.2, y - size * 0.2),
            (x + size * 0.1, y + size * 0.15),
            (x + size * 0.35, y - size * 0.05),
            (x + size * 0.8, y + size * 0.6),
        ],
        "#8fb59a",
    )
    c.circle(x + size * 0.45, y - size * 0.35, size * 0.13, "#f0b35a")
