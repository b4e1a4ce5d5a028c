"""Scenes at home: the birthday, the holiday table, and the people of the family."""

import math
from dataclasses import dataclass

from picup.demo.canvas import Canvas, Colour, mix
from picup.demo.outdoors import flower, leaf, pine, sand, shore, snowfall, tangerine

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


def room(c: Canvas, wall: Colour, table: Colour) -> None:
    c.gradient([mix(wall, "#ffffff", 0.35), wall], bottom=c.height * 0.72)
    for _ in range(26):
        c.glow(
            c.random.uniform(0, c.width),
            c.random.uniform(0, c.height * 0.6),
            c.random.uniform(30, 110),
            c.random.choice(["#fff3cf", "#ffd9c2", "#fff9ea"]),
            0.55,
        )
    c.gradient([mix(table, "#ffffff", 0.2), table], top=c.height * 0.7)


def birthday_cake(c: Canvas) -> None:
    room(c, "#e3a99a", "#8d5a3c")
    x, foot, half = c.width * 0.5, c.height * 0.82, c.width * 0.31
    c.shadow(x, foot + 30, half * 1.35, 50, 0.35)
    c.ellipse(x, foot + 14, half * 1.28, 60, "#fbf7ef")
    c.ellipse(x, foot + 6, half * 1.2, 50, "#e9e2d4")
    layer(c, x, foot, half, c.height * 0.17, "#fff3e2", "#f6b4bd")
    layer(c, x, foot - c.height * 0.17, half * 0.68, c.height * 0.13, "#fdeff0", "#f28fa0")
    top = foot - c.height * 0.30
    for at in range(9):
        angle = math.tau * at / 9 + 0.3
        strawberry(c, x + math.cos(angle) * half * 0.52, top + math.sin(angle) * 28, 34)
    for at in range(13):
        angle = math.tau * at / 13
        if math.sin(angle) > -0.5:
            strawberry(
                c, x + math.cos(angle) * half * 0.86, foot - c.height * 0.165 + math.sin(angle) * 40, 28
            )
    c.box(x - 13, top - 175, x + 13, top - 10, "#8ec5d8", 8)
    for stripe in range(4):
        c.box(x - 13, top - 160 + stripe * 40, x + 13, top - 145 + stripe * 40, "#ffffff")
    c.line([(x, top - 175), (x, top - 196)], "#4a3a30", 4)
    c.glow(x, top - 230, 260, "#ffe9a0", 0.95)
    c.ellipse(x, top - 226, 17, 38, "#ffb53a")
    c.ellipse(x, top - 216, 9, 22, "#fff6cf")
    for _ in range(70):
        c.circle(
            c.random.uniform(0, c.width),
            c.random.uniform(c.height * 0.84, c.height),
            c.random.uniform(4, 9),
            c.random.choice(["#f6c445", "#ef8d9a", "#8ec5d8", "#ffffff"]),
        )


def layer(c: Canvas, x: float, foot: float, half: float, height: float, cream: Colour, icing: Colour) -> None:
    flat = half * 0.16
    c.ellipse(x, foot, half, flat, cream)
    c.box(x - half, foot - height, x + half, foot, cream)
    c.fill(
        mix(cream, "#a0603a", 0.45),
        lambda pen: pen.polygon(
            [
                (x + half * 0.55, foot - height),
                (x + half, foot - height),
                (x + half, foot),
                (x + half * 0.55, foot + flat * 0.8),
            ]
        ),
        alpha=0.35,
        blur=30,
    )
    drops = 13
    for drop in range(drops):
        at = -1 + 2 * (drop + 0.5) / drops
        reach = height * (0.26 + 0.16 * ((drop * 7) % 5) / 4) + flat * math.sqrt(max(0, 1 - at * at))
        c.box(
            x + half * at - half / drops,
            foot - height,
            x + half * at + half / drops,
            foot - height + reach,
            icing,
            half / drops,
        )
    c.ellipse(x, foot - height, half, flat, mix(icing, "#ffffff", 0.3))


