"""Periods of reports: which quarters each covers, and the four that a folder holds."""

from __future__ import annotations

from dataclasses import dataclass

_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Period:
    """A period of `length` quarters of a year from quarter `first` (0 to 3)."""

    year: int
    first: int
    length: int

    @property
    def quarters(self) -> tuple[tuple[int, int], ...]:
        """The quarters that it covers, each as year and number."""
        return tuple((self.year, self.first + at) for at in range(self.length))

    @property
    def words(self) -> str:
        """How a report names it."""
        if self.length == 1:
            return f"quý {_ROMAN[self.first]} năm {self.year}"
        return {2: "6 tháng đầu năm", 3: "9 tháng đầu năm", 4: "năm"}[self.length] + f" {self.year}"

    @property
    def code(self) -> str:
        """Its name in file names."""
        span = f"quy{self.first + 1}" if self.length == 1 else {2: "6thang", 3: "9thang", 4: "nam"}[self.length]
        return f"{self.year}-{span}"

    @property
    def day(self) -> tuple[int, int, int]:
        """The day on which reports are signed: day, month, year."""
        last = self.first + self.length
        return {1: (22, 3), 2: (18, 6), 3: (20, 9), 4: (11, 12)}[last] + (self.year,)

    def earlier_year(self) -> Period:
        """The same period one year before."""
        return Period(self.year - 1, self.first, self.length)

    def follows(self, other: Period) -> bool:
        """Whether it begins where the other ends."""
        last = (other.year, other.first + other.length - 1)
        year, first = self.year, self.first
        before = (year, first - 1) if first else (year - 1, 3)
        return before == last


def cadence(name: str, year: int) -> tuple[Period, ...]:
    """Return the four periods of a cadence in order: quarters of a year, running sums, or two years.

    >>> [period.words for period in cadence("running", 2024)]
    ['năm 2023', 'quý I năm 2024', '6 tháng đầu năm 2024', '9 tháng đầu năm 2024']
    """
    if name == "quarters":
        return tuple(Period(year, at, 1) for at in range(4))
    if name == "running":
        return (Period(year - 1, 0, 4), *(Period(year, 0, length) for length in (1, 2, 3)))
    return tuple(Period(one, 0, length) for one in (year - 1, year) for length in (2, 4))


CADENCES = ("quarters", "running", "years")
