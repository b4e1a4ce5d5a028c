"""Compute the light of an ordinary screen from a picture's code values (ITU-R BT.2100, BT.2408)."""

import math

# Transfer characteristics, code points of ITU-T H.273.
GAMMA_22, GAMMA_28, LINEAR, PQ, HLG = 4, 5, 8, 16, 18

STEPS = 4096
REFERENCE_WHITE = 203.0  # cd/m2 of a sheet of paper in an HDR picture (BT.2408)
HLG_PEAK = 1000.0
# Light up to the knee is unchanged; brighter light is compressed towards 1. So faces and paper have their own
# brightness, and a bright sky still shows its clouds. Chosen by eye among 0.3, 0.6 and 0.8: less turns skies to cyan,
# more burns clouds out.
KNEE = 0.6


def curve(transfer: int) -> list[float]:
    """Return linear light, 0 to 1, at STEPS code values from 0 to 1. `transfer` is a code point of ITU-T H.273."""
    light = {GAMMA_22: _gamma(2.2), GAMMA_28: _gamma(2.8), LINEAR: _gamma(1), PQ: _pq, HLG: _hlg}.get(
        transfer, _srgb
    )
    return [light(step / (STEPS - 1)) for step in range(STEPS)]


def power_curve(exponent: float) -> list[float]:
    """Return linear light as `curve` does, of values that were raised to 1 / `exponent`."""
    return [(step / (STEPS - 1)) ** exponent for step in range(STEPS)]


def _gamma(exponent: float):
    return lambda value: value**exponent


def _srgb(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _pq(value: float) -> float:
    power = value ** (1 / 78.84375)
    light = 10000 * (max(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125)
    return _press(light / REFERENCE_WHITE)


def _hlg(value: float) -> float:
    scene = value**2 / 3 if value <= 0.5 else (math.exp((value - 0.55991073) / 0.17883277) + 0.28466892) / 12
    return _press(HLG_PEAK * scene**1.2 / REFERENCE_WHITE)


def _press(light: float) -> float:
    """Return light unchanged up to the knee, then on an exponential shoulder that begins with the same slope."""
    if light <= KNEE:
        return light
    return KNEE + (1 - KNEE) * (1 - math.exp((KNEE - light) / (1 - KNEE)))