def strawberry(c: Canvas, x: float, y: float, size: float) -> None:
    c.polygon(
        [(x - size * 0.8, y - size * 0.2), (x + size * 0.8, y - size * 0.2), (x, y - size * 1.3)], "#d92f3d"
    )
    c.ellipse(x, y - size * 0.3, size * 0.82, size * 0.5, "#d92f3d")
    c.fill_fast("#ffffff", x - size * 0.25, y - size * 0.7, size * 0.3, size * 0.3, 0.6)
    for dx, dy in ((-0.3, -0.3), (0.2, -0.25), (0, -0.7), (0.32, -0.55), (-0.05, -0.1)):
        c.circle(x + dx * size, y + dy * size, size * 0.06, "#ffe6a8")


def balloons(c: Canvas) -> None:
    c.gradient(["#f9ead4", "#f3d9bd"])
    c.glow(c.width * 0.5, c.height * 0.2, c.width * 0.7, "#fffaf0", 0.8)
    places = [
        (0.24, 0.34),
        (0.42, 0.22),
        (0.6, 0.32),
        (0.76, 0.2),
        (0.5, 0.47),
        (0.32, 0.56),
        (0.7, 0.52),
        (0.86, 0.42),
        (0.13, 0.5),
    ]
    for x, y in places:
        c.line(
            [
                (x * c.width, y * c.height),
                (c.width * (0.5 + (x - 0.5) * 0.5), c.height * 0.75),
                (c.width * 0.5, c.height * 1.02),
            ],
            "#b59a84",
            3,
        )
    colours = [
        "#e8616d",
        "#f2b33d",
        "#6fb3c8",
        "#8fbf7f",
        "#f49ab0",
        "#a68ac7",
        "#f5d76a",
        "#5f95c9",
        "#ef8a5a",
    ]
    for (x, y), colour in zip(places, colours, strict=True):
        balloon(c, x * c.width, y * c.height, c.height * 0.115, colour)


