"""Scenes under the sky. Each draws a whole picture on a canvas."""

import math
from collections.abc import Sequence

from picup.demo.canvas import Canvas, Colour, mix

DAY = ["#5fa6d8", "#a9d3ea", "#e9f1ea"]
SUNRISE = ["#5d6b9c", "#c58a9d", "#f6b98b", "#fde2ae"]
SUNSET = ["#4a5a8f", "#a9688c", "#ee8f6c", "#fcd08b"]
NIGHT = ["#10183a", "#223263", "#4a5d8d"]
WINTER = ["#a9bed0", "#d5dfe6", "#f3efe9"]
AUTUMN = ["#4f97d0", "#9cc9e8", "#f1ead2"]


def flower_field(
    c: Canvas, sky: Sequence[Colour], petals: Sequence[Colour], mountain: Colour, leaf: Colour = "#7d9a3c"
) -> None:
    """Flowers up to the horizon, a broad mountain behind them."""
    horizon = c.height * 0.52
    c.gradient(sky, bottom=horizon + 20)
    c.sun(c.width * 0.78, c.height * 0.16, c.height * 0.045)
    for _ in range(3):
        c.cloud(
            c.random.uniform(0, c.width), c.random.uniform(0.12, 0.3) * c.height, c.width * 0.24, alpha=0.85
        )
    broad = [
        (x / 40 * c.width, horizon - c.height * 0.2 * math.exp(-(((x / 40 - 0.45) / 0.22) ** 2)) - 18)
        for x in range(41)
    ]
    shape = c.shape(lambda pen: pen.polygon([*broad, (c.width, c.height), (0, c.height)]), blur=1)
    c.gradient(
        [mountain, mix(mountain, sky[-1], 0.65)],
        top=horizon - c.height * 0.22,
        bottom=horizon + 60,
        shape=shape,
    )
    c.hills(horizon + 4, 12, [mix(leaf, sky[-1], 0.35), leaf], waves=3)
    c.gradient([mix(petals[0], sky[-1], 0.25), petals[0], mix(petals[0], leaf, 0.55)], top=horizon + 14)
    scatter_flowers(c, horizon + 14, petals, leaf)


def scatter_flowers(c: Canvas, top: float, petals: Sequence[Colour], leaf: Colour) -> None:
    """From far and small to near and large."""
    count = int(c.width * 1.6)
    for at in range(count):
        near = (at / count) ** 1.3
        y = top + near * (c.height - top) * 1.04 + c.random.uniform(-6, 6)
        x, size = c.random.uniform(-20, c.width + 20), 1.5 + near * 15
        if c.random.random() < 0.45:
            c.line(
                [(x, y), (x + c.random.uniform(-4, 4), y + size * 2.2)],
                mix(leaf, "#3c5a1e", c.random.random() * 0.6),
                1 + near * 4,
            )
        colour = mix(c.random.choice(petals), "#ffffff", c.random.uniform(0, 0.25))
        flower(c, x, y, size, colour, petals=4 if near < 0.5 else 5)


def flower(
    c: Canvas, x: float, y: float, size: float, colour: Colour, petals: int = 5, heart: Colour = "#d98f1d"
) -> None:
    turn = c.random.uniform(0, math.tau)
    for petal in range(petals):
        angle = turn + petal * math.tau / petals
        c.circle(
            x + math.cos(angle) * size * 0.55,
            y + math.sin(angle) * size * 0.5,
            size * 0.48,
            mix(colour, "#ffffff", 0.1 * (petal % 2)),
        )
    c.circle(x, y, size * 0.26, heart)


def shore(c: Canvas, sky: Sequence[Colour], water: Sequence[Colour], low_sun: bool) -> None:
    """Sea up to a wide sky, sand before it."""
    horizon = c.height * 0.5
    c.gradient(sky, bottom=horizon + 2)
    x = c.width * 0.62
    if low_sun:
        c.sun(x, horizon - c.height * 0.09, c.height * 0.06, "#fff0c0", "#ffcf8a")
    for _ in range(4):
        c.cloud(
            c.random.uniform(0, c.width),
            c.random.uniform(0.1, 0.34) * c.height,
            c.width * 0.28,
            mix("#ffffff", sky[-1], 0.4),
            0.75,
        )
    c.sea(horizon, water, glint="#fff4d8", light_at=x if low_sun else None)


