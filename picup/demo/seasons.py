"""What a year brings: moons, harvests, snow, flowers in winter."""

import math

from picup.demo.canvas import Canvas, mix
from picup.demo.landscapes import AUTUMN, NIGHT, WINTER


def harvest_moon(c: Canvas) -> None:
    """The full moon of Chuseok over the roof of the grandparents' house."""
    c.gradient(NIGHT, bottom=c.height * 0.8)
    stars(c, 120, c.height * 0.5)
    moon(c, c.width * 0.66, c.height * 0.29, c.height * 0.125)
    for y, width in ((0.36, 0.3), (0.2, 0.2)):
        c.cloud(c.width * (0.5 + y), c.height * y, c.width * width, "#8f9cc0", 0.35)
    c.hills(c.height * 0.66, 60, ["#2c3d63", "#22304f"], 1.6, 0.2)
    c.hills(c.height * 0.76, 40, ["#1f2c47", "#151e33"], 2.2)
    hanok(c, c.width * 0.3, c.height * 0.93, c.width * 0.25)
    for _ in range(90):
        x = c.random.uniform(0, c.width)
        reed(c, x, c.height + 10, c.random.uniform(60, 190))


def stars(c: Canvas, count: int, bottom: float) -> None:
    for _ in range(count):
        c.circle(
            c.random.uniform(0, c.width),
            c.random.uniform(0, bottom),
            c.random.uniform(0.8, 2.4),
            mix("#8fa0cf", "#ffffff", c.random.random()),
        )


def moon(c: Canvas, x: float, y: float, radius: float) -> None:
    c.glow(x, y, radius * 4, "#ffe7ad", 0.7)
    c.circle(x, y, radius, "#fff0c4")
    for dx, dy, size in ((-0.3, -0.2, 0.24), (0.25, 0.1, 0.3), (-0.1, 0.4, 0.18), (0.35, -0.4, 0.14)):
        c.fill(
            "#eed594",
            lambda pen, at=(x + dx * radius, y + dy * radius, size * radius): pen.circle(*at),
            alpha=0.6,
            blur=4,
        )


def hanok(c: Canvas, x: float, foot: float, half: float, snow: bool = False) -> None:
    """A house with a curved tiled roof and lit paper windows."""
    eaves, ridge = foot - half * 0.62, foot - half * 1.08
    c.box(x - half * 0.8, eaves - 10, x + half * 0.8, foot - half * 0.1, "#e9dcc0")
    c.box(x - half * 0.92, foot - half * 0.1, x + half * 0.92, foot, "#8d8377")
    for post in (-0.8, -0.4, 0, 0.4, 0.8):
        c.box(x + half * post - 9, eaves - 10, x + half * post + 9, foot - half * 0.1, "#6b452c")
    for window in (-0.6, -0.2, 0.2, 0.6):
        left, right = x + half * (window - 0.13), x + half * (window + 0.13)
        c.box(left, eaves + half * 0.1, right, foot - half * 0.16, "#ffdf96")
        for bar in range(1, 4):
            at = left + (right - left) * bar / 4
            c.line([(at, eaves + half * 0.1), (at, foot - half * 0.16)], "#9a6a3c", 3)
        for bar in range(1, 5):
            at = eaves + half * 0.1 + (foot - half * 0.26 - eaves) * bar / 5
            c.line([(left, at), (right, at)], "#9a6a3c", 3)
    c.glow(x, foot - half * 0.3, half * 0.9, "#ffcf7a", 0.3)
    bend = [(x + half * (n / 10) * 1.2, eaves - half * 0.14 * abs(n / 10) ** 2.4 + 6) for n in range(-10, 11)]
    top = [(x + half * (n / 10) * 0.86, ridge - half * 0.07 * abs(n / 10) ** 2) for n in range(10, -11, -1)]
    c.polygon([*bend, *top], "#eef2f6" if snow else "#3b4150")
    if not snow:
        for n in range(-9, 10):
            c.line(
                [
                    (x + half * n / 10 * 0.86, ridge + 4),
                    (x + half * n / 10 * 1.2, eaves - half * 0.14 * abs(n / 10) ** 2.4),
                ],
                "#2e3341",
                5,
            )
    c.line(bend, "#2a2e3a" if not snow else "#cfd9e2", 12)
    c.line(top, "#2a2e3a" if not snow else "#ffffff", 16)


