"""A canvas for the demo's pictures: soft gradients, hills, clouds and light, drawn with Pillow alone."""

# ruff: noqa: S311 (this randomness scatters flowers)

import math
import random
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

# Drawn twice as large, then made smaller: that smooths every edge.
SCALE = 2
Colour = str | tuple[int, int, int]
Point = tuple[float, float]


class Canvas:
    """Coordinates are pixels of the finished picture, from the top left."""

    def __init__(self, width: int, height: int, seed: int):
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width * SCALE, height * SCALE))
        self.random = random.Random(seed)
        self.pen = ImageDraw.Draw(self.image)

    def finish(self) -> Image.Image:
        """The picture at its size, with a light texture of paper."""
        picture = self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        coarse = Image.effect_noise((self.width // 5, self.height // 5), 26).resize(
            picture.size, Image.Resampling.BICUBIC
        )
        fine = Image.effect_noise(picture.size, 12)
        paper = Image.merge("RGB", [Image.blend(coarse, fine, 0.5)] * 3)
        return Image.blend(picture, ImageChops.soft_light(picture, paper), 0.55)

    # Surfaces

    def gradient(
        self, stops: Sequence[Colour], top: float = 0, bottom: float | None = None, shape=None
    ) -> None:
        """Fills from `top` to `bottom` with colours that run into one another, where the mask `shape` is."""
        bottom = self.height if bottom is None else bottom
        column = Image.new("RGB", (1, len(stops)))
        for at, colour in enumerate(stops):
            column.paste(rgb(colour), (0, at, 1, at + 1))
        size = (self.image.width, max(1, int((bottom - top) * SCALE)))
        # Half a stop is cut off at both ends, where a resize would repeat the outer colours.
        box = (0, 0.5, 1, len(stops) - 0.5) if len(stops) > 1 else None
        surface = column.resize((1, size[1]), Image.Resampling.BILINEAR, box=box).resize(size)
        at_top = int(top * SCALE)
        part = shape.crop((0, at_top, size[0], at_top + size[1])) if shape else None
        self.image.paste(surface, (0, at_top), part)

    def shape(self, draw, blur: float = 0) -> Image.Image:
        """A mask: `draw(pen)` draws in white on black, in this canvas's coordinates."""
        mask = Image.new("L", self.image.size)
        draw(Pen(mask))
        return mask.filter(ImageFilter.GaussianBlur(blur * SCALE)) if blur else mask

    def fill(self, colour: Colour, draw, *, alpha: float = 1, blur: float = 0) -> None:
        """Colours what `draw(pen)` draws. Only the part of the canvas that it touches is masked."""
        bounds = Bounds()
        draw(bounds)
        box = bounds.around(blur * 3, self.width, self.height)
        if box is None:
            return
        left, top, right, bottom = box
        mask = Image.new("L", ((right - left) * SCALE, (bottom - top) * SCALE))
        draw(Pen(mask, left, top))
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur * SCALE))
        if alpha < 1:
            mask = mask.point(lambda value: int(value * alpha))
        self.image.paste(Image.new("RGB", mask.size, rgb(colour)), (left * SCALE, top * SCALE), mask)

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float = 1) -> None:
        """Light that fades with the distance."""
        size = int(radius * 2 * SCALE)
        light = Image.radial_gradient("L").resize((size, size), Image.Resampling.BILINEAR)
        fade = light.point(lambda value: int(max(0, 1 - value / 180) ** 2 * 255 * strength))
        at = (int((x - radius) * SCALE), int((y - radius) * SCALE))
        self.image.paste(Image.new("RGB", (size, size), rgb(colour)), at, fade)

    # Landscape

    def ridge(self, base: float, height: float, waves: float, jagged: float = 0) -> list[Point]:
        """The line of a range of hills around `base`; `jagged` (0 to 1) makes mountains of them."""
        phases = [self.random.uniform(0, math.tau) for _ in range(6)]
        points = []
        for step in range(121):
            part = step / 120
            y = sum(math.sin(part * waves * 2**n * 3 + phase) / 1.9**n for n, phase in enumerate(phases[:2]))
            rough = sum(abs(math.sin(part * waves * 2**n * 4 + p)) / 2**n for n, p in enumerate(phases[2:]))
            points.append((part * self.width, base - height * (0.5 * y + jagged * (rough - 1.0))))
        return points

    def hills(
        self, base: float, height: float, stops: Sequence[Colour], waves: float = 2, jagged: float = 0
    ) -> list[Point]:
        line = self.ridge(base, height, waves, jagged)
        outline = [*line, (self.width, self.height), (0, self.height)]
        top = max(0, min(y for _, y in line))
        self.gradient(stops, top=top, shape=self.shape(lambda pen: pen.polygon(outline)))
        return line

    def sun(
        self, x: float, y: float, radius: float, colour: Colour = "#fff3c4", halo: Colour = "#ffe9a8"
    ) -> None:
        self.glow(x, y, radius * 6, halo, 0.75)
        self.fill(colour, lambda pen: pen.circle(x, y, radius), blur=1)

    def cloud(self, x: float, y: float, width: float, colour: Colour = "#ffffff", alpha: float = 0.9) -> None:
        puffs = [(self.random.uniform(-0.42, 0.42), self.random.uniform(0.10, 0.19)) for _ in range(9)]

        def draw(pen):
            for place, size in puffs:
                size *= 1.25 - 1.4 * abs(place)
                pen.circle(x + place * width, y - size * width * 0.4, size * width)
            pen.erase(0, y, self.width, self.height)

        self.fill(colour, draw, alpha=alpha, blur=3)

    def sea(
        self, top: float, stops: Sequence[Colour], glint: Colour = "#ffffff", light_at: float | None = None
    ) -> None:
        self.gradient(stops, top=top)
        for _ in range(int(self.width / 6)):
            depth = self.random.random() ** 1.6
            y = top + 4 + depth * (self.height - top)
            x = self.random.uniform(0, self.width)
            if light_at is not None and self.random.random() < 0.75:
                x = self.random.gauss(light_at, 30 + depth * 150)
            length = 10 + depth * 70
            self.fill_fast(glint, x, y, length, 1.2 + 3 * depth, 0.3)

    def fill_fast(
        self, colour: Colour, x: float, y: float, length: float, thick: float, alpha: float
    ) -> None:
        """A see-through stroke, pasted alone: a mask of the whole canvas for each would take minutes."""
        size = (max(2, int(length * SCALE)), max(2, int(thick * SCALE)))
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).ellipse((0, 0, size[0] - 1, size[1] - 1), fill=int(255 * alpha))
        self.image.paste(
            Image.new("RGB", size, rgb(colour)), (int((x - length / 2) * SCALE), int(y * SCALE)), mask
        )

    # Solid forms

    def polygon(self, points: list[Point], colour: Colour) -> None:
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=rgb(colour))

    def circle(self, x: float, y: float, radius: float, colour: Colour) -> None:
        self.ellipse(x, y, radius, radius, colour)

    def ellipse(self, x: float, y: float, across: float, down: float, colour: Colour) -> None:
        box = [(x - across) * SCALE, (y - down) * SCALE, (x + across) * SCALE, (y + down) * SCALE]
        self.pen.ellipse(box, fill=rgb(colour))

    def box(
        self, left: float, top: float, right: float, bottom: float, colour: Colour, round_: float = 0
    ) -> None:
        box = [left * SCALE, top * SCALE, right * SCALE, bottom * SCALE]
        self.pen.rounded_rectangle(box, round_ * SCALE, fill=rgb(colour))

    def line(self, points: list[Point], colour: Colour, width: float) -> None:
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(scaled, fill=rgb(colour), width=max(1, int(width * SCALE)), joint="curve")

    def arc(
        self,
        x: float,
        y: float,
        across: float,
        down: float,
        start: float,
        end: float,
        colour: Colour,
        width: float,
    ) -> None:
        box = [(x - across) * SCALE, (y - down) * SCALE, (x + across) * SCALE, (y + down) * SCALE]
        self.pen.arc(box, start, end, fill=rgb(colour), width=int(width * SCALE))

    def shadow(self, x: float, y: float, across: float, down: float, alpha: float = 0.25) -> None:
        self.fill("#20180f", lambda pen: pen.ellipse(x, y, across, down), alpha=alpha, blur=down * 0.5)