def sand(c: Canvas, top: float, light: Colour = "#efdcb2", dark: Colour = "#cfae7a") -> None:
    wave = [
        (x / 60 * c.width, top + 16 * math.sin(x / 60 * 7) + 10 * math.sin(x / 60 * 17)) for x in range(61)
    ]
    for lift, colour in ((16, "#ffffff"), (8, "#d9ecec"), (0, light)):
        outline = [*((x, y - lift) for x, y in wave), (c.width, c.height), (0, c.height)]
        c.fill(
            colour, lambda pen, outline=outline: pen.polygon(outline), alpha=1 if lift == 0 else 0.7, blur=1
        )
    c.gradient(
        [light, dark],
        top=top + 30,
        shape=c.shape(
            lambda pen: pen.polygon([(x, y + 30) for x, y in wave] + [(c.width, c.height), (0, c.height)]),
            blur=20,
        ),
    )


def boat(c: Canvas, x: float, y: float, size: float, sail: Colour = "#fffaf0") -> None:
    c.polygon(
        [(x - size, y), (x + size, y), (x + size * 0.65, y + size * 0.38), (x - size * 0.7, y + size * 0.38)],
        "#7a4a35",
    )
    c.line([(x, y), (x, y - size * 1.9)], "#5b3b2b", size * 0.06)
    c.polygon(
        [
            (x + size * 0.08, y - size * 1.85),
            (x + size * 0.08, y - size * 0.15),
            (x + size * 0.95, y - size * 0.2),
        ],
        sail,
    )
    c.polygon(
        [
            (x - size * 0.08, y - size * 1.6),
            (x - size * 0.08, y - size * 0.15),
            (x - size * 0.7, y - size * 0.2),
        ],
        mix(sail, "#d98b6a", 0.35),
    )
    c.fill_fast("#26414f", x, y + size * 0.44, size * 2.1, size * 0.12, 0.45)


def lighthouse(c: Canvas) -> None:
    shore(c, DAY, ["#8ec6d6", "#3f8fb3", "#215f86"], low_sun=False)
    x, foot, top = c.width * 0.62, c.height * 0.66, c.height * 0.27
    for number, (dx, size) in enumerate([(-150, 90), (-60, 120), (60, 130), (170, 95), (260, 60)]):
        c.ellipse(x + dx, foot + 60, size, size * 0.62, mix("#4b4a4d", "#77736f", number % 2 * 0.5))
    wide, narrow = c.width * 0.075, c.width * 0.05
    tower = [(x - narrow, top), (x + narrow, top), (x + wide, foot + 30), (x - wide, foot + 30)]
    c.polygon(tower, "#d8402f")
    c.polygon(
        [(x + narrow * 0.3, top), (x + narrow, top), (x + wide, foot + 30), (x + wide * 0.3, foot + 30)],
        "#b93226",
    )
    for part in (0.25, 0.6):
        y, half = top + (foot - top) * part, narrow + (wide - narrow) * part
        c.box(x - half, y, x + half, y + 62, "#fbf6ea")
    c.box(x - narrow * 1.45, top - 12, x + narrow * 1.45, top + 6, "#fbf6ea", 6)
    c.box(x - narrow * 0.75, top - 86, x + narrow * 0.75, top - 12, "#cfe6ee", 6)
    c.glow(x, top - 48, 130, "#fff6c8", 0.8)
    c.polygon([(x - narrow * 1.1, top - 84), (x, top - 150), (x + narrow * 1.1, top - 84)], "#d8402f")
    c.fill_fast("#ffffff", x, foot + 122, 620, 16, 0.75)
    for dx, dy in ((-330, 0), (-260, -50), (-410, -70)):
        gull(c, x + dx, c.height * 0.3 + dy, 26)


def gull(c: Canvas, x: float, y: float, size: float, colour: Colour = "#5a6b78") -> None:
    c.arc(x - size * 0.9, y + size * 0.3, size, size * 0.6, 200, 350, colour, 4)
    c.arc(x + size * 0.9, y + size * 0.3, size, size * 0.6, 190, 340, colour, 4)


def sunset_boat(c: Canvas) -> None:
    shore(c, SUNSET, ["#f2b184", "#b3748a", "#4b4f7f"], low_sun=True)
    boat(c, c.width * 0.36, c.height * 0.6, c.height * 0.085)
    boat(c, c.width * 0.82, c.height * 0.535, c.height * 0.03, "#ffe8cf")
    c.hills(c.height * 0.995, 40, ["#2e2b47", "#1f1d33"], waves=1.5)