def reed(c: Canvas, x: float, foot: float, height: float) -> None:
    lean = c.random.uniform(-0.25, 0.35) * height
    c.line([(x, foot), (x + lean * 0.4, foot - height * 0.6), (x + lean, foot - height)], "#141b2c", 4)
    c.ellipse(x + lean, foot - height, 6, 16, "#6d6a72")


def persimmons(c: Canvas) -> None:
    c.gradient(["#3f8fd2", "#8cc2ea", "#dcecf2"])
    c.cloud(c.width * 0.3, c.height * 0.85, c.width * 0.7, alpha=0.8)
    trunk = [
        (c.width * 1.02, c.height * 0.86),
        (c.width * 0.74, c.height * 0.66),
        (c.width * 0.45, c.height * 0.5),
        (c.width * 0.1, c.height * 0.42),
    ]
    c.line(trunk, "#54402f", 34)
    for start, end in (
        ((0.74, 0.66), (0.6, 0.2)),
        ((0.45, 0.5), (0.25, 0.16)),
        ((0.6, 0.58), (0.3, 0.78)),
        ((0.85, 0.75), (0.9, 0.32)),
    ):
        c.line(
            [
                (start[0] * c.width, start[1] * c.height),
                ((start[0] + end[0]) / 2 * c.width + 20, (start[1] + end[1]) / 2 * c.height),
                (end[0] * c.width, end[1] * c.height),
            ],
            "#54402f",
            15,
        )
    places = [
        (0.2, 0.5),
        (0.3, 0.26),
        (0.58, 0.3),
        (0.44, 0.66),
        (0.68, 0.5),
        (0.33, 0.84),
        (0.88, 0.42),
        (0.1, 0.52),
        (0.52, 0.5),
        (0.78, 0.8),
    ]
    for x, y in places:
        persimmon(c, x * c.width, y * c.height, c.width * c.random.uniform(0.055, 0.075))


def persimmon(c: Canvas, x: float, y: float, size: float) -> None:
    c.line([(x, y - size * 1.5), (x, y)], "#54402f", 6)
    c.ellipse(x, y, size, size * 0.86, "#e8641c")
    c.fill(
        "#ffb35e",
        lambda pen: pen.ellipse(x - size * 0.3, y - size * 0.2, size * 0.42, size * 0.34),
        alpha=0.7,
        blur=size * 0.14,
    )
    for angle in (200, 250, 290, 340):
        dx, dy = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        c.ellipse(
            x + dx * size * 0.3, y - size * 0.72 + dy * size * 0.08, size * 0.26, size * 0.14, "#6f8a3c"
        )


def rice_field(c: Canvas) -> None:
    c.gradient(AUTUMN, bottom=c.height * 0.5)
    for place in (0.15, 0.5, 0.85):
        c.cloud(c.width * place, c.height * c.random.uniform(0.16, 0.28), c.width * 0.18, alpha=0.9)
    c.hills(c.height * 0.4, 60, ["#6d8fa8", "#9fb7bf"], 1.4, 0.2)
    c.hills(c.height * 0.48, 26, ["#5d7d4c", "#89a05a"], 2.4)
    top = c.height * 0.52
    c.gradient(["#e9cf74", "#dcae3c", "#b9822a"], top=top)
    for row in range(26):
        near = (row / 25) ** 1.7
        y = top + near * (c.height - top)
        for _ in range(int(c.width / (7 + near * 26))):
            x, size = c.random.uniform(0, c.width), 5 + near * 46
            lean = c.random.uniform(0.1, 0.5) * size
            c.line(
                [(x, y + size), (x + lean * 0.3, y), (x + lean, y - size * 0.1)],
                mix(c.random.choice(["#e8c355", "#f2d77a", "#c8952f"]), "#7d6a22", c.random.random() * 0.3),
                1 + near * 4,
            )
    for place in (0.3, 0.33):
        c.line([(c.width * place, c.height * 0.6), (c.width * place, c.height * 0.72)], "#7a5a38", 7)