def balloon(c: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    c.polygon(
        [(x - size * 0.14, y + size * 1.25), (x + size * 0.14, y + size * 1.25), (x, y + size * 1.05)],
        mix(colour, "#000000", 0.15),
    )
    c.ellipse(x, y, size, size * 1.15, colour)
    c.fill(
        mix(colour, "#000000", 0.4),
        lambda pen: pen.ellipse(x + size * 0.35, y + size * 0.4, size * 0.55, size * 0.6),
        alpha=0.25,
        blur=size * 0.2,
    )
    c.fill(
        "#ffffff",
        lambda pen: pen.ellipse(x - size * 0.38, y - size * 0.45, size * 0.2, size * 0.3),
        alpha=0.75,
        blur=size * 0.05,
    )


def baby_portrait(c: Canvas) -> None:
    """The one-year-old in a hanbok with a little crown, close."""
    c.gradient(["#d8e6df", "#b9d2c9"])
    for _ in range(18):
        c.glow(
            c.random.uniform(0, c.width),
            c.random.uniform(0, c.height * 0.7),
            c.random.uniform(50, 150),
            c.random.choice(["#ffffff", "#fbe4d0", "#f7c8cd"]),
            0.5,
        )
    x, y, size = c.width * 0.5, c.height * 0.4, c.width * 0.22
    c.polygon(
        [
            (x - size * 0.75, y + size * 0.85),
            (x + size * 0.75, y + size * 0.85),
            (x + size * 1.9, c.height),
            (x - size * 1.9, c.height),
        ],
        "#f2c94c",
    )
    for stripe, colour in enumerate(("#e15a6a", "#f7f2e8", "#5f9fc4", "#f2c94c", "#6fae7d", "#e15a6a")):
        for side in (-1, 1):
            near, far = 0.95 + stripe * 0.17, 1.12 + stripe * 0.17
            y_near, y_far = y + size * (1.1 + stripe * 0.32), y + size * (1.1 + (stripe + 1) * 0.32)
            c.polygon(
                [
                    (x + side * size * near, y_near),
                    (x + side * size * far, y_far),
                    (x + side * size * (far - 0.55), y_far + size * 0.5),
                    (x + side * size * (near - 0.5), y_near + size * 0.5),
                ],
                colour,
            )
    c.polygon(
        [
            (x - size * 0.42, y + size * 0.8),
            (x, y + size * 1.75),
            (x + size * 0.42, y + size * 0.8),
            (x + size * 0.6, y + size * 0.9),
            (x + size * 0.1, y + size * 2.05),
            (x - size * 0.1, y + size * 2.05),
            (x - size * 0.6, y + size * 0.9),
        ],
        "#fffaf2",
    )
    for dx in (-0.12, 0.2):
        c.line([(x, y + size * 2.0), (x + size * dx, y + size * 3.2)], "#c7364a", size * 0.2)
    c.ellipse(x, y + size * 2.0, size * 0.3, size * 0.14, "#c7364a")
    draw_head(c, BABY, x, y, size)
    c.box(x - size * 0.72, y - size * 1.18, x + size * 0.72, y - size * 0.72, "#26324f", 14)
    for at in range(5):
        flower(
            c,
            x + size * (-0.52 + at * 0.26),
            y - size * 0.95,
            size * 0.14,
            ["#f2c94c", "#e15a6a", "#fffaf2"][at % 3],
        )
    c.line([(x - size * 0.68, y - size * 0.8), (x - size * 0.86, y + size * 0.55)], "#c7364a", 6)
    c.line([(x + size * 0.68, y - size * 0.8), (x + size * 0.86, y + size * 0.55)], "#c7364a", 6)


def first_birthday_table(c: Canvas) -> None:
    """What the child may reach for: thread, brush, ball, stethoscope …"""
    c.gradient(["#f4e4cf", "#e7cfae"], bottom=c.height * 0.5)
    for panel in range(6):
        left = c.width * panel / 6
        c.box(left + 8, 0, left + c.width / 6 - 8, c.height * 0.46, "#fbf5e6")
        leaf(
            c,
            left + c.width / 12,
            c.height * 0.4,
            c.height * 0.26,
            -math.pi / 2 + c.random.uniform(-0.4, 0.4),
        )
        flower(
            c,
            left + c.width / 12,
            c.height * 0.14,
            c.height * 0.06,
            ["#e58a9a", "#d96a7d", "#f2b6a0"][panel % 3],
            7,
        )
    c.gradient(["#a5683f", "#7d4a2b"], top=c.height * 0.46)
    for place, hues in ((0.16, ("#fffaf0", "#f4efe2")), (0.84, ("#f6cdd3", "#d6e6c4"))):
        x, y = c.width * place, c.height * 0.66
        dish(c, x, y, c.width * 0.115)
        for row in range(4):
            for at in range(4 - row):
                c.ellipse(
                    x + (at - (3 - row) / 2) * 62,
                    y - 22 - row * 42,
                    36,
                    24,
                    mix(hues[(at + row) % 2], "#000000", 0.03 * at),
                )
    x, y = c.width * 0.5, c.height * 0.6
    dish(c, x, y, c.width * 0.13)
    for dx, dy in ((-90, -30), (0, -30), (90, -30), (-45, -95), (45, -95), (0, -158)):
        tangerine(c, x + dx, y + dy, 50)
    y = c.height * 0.86
    yarn(c, c.width * 0.22, y, 70)
    c.circle(c.width * 0.42, y - 10, 62, "#fdfaf2")
    for turn in (0, 180):
        c.arc(c.width * 0.42 + (70 if turn else -70), y - 10, 70, 70, 140 + turn, 220 + turn, "#cf3d3d", 5)
    c.line([(c.width * 0.54, y + 40), (c.width * 0.64, y - 60)], "#c08a4f", 20)
    c.polygon(
        [(c.width * 0.54 - 14, y + 30), (c.width * 0.54 + 10, y + 52), (c.width * 0.52 - 10, y + 84)],
        "#2c2624",
    )
    c.box(c.width * 0.72, y - 50, c.width * 0.88, y + 50, "#cfe0b4", 8)
    c.box(c.width * 0.735, y - 36, c.width * 0.865, y + 36, "#b3cc92", 6)
    c.circle(c.width * 0.8, y, 30, "#e3edcf")


def dish(c: Canvas, x: float, y: float, half: float) -> None:
    c.shadow(x, y + 30, half * 1.1, 24, 0.35)
    c.ellipse(x, y + 8, half, half * 0.3, "#d9d2c2")
    c.ellipse(x, y, half, half * 0.3, "#fffdf6")
    c.ellipse(x, y, half * 0.82, half * 0.22, "#efe8d8")


def yarn(c: Canvas, x: float, y: float, size: float) -> None:
    c.shadow(x, y + size * 0.8, size * 1.1, size * 0.2, 0.3)
    c.circle(x, y, size, "#f7f1e2")
    for turn in range(9):
        c.arc(
            x,
            y,
            size * (0.96 - turn * 0.08),
            size * (0.4 + turn * 0.06),
            turn * 40,
            turn * 40 + 190,
            "#d9cdb2",
            4,
        )


def songpyeon(c: Canvas) -> None:
    """Half-moon rice cakes on pine needles."""
    c.gradient(["#9a6b48", "#7d5236"])
    for plank in range(1, 7):
        c.line([(0, c.height * plank / 7), (c.width, c.height * plank / 7 + 8)], "#6b4429", 5)
    x, y, half = c.width * 0.5, c.height * 0.52, c.width * 0.42
    c.shadow(x + 10, y + 40, half * 1.05, half * 0.9, 0.4)
    c.circle(x, y, half, "#f2ece0")
    c.circle(x, y, half * 0.93, "#fffdf7")
    c.circle(x, y, half * 0.78, "#f1ebdd")
    for _ in range(170):
        angle, reach, lean = (
            c.random.uniform(0, math.tau),
            c.random.random() ** 0.5 * half * 0.72,
            c.random.uniform(0, math.tau),
        )
        px, py = x + math.cos(angle) * reach, y + math.sin(angle) * reach
        c.line(
            [(px, py), (px + math.cos(lean) * 70, py + math.sin(lean) * 70)],
            c.random.choice(["#4f7a4a", "#6b9158", "#3d6640"]),
            4,
        )
    colours = ["#fffaf0", "#f4c3cc", "#cfe0a8", "#f2dc9a", "#d9c3e0"]
    for ring, (count, reach) in enumerate(((11, 0.58), (6, 0.3), (1, 0.0))):
        for at in range(count):
            angle = math.tau * at / count + ring * 0.5
            rice_cake(
                c,
                x + math.cos(angle) * reach * half,
                y + math.sin(angle) * reach * half,
                half * 0.145,
                colours[(at + ring) % 5],
            )


def rice_cake(c: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    c.shadow(x + 4, y + size * 0.6, size * 1.1, size * 0.36, 0.35)
    c.ellipse(x, y, size * 1.2, size * 0.78, mix(colour, "#6b4a3a", 0.16))
    c.ellipse(x, y - size * 0.08, size * 1.16, size * 0.7, colour)
    c.arc(x, y - size * 0.42, size * 0.9, size * 0.7, 35, 145, mix(colour, "#6b4a3a", 0.28), size * 0.09)
    c.fill(
        "#ffffff",
        lambda pen: pen.ellipse(x - size * 0.4, y - size * 0.34, size * 0.4, size * 0.16),
        alpha=0.7,
        blur=size * 0.08,
    )


def cat_at_the_door(c: Canvas) -> None:
    """A ginger cat on the wooden porch, in the last sun."""
    c.gradient(["#f4d9a8", "#e8b878"], bottom=c.height * 0.7)
    for left in (0.04, 0.52):
        c.box(c.width * left, -40, c.width * (left + 0.44), c.height * 0.68, "#fbf1d8")
        for bar in range(1, 5):
            at = c.width * (left + 0.44 * bar / 5)
            c.line([(at, 0), (at, c.height * 0.68)], "#b08457", 7)
        for bar in range(1, 7):
            c.line(
                [
                    (c.width * left, c.height * 0.68 * bar / 7),
                    (c.width * (left + 0.44), c.height * 0.68 * bar / 7),
                ],
                "#b08457",
                7,
            )
    c.glow(c.width * 0.2, c.height * 0.2, c.width * 0.7, "#fff2c4", 0.7)
    c.gradient(["#c08a55", "#8f5f38"], top=c.height * 0.68)
    for plank in range(1, 6):
        c.line(
            [(0, c.height * (0.68 + plank * 0.055)), (c.width, c.height * (0.68 + plank * 0.055))],
            "#7d5230",
            5,
        )
    x, foot, fur = c.width * 0.5, c.height * 0.88, "#e29a4f"
    c.shadow(x + 60, foot, 270, 40, 0.35)
    c.line(
        [(x + 150, foot - 40), (x + 290, foot - 60), (x + 320, foot - 190), (x + 270, foot - 250)], fur, 50
    )
    c.circle(x + 270, foot - 250, 25, "#fff5e4")
    c.ellipse(x, foot - 170, 175, 190, fur)
    c.ellipse(x, foot - 140, 92, 140, "#fff5e4")
    for side in (-1, 1):
        c.ellipse(x + side * 70, foot - 18, 52, 34, "#fff5e4")
        c.polygon(
            [(x + side * 30, foot - 475), (x + side * 138, foot - 570), (x + side * 152, foot - 420)], fur
        )
        c.polygon(
            [(x + side * 66, foot - 475), (x + side * 126, foot - 532), (x + side * 134, foot - 440)],
            "#f3b9a4",
        )
    c.ellipse(x, foot - 390, 160, 128, fur)
    c.ellipse(x, foot - 345, 84, 66, "#fff5e4")
    for stripe in (-42, 0, 42):
        c.line([(x + stripe, foot - 512), (x + stripe * 0.8, foot - 458)], "#b9722f", 14)
    for side in (-1, 1):
        c.arc(x + side * 66, foot - 405, 30, 26, 195, 345, "#3a2a20", 9)
        for whisker in (-8, 12):
            c.line([(x + side * 60, foot - 345), (x + side * 190, foot - 350 + whisker * 2)], "#fffaf0", 3)
        c.arc(x + side * 20, foot - 338, 21, 18, 20, 160, "#6b4230", 6)
    c.polygon([(x - 15, foot - 366), (x + 15, foot - 366), (x, foot - 348)], "#e5786f")


def tea_by_the_window(c: Canvas) -> None:
    c.gradient(["#8a6a52", "#6f523f"])
    left, right, top, bottom = c.width * 0.08, c.width * 0.92, c.height * 0.05, c.height * 0.66
    view = c.shape(lambda pen: pen.polygon([(left, top), (right, top), (right, bottom), (left, bottom)]))
    c.gradient(["#a9bed0", "#d3dde4", "#f2eee8"], top=top, bottom=bottom, shape=view)
    for x, height in ((0.2, 300), (0.34, 230), (0.72, 340), (0.86, 260)):
        pine(c, c.width * x, bottom, height)
    snowfall(c, 150)
    c.box(0, bottom, c.width, c.height, "#7d5a43")
    for edge in (
        (left - 26, top - 26, right + 26, top),
        (left - 26, top - 26, left, bottom),
        (right, top - 26, right + 26, bottom),
        (c.width / 2 - 13, top, c.width / 2 + 13, bottom),
    ):
        c.box(*edge, "#f4ead8")
    c.box(0, 0, c.width, top - 26, "#8a6a52")
    c.box(0, 0, left - 26, bottom, "#8a6a52")
    c.box(right + 26, 0, c.width, bottom, "#8a6a52")
    c.box(0, bottom, c.width, bottom + 44, "#f4ead8")
    c.gradient(["#b98a60", "#94663f"], top=bottom + 44)
    x, y, half = c.width * 0.42, c.height * 0.76, c.width * 0.17
    c.shadow(x + 20, y + 128, half * 1.5, 36, 0.4)
    c.ellipse(x, y + 120, half * 1.45, 40, "#e9eef0")
    c.arc(x + half, y + 30, 70, 62, 270, 90, "#cfdcdd", 24)
    c.polygon(
        [(x - half, y - 40), (x + half, y - 40), (x + half * 0.62, y + 120), (x - half * 0.62, y + 120)],
        "#dfe9ea",
    )
    c.ellipse(x, y + 118, half * 0.62, 20, "#dfe9ea")
    c.ellipse(x, y - 40, half, 40, "#f4f8f8")
    c.ellipse(x, y - 34, half * 0.88, 30, "#c9772e")
    for dx, phase in ((-50, 0), (20, 2)):
        wisp = [(x + dx + 26 * math.sin(n / 3 + phase), y - 70 - n * 16) for n in range(16)]
        c.fill("#ffffff", lambda pen, wisp=wisp: [pen.circle(*at, 12) for at in wisp], alpha=0.5, blur=12)
    tangerine(c, c.width * 0.74, c.height * 0.84, 84)
    tangerine(c, c.width * 0.87, c.height * 0.88, 76)


def bouquet(c: Canvas) -> None:
    room(c, "#cdd9d6", "#a98467")
    x, foot = c.width * 0.5, c.height * 0.9
    c.shadow(x, foot, 190, 36, 0.35)
    for _ in range(40):
        leaf(
            c,
            x + c.random.uniform(-60, 60),
            c.height * 0.6,
            c.random.uniform(200, 400),
            c.random.uniform(-math.pi + 0.1, -0.1),
        )
    for ring, (count, reach) in enumerate(((12, 1.0), (9, 0.66), (5, 0.3))):
        for at in range(count):
            angle = math.tau * at / count + ring
            colour = ["#f29bb0", "#f7c6cf", "#fff4ee", "#e8728a", "#f6d9a0"][(at + ring) % 5]
            rose(
                c,
                x + math.cos(angle) * c.width * 0.27 * reach,
                c.height * 0.38 + math.sin(angle) * c.height * 0.17 * reach,
                c.width * 0.085,
                colour,
            )
    c.polygon(
        [
            (x - 130, c.height * 0.62),
            (x + 130, c.height * 0.62),
            (x + 165, foot - 60),
            (x + 110, foot),
            (x - 110, foot),
            (x - 165, foot - 60),
        ],
        "#dfeaf0",
    )
    c.fill(
        "#7fa3b5",
        lambda pen: pen.polygon(
            [
                (x + 40, c.height * 0.62),
                (x + 130, c.height * 0.62),
                (x + 165, foot - 60),
                (x + 110, foot),
                (x + 60, foot),
            ]
        ),
        alpha=0.4,
        blur=20,
    )
    c.ellipse(x, c.height * 0.62, 130, 24, "#c3d6df")


def rose(c: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    c.shadow(x + 6, y + size * 0.5, size, size * 0.5, 0.18)
    for ring in range(4):
        reach, count = size * (0.62 - ring * 0.16), 7 - ring
        for petal in range(count):
            angle = math.tau * petal / count + ring * 0.7
            c.circle(
                x + math.cos(angle) * reach,
                y + math.sin(angle) * reach,
                size * (0.46 - ring * 0.07),
                mix(colour, "#a8455e", 0.06 + 0.07 * ring + 0.06 * (petal % 2)),
            )


def sledding(c: Canvas) -> None:
    c.gradient(["#9fc0dc", "#d3e2ea", "#f8efe4"], bottom=c.height * 0.7)
    c.sun(c.width * 0.2, c.height * 0.2, 50, "#fffbe6", "#fff0c8")
    c.hills(c.height * 0.5, 70, ["#bcd0e0", "#e0eaf1"], 1.5, 0.4)
    for x, height in ((0.05, 230), (0.13, 300), (0.24, 200), (0.93, 260), (0.84, 180)):
        pine(c, c.width * x, c.height * (0.5 + 0.1 * x), height)
    slope = [
        (0, c.height * 0.5),
        (c.width * 0.35, c.height * 0.58),
        (c.width * 0.7, c.height * 0.8),
        (c.width, c.height * 0.86),
    ]
    c.gradient(
        ["#ffffff", "#e3edf5"],
        top=c.height * 0.5,
        shape=c.shape(lambda pen: pen.polygon([*slope, (c.width, c.height), (0, c.height)]), blur=3),
    )
    x, y = c.width * 0.52, c.height * 0.7
    for lift in (0, 14):
        c.line(
            [(0, c.height * 0.545 + lift), (c.width * 0.35, c.height * 0.62 + lift), (x, y + 52 + lift)],
            "#cfdce8",
            4,
        )
    for at, who in enumerate((FATHER, GIRL)):
        px, py, size = x - 80 + at * 120, y - 40 + at * 40, 150 if at == 0 else 104
        c.box(px - size * 0.5, py - size * 0.6, px + size * 0.5, py + size * 0.5, who.top, size * 0.35)
        c.line(
            [(px, py - size * 0.1), (px + size * 0.8, py + size * 0.12)],
            mix(who.top, "#000000", 0.12),
            size * 0.26,
        )
        draw_head(c, who, px, py - size, size * 0.48)
        c.fill(
            "#d8504f" if at else "#3f6b8f",
            lambda pen, px=px, py=py, size=size: (
                pen.circle(px, py - size, size * 0.56),
                pen.erase(0, py - size * 1.16, c.width, c.height),
            ),
        )
        c.circle(px, py - size * 1.56, size * 0.14, "#fff7ea")
    c.polygon(
        [
            (x - 190, y + 20),
            (x - 170, y - 10),
            (x + 230, y + 90),
            (x + 250, y + 60),
            (x + 262, y + 96),
            (x + 230, y + 140),
        ],
        "#c9433f",
    )
    snowfall(c, 90)
    for _ in range(60):
        c.circle(
            x - 170 - c.random.random() * 200,
            y + 30 - c.random.random() * 110,
            c.random.uniform(3, 10),
            "#ffffff",
        )


def moonlit_porch(c: Canvas) -> None:
    """Grandparents and the girl look at the moon, from behind."""
    from picup.demo.outdoors import NIGHT, moon, reed, stars

    c.gradient(NIGHT)
    stars(c, 100, c.height * 0.55)
    moon(c, c.width * 0.5, c.height * 0.26, c.width * 0.14)
    c.hills(c.height * 0.62, 50, ["#2f4068", "#24345a"], 1.5, 0.25)
    c.gradient(["#33435f", "#1c2740"], top=c.height * 0.72)
    for _ in range(50):
        reed(
            c,
            c.random.choice((c.random.uniform(0, 0.25), c.random.uniform(0.75, 1))) * c.width,
            c.height * 0.86,
            c.random.uniform(80, 200),
        )
    foot, height = c.height * 0.93, c.height * 0.4
    for place, who in ((0.3, GRANDFATHER), (0.5, GIRL), (0.68, GRANDMOTHER)):
        person(c, who, c.width * place, foot, height, back=True)
