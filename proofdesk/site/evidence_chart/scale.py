"""Places years on the width of “The evidence at a glance”."""

from __future__ import annotations

from dataclasses import dataclass

# In units of the drawing.
EDGE = 17.0  # half of a year's label
TICK_ROOM = 42.0  # from one year's label to the next
STEPS = (1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class Tick:
    """A year on the axis."""

    x: float
    label: str


@dataclass(frozen=True)
class Scale:
    """The years from ``first`` to ``last`` on the width up to ``right``, or from there if it is ``turned``.

    Where lines are read from right to left, so is time; ``turned`` is then the width of the drawing.
    """

    first: int
    last: int
    right: float
    left: float = EDGE
    turned: float = 0

    @property
    def unit(self) -> float:
        """Return the width of a year."""
        return (self.right - self.left) / max(1, self.last - self.first)

    def x(self, year: int) -> float:
        if self.first == self.last:
            return self._place((self.left + self.right) / 2)
        return self._place(self.left + (year - self.first) * self.unit)

    @property
    def ends(self) -> tuple[float, float]:
        """Return where the axis begins and ends, from left to right."""
        first, last = sorted(map(self._place, (self.left, self.right)))
        return first, last

    def _place(self, x: float) -> float:
        return round(self.turned - x if self.turned else x, 1)

    def ticks(self) -> list[Tick]:
        """Return the round years whose labels fit."""
        step = next((s for s in STEPS if s * self.unit >= TICK_ROOM), STEPS[-1])
        return [Tick(self.x(year), str(year)) for year in range(self.first, self.last + 1) if year % step == 0]

    def every_year(self) -> list[float]:
        return [self.x(year) for year in range(self.first, self.last + 1)] if self.unit >= 4 else []