def snowy_house(c: Canvas) -> None:
    c.gradient(["#2d3f6b", "#7f8fb5", "#e3b9a9"], bottom=c.height * 0.72)
    stars(c, 60, c.height * 0.3)
    c.hills(c.height * 0.52, 90, ["#8ea3c0", "#c6d2e0"], 1.4, 0.5)
    c.hills(c.height * 0.68, 46, ["#c9d6e6", "#eef3f8"], 1.8)
    for _ in range(34):
        x = c.random.uniform(0, c.width)
        pine(c, x, c.height * 0.7 + c.random.uniform(-10, 26), c.random.uniform(50, 120))
    c.hills(c.height * 0.8, 26, ["#e9f0f7", "#ffffff", "#dfe8f2"], 1.3)
    hanok(c, c.width * 0.56, c.height * 0.86, c.width * 0.16, snow=True)
    snowfall(c, 260)


def pine(c: Canvas, x: float, foot: float, height: float) -> None:
    for layer in range(4):
        top, half = foot - height * (1 - layer * 0.2), height * (0.13 + layer * 0.08)
        bottom = top + height * 0.36
        c.polygon([(x, top), (x + half, bottom), (x - half, bottom)], mix("#3d5a5c", "#27413f", layer / 4))
        c.polygon(
            [
                (x, top),
                (x + half * 0.5, top + height * 0.18),
                (x, top + height * 0.13),
                (x - half * 0.6, top + height * 0.2),
            ],
            "#f4f8fb",
        )


def snowfall(c: Canvas, count: int) -> None:
    for _ in range(count):
        c.circle(
            c.random.uniform(0, c.width),
            c.random.uniform(0, c.height),
            c.random.uniform(1.5, 5.5),
            mix("#e6edf5", "#ffffff", c.random.random()),
        )


def snowman(c: Canvas) -> None:
    c.gradient(WINTER, bottom=c.height * 0.7)
    c.hills(c.height * 0.56, 50, ["#b9cbd9", "#dde7ee"], 1.5, 0.2)
    for x, height in ((0.08, 250), (0.17, 190), (0.88, 280), (0.97, 210), (0.78, 170)):
        pine(c, c.width * x, c.height * 0.66, height)
    c.hills(c.height * 0.7, 26, ["#f7fafc", "#dfe8f0"], 1.2)
    x, foot = c.width * 0.5, c.height * 0.9
    c.shadow(x + 40, foot, 260, 38, 0.22)
    for up, size in ((150, 185), (400, 140), (600, 102)):
        c.circle(x, foot - up, size, "#fbfdff")
        c.fill(
            "#b8cbdc",
            lambda pen, up=up, size=size: pen.circle(x + size * 0.42, foot - up + size * 0.3, size * 0.5),
            alpha=0.35,
            blur=30,
        )
    for dx in (-36, 36):
        c.circle(x + dx, foot - 628, 11, "#2b2522")
        c.fill("#f08a8a", lambda pen, dx=dx: pen.circle(x + dx * 1.75, foot - 588, 20), alpha=0.5, blur=7)
    c.polygon([(x - 6, foot - 612), (x - 6, foot - 586), (x + 84, foot - 590)], "#ee8a2c")
    c.arc(x, foot - 590, 44, 36, 30, 150, "#2b2522", 6)
    c.box(x - 108, foot - 524, x + 108, foot - 484, "#c43c3c", 20)
    c.box(x + 42, foot - 500, x + 86, foot - 330, "#b23232", 14)
    c.ellipse(x, foot - 690, 118, 26, "#33507a")
    c.box(x - 82, foot - 780, x + 82, foot - 690, "#33507a", 34)
    c.circle(x, foot - 788, 24, "#f4f0e6")
    for up in (430, 372, 190):
        c.circle(x, foot - up, 12, "#3a302b")
    for side in (-1, 1):
        c.line(
            [(x + side * 120, foot - 430), (x + side * 260, foot - 520), (x + side * 300, foot - 590)],
            "#6b4a33",
            13,
        )
        c.line([(x + side * 258, foot - 518), (x + side * 320, foot - 520)], "#6b4a33", 10)
    snowfall(c, 200)