def crater_at_sunrise(c: Canvas) -> None:
    """The Sunrise Peak of Seongsan, wide."""
    shore(c, SUNRISE, ["#f3c79c", "#9d86a4", "#4f6390"], low_sun=True)
    horizon = c.height * 0.5
    left, right, top = c.width * 0.12, c.width * 0.5, c.height * 0.2
    crown = [
        (left + (right - left) * (0.2 + 0.6 * n / 12), top + (14 if n % 2 else -8) + abs(n - 6) * 4)
        for n in range(13)
    ]
    outline = [
        (left - 60, horizon + 4),
        (left + 50, horizon - 60),
        *crown,
        (right - 40, horizon - 70),
        (right + 120, horizon + 4),
    ]
    c.gradient(
        ["#4b5a52", "#39503f"],
        top=top - 30,
        bottom=horizon + 4,
        shape=c.shape(lambda pen: pen.polygon(outline), blur=1),
    )
    c.fill(
        "#2c3a38",
        lambda pen: pen.polygon(
            [(left + 60, horizon), (left + 150, top + 60), (left + 210, top + 90), (left + 190, horizon)]
        ),
        alpha=0.4,
        blur=8,
    )
    c.hills(c.height * 0.93, 46, ["#6d7f3c", "#43562a"], waves=1.4)
    for _ in range(260):
        x, y = c.random.uniform(0, c.width), c.random.uniform(c.height * 0.93, c.height)
        flower(c, x, y, c.random.uniform(5, 11), c.random.choice(["#f7cf2e", "#ffe066", "#f2b705"]), 4)


def ridges(
    c: Canvas,
    sky: Sequence[Colour],
    near: Colour,
    far: Colour,
    sun: tuple[float, float] | None,
    layers: int = 5,
) -> None:
    """Mountains behind mountains, each further one paler."""
    c.gradient(sky, bottom=c.height * 0.75)
    if sun:
        c.sun(c.width * sun[0], c.height * sun[1], c.height * 0.055, "#fff1cb", "#ffd59a")
    for layer in range(layers):
        part = layer / (layers - 1)
        colour = mix(far, near, part)
        c.hills(
            c.height * (0.45 + 0.42 * part),
            c.height * (0.10 - 0.03 * part),
            [colour, mix(colour, far, 0.45)],
            1.2 + part,
            0.35,
        )


def maple_valley(c: Canvas) -> None:
    ridges(c, AUTUMN, "#8a5a3c", "#a9bfd0", None, layers=4)
    for layer in range(9):
        y = c.height * (0.6 + layer * 0.055)
        for _ in range(int(c.width / 34)):
            colour = c.random.choice(["#c8402a", "#dd6a2a", "#eda23a", "#b52f2a", "#8b8f3a", "#f0bb4a"])
            tree(
                c,
                c.random.uniform(-20, c.width + 20),
                y + c.random.uniform(-22, 22),
                16 + layer * 7,
                mix("#c9c3b8", colour, 0.55 + layer * 0.05),
            )


