"""Numbers that remember how they were written, because rounding decides what they claim."""

from __future__ import annotations

from typing import Self

_DEEPEST = 400
"""Decimals beyond which half a unit is 0 in a float anyway."""


class Written(float):
    """A finite number out of a JSON text, with the digits it was written with."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Self:
        """Read a number. Raises ValueError for what is none."""
        number = super().__new__(cls, text)
        number.text = text
        return number

    @property
    def half_unit(self) -> float:
        """Half a unit of the last written digit: ``12.3`` stands for 12.25 to 12.35.

        An exponent makes it smaller, never wider than half of one: else ``0e9`` would stand for
        every value that there is.
        """
        digits, _, exponent = self.text.lower().partition("e")
        decimals = len(digits.partition(".")[2]) - int(exponent or 0)
        return 0.5 * 10.0 ** -min(max(decimals, 0), _DEEPEST)

    def stands_for(self, value: float) -> bool:
        """Whether ``value``, rounded to as many digits, is this number.

        A relative tolerance of 1e-9 covers the order in which sums were taken.
        """
        return abs(self - value) <= self.half_unit + 1e-9 * max(abs(self), abs(value))
