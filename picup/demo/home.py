"""Small scenes in and around the house."""

import math

from picup.demo.canvas import Canvas, Colour, mix
from picup.demo.celebrations import room
from picup.demo.jeju import leaf, tangerine
from picup.demo.landscapes import NIGHT
from picup.demo.people import FATHER, GIRL, GRANDFATHER, GRANDMOTHER, draw_head, person
from picup.demo.seasons import moon, pine, reed, snowfall, stars


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