def tree(c: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    c.line([(x, y + size * 0.4), (x, y + size * 1.3)], "#5a3c2a", size * 0.13)
    for dx, dy, part in ((0, 0, 0.0), (-0.4, 0.25, 0.12), (0.42, 0.22, 0.06), (-0.1, -0.35, -0.1)):
        tint = mix(colour, "#ffffff" if part < 0 else "#3a1d10", abs(part))
        c.circle(x + dx * size, y + dy * size, size * 0.62, tint)


def blossom_road(c: Canvas) -> None:
    """Cherry trees on both sides of a road that goes away."""
    c.gradient(["#8fc1e3", "#cfe4ee", "#fbeff0"])
    middle, horizon = c.width * 0.5, c.height * 0.56
    c.gradient(["#c9d5a0", "#93ad63"], top=horizon)
    c.gradient(
        ["#d9d2cb", "#b7aea6"],
        top=horizon,
        shape=c.shape(
            lambda pen: pen.polygon(
                [
                    (middle - 14, horizon),
                    (middle + 14, horizon),
                    (c.width * 0.86, c.height),
                    (c.width * 0.14, c.height),
                ]
            )
        ),
    )
    for step in range(9):
        near = (step / 8) ** 1.7
        for side in (-1, 1):
            x = middle + side * (34 + near * c.width * 0.46)
            y = horizon + near * c.height * 0.32
            size = 26 + near * c.width * 0.2
            c.line(
                [
                    (x, y + size * 0.3),
                    (x + side * size * 0.1, y - size * 0.5),
                    (x - side * size * 0.25, y - size * 1.1),
                ],
                "#5d4038",
                4 + near * 26,
            )
            for _ in range(26):
                dx, dy = c.random.gauss(0, 0.55), c.random.gauss(-1.25, 0.42)
                c.circle(
                    x - side * size * 0.2 + dx * size,
                    y + dy * size,
                    size * c.random.uniform(0.14, 0.3),
                    mix("#f6b9c6", "#fff5f6", c.random.random() * 0.9),
                )
    for _ in range(220):
        x, y = c.random.uniform(0, c.width), c.random.uniform(0.2, 1) * c.height
        c.ellipse(
            x, y, c.random.uniform(2, 6), c.random.uniform(2, 4), mix("#f4a9ba", "#ffffff", c.random.random())
        )


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


def camellia(c: Canvas) -> None:
    """Red flowers under the first snow."""
    c.gradient(["#7d94a3", "#b9c8cf", "#dfe6e6"])
    for _ in range(14):
        c.glow(
            c.random.uniform(0, c.width),
            c.random.uniform(0, c.height),
            c.random.uniform(80, 200),
            "#f2f6f8",
            0.45,
        )
    c.line(
        [(-20, c.height * 0.9), (c.width * 0.4, c.height * 0.6), (c.width * 0.8, c.height * 0.2)],
        "#5a4233",
        20,
    )
    places = [(0.36, 0.62, 0.17), (0.66, 0.34, 0.14), (0.72, 0.68, 0.1)]
    for x, y, size in places:
        for _ in range(9):
            angle = c.random.uniform(0, math.tau)
            leaf(c, x * c.width, y * c.height, size * c.width * 1.7, angle)
    for x, y, size in places:
        red_flower(c, x * c.width, y * c.height, size * c.width)
    snowfall(c, 150)


def leaf(c: Canvas, x: float, y: float, length: float, angle: float) -> None:
    along, across = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
    sides = [
        [
            (
                x + along[0] * length * t + across[0] * side * length * 0.2 * math.sin(math.pi * t),
                y + along[1] * length * t + across[1] * side * length * 0.2 * math.sin(math.pi * t),
            )
            for t in (n / 12 for n in range(13))
        ]
        for side in (1, -1)
    ]
    c.polygon(sides[0] + sides[1][::-1], c.random.choice(["#2f5b3c", "#3b6b45", "#27503a"]))
    c.line([(x, y), (x + along[0] * length, y + along[1] * length)], "#5f8a5c", 3)


def red_flower(c: Canvas, x: float, y: float, size: float, colour: Colour = "#c9283a") -> None:
    for ring, (count, reach) in enumerate(((7, 0.62), (6, 0.36))):
        for petal in range(count):
            angle = petal * math.tau / count + ring * 0.4
            at = (x + math.cos(angle) * size * reach, y + math.sin(angle) * size * reach)
            c.circle(*at, size * 0.5, mix(colour, "#7c1426", 0.25 * (petal % 2)))
            c.fill(
                "#f0707c",
                lambda pen, at=at: pen.circle(at[0] - size * 0.08, at[1] - size * 0.12, size * 0.3),
                alpha=0.25,
                blur=size * 0.1,
            )
    for _ in range(30):
        angle, reach = c.random.uniform(0, math.tau), c.random.uniform(0, 0.26) * size
        c.circle(
            x + math.cos(angle) * reach,
            y + math.sin(angle) * reach,
            size * 0.055,
            mix("#f6c445", "#fff0b0", c.random.random()),
        )
    c.fill(
        "#ffffff",
        lambda pen: [
            pen.circle(x + dx * size, y - (0.86 - dx * dx * 0.55) * size, size * 0.15)
            for dx in (-0.55, -0.34, -0.12, 0.1, 0.3)
        ],
        alpha=0.95,
        blur=5,
    )


def stone_grandfather(c: Canvas) -> None:
    """A dol hareubang, the stone guardian of Jeju."""
    c.gradient(DAY, bottom=c.height * 0.7)
    c.cloud(c.width * 0.75, c.height * 0.2, c.width * 0.5)
    c.hills(c.height * 0.62, 40, ["#7fa35a", "#5c8440"], 1.4)
    for row in range(3):
        for at in range(14):
            c.ellipse(
                at * c.width / 12 + row * 30,
                c.height * (0.74 - row * 0.04),
                52,
                34,
                mix("#4a4644", "#77716b", c.random.random()),
            )
    c.gradient(["#9fb562", "#6f8f3e"], top=c.height * 0.76)
    x, foot, stone = c.width * 0.5, c.height * 0.93, "#6f6a66"
    c.shadow(x + 30, foot, c.width * 0.3, 36, 0.3)
    c.box(x - c.width * 0.22, c.height * 0.48, x + c.width * 0.22, foot, stone, 110)
    c.ellipse(x, c.height * 0.39, c.width * 0.19, c.height * 0.15, stone)
    c.ellipse(x, c.height * 0.285, c.width * 0.215, c.height * 0.03, mix(stone, "#3f3b38", 0.35))
    c.ellipse(x, c.height * 0.25, c.width * 0.15, c.height * 0.065, mix(stone, "#3f3b38", 0.15))
    for side in (-1, 1):
        c.circle(x + side * c.width * 0.08, c.height * 0.365, 44, mix(stone, "#2f2b29", 0.45))
        c.circle(x + side * c.width * 0.08, c.height * 0.36, 36, mix(stone, "#ffffff", 0.18))
        c.box(
            min(x + side * 30, x + side * 250),
            c.height * (0.62 + 0.09 * (side > 0)),
            max(x + side * 30, x + side * 250),
            c.height * (0.68 + 0.09 * (side > 0)),
            mix(stone, "#ffffff", 0.13),
            40,
        )
    c.ellipse(x, c.height * 0.405, 40, 58, mix(stone, "#ffffff", 0.15))
    c.arc(x, c.height * 0.44, 90, 46, 25, 155, mix(stone, "#201c1a", 0.6), 12)
    for _ in range(420):
        angle, reach = c.random.uniform(0, math.tau), c.random.random() ** 0.5
        px, py = (
            x + math.cos(angle) * reach * c.width * 0.19,
            c.height * 0.62 + math.sin(angle) * reach * c.height * 0.3,
        )
        c.ellipse(
            px,
            py,
            c.random.uniform(2, 6),
            c.random.uniform(2, 5),
            mix(stone, "#2b2725", c.random.uniform(0.15, 0.5)),
        )
    for _ in range(90):
        flower(
            c,
            c.random.uniform(0, c.width),
            c.random.uniform(c.height * 0.9, c.height),
            c.random.uniform(9, 20),
            c.random.choice(["#f7cf2e", "#ffe066"]),
            4,
        )


def tangerines(c: Canvas) -> None:
    c.gradient(["#cfe3b0", "#9fc27a", "#6c9a4c"])
    for _ in range(24):
        c.glow(
            c.random.uniform(0, c.width),
            c.random.uniform(0, c.height),
            c.random.uniform(70, 200),
            c.random.choice(["#f4f7c8", "#7da65a", "#ffd98a"]),
            0.5,
        )
    places = [(0.3, 0.42, 0.15), (0.58, 0.56, 0.17), (0.42, 0.76, 0.13), (0.76, 0.34, 0.12)]
    for x, y, size in places:
        for _ in range(7):
            leaf(
                c,
                x * c.width,
                (y - size * 0.6) * c.height,
                size * c.width * 1.5,
                c.random.uniform(-math.pi, 0.3),
            )
    for x, y, size in places:
        tangerine(c, x * c.width, y * c.height, size * c.width)


def tangerine(c: Canvas, x: float, y: float, size: float) -> None:
    c.ellipse(x, y, size, size * 0.9, "#f08a1d")
    c.fill(
        "#b85a08",
        lambda pen: pen.ellipse(x + size * 0.25, y + size * 0.35, size * 0.7, size * 0.5),
        alpha=0.3,
        blur=size * 0.2,
    )
    c.fill(
        "#ffd08a",
        lambda pen: pen.ellipse(x - size * 0.32, y - size * 0.3, size * 0.34, size * 0.26),
        alpha=0.8,
        blur=size * 0.1,
    )
    for _ in range(60):
        angle, reach = c.random.uniform(0, math.tau), c.random.random() ** 0.5 * 0.85
        c.circle(x + math.cos(angle) * reach * size, y + math.sin(angle) * reach * size * 0.9, 2.2, "#d97410")
    for angle in range(0, 360, 72):
        c.ellipse(
            x + math.cos(math.radians(angle)) * 13,
            y - size * 0.74 + math.sin(math.radians(angle)) * 6,
            13,
            8,
            "#4f7d3a",
        )
