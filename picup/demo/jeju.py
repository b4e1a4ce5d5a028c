"""Flowers, stones and fruit of the island."""

import math

from picup.demo.canvas import Canvas, Colour, mix
from picup.demo.landscapes import DAY, flower
from picup.demo.seasons import snowfall


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
