"""Fields, shores and mountains. Each scene draws a whole picture on a canvas."""

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
