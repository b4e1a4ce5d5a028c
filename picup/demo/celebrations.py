"""Rooms and tables on the days that a family photographs."""

import math

from picup.demo.canvas import Canvas, Colour, mix
from picup.demo.jeju import leaf, tangerine
from picup.demo.landscapes import flower
from picup.demo.people import BABY, draw_head


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