class Pen:
    """Draws white into a mask, whose left top corner is at a place of the canvas."""

    def __init__(self, mask: Image.Image, left: float = 0, top: float = 0):
        self.draw, self.left, self.top = ImageDraw.Draw(mask), left, top

    def polygon(self, points: list[Point]) -> None:
        self.draw.polygon([((x - self.left) * SCALE, (y - self.top) * SCALE) for x, y in points], fill=255)

    def circle(self, x: float, y: float, radius: float) -> None:
        self.ellipse(x, y, radius, radius)

    def ellipse(self, x: float, y: float, across: float, down: float) -> None:
        self.draw.ellipse(self.scaled(x - across, y - down, x + across, y + down), fill=255)

    def erase(self, left: float, top: float, right: float, bottom: float) -> None:
        self.draw.rectangle(self.scaled(left, top, right, bottom), fill=0)

    def scaled(self, left: float, top: float, right: float, bottom: float) -> list[float]:
        return [
            (left - self.left) * SCALE,
            (top - self.top) * SCALE,
            (right - self.left) * SCALE,
            (bottom - self.top) * SCALE,
        ]


class Bounds:
    """A pen that draws nothing and remembers how far it went."""

    def __init__(self):
        self.points: list[Point] = []

    def polygon(self, points: list[Point]) -> None:
        self.points += points

    def circle(self, x: float, y: float, radius: float) -> None:
        self.ellipse(x, y, radius, radius)

    def ellipse(self, x: float, y: float, across: float, down: float) -> None:
        self.points += [(x - across, y - down), (x + across, y + down)]

    def erase(self, *box: float) -> None:
        """Takes away only."""

    def around(self, margin: float, width: int, height: int) -> tuple[int, int, int, int] | None:
        """Whole pixels around everything drawn, within the canvas. None when that is nothing."""
        across, down = [x for x, _ in self.points], [y for _, y in self.points]
        left, top = max(0, int(min(across) - margin)), max(0, int(min(down) - margin))
        right, bottom = min(width, int(max(across) + margin) + 1), min(height, int(max(down) + margin) + 1)
        return (left, top, right, bottom) if left < right and top < bottom else None


def rgb(colour: Colour) -> tuple[int, int, int]:
    if isinstance(colour, tuple):
        return colour
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(one: Colour, other: Colour, part: float) -> tuple[int, int, int]:
    """`one` with `part` (0 to 1) of `other` in it."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(rgb(one), rgb(other), strict=True))
    return red, green, blue
