"""A day, or a run of days: a weekend, a week, a month, a year."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `first` to `last`, both included; `first <= last`."""

    first: date
    last: date

    @classmethod
    def day(cls, day: date) -> Days:
        """Return one day."""
        return cls(day, day)

    @classmethod
    def week(cls, day: date) -> Days:
        """Return the week of a day, from Monday to Sunday."""
        monday = day - timedelta(days=day.weekday())
        return cls(monday, monday + timedelta(days=6))

    @classmethod
    def month(cls, year: int, month: int) -> Days:
        """Return a whole month; month 0 is the December before, month 13 the January after."""
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))

    @classmethod
    def year(cls, year: int) -> Days:
        """Return a whole year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def is_month(self) -> bool:
        """Whether it is exactly one month."""
        return self == Days.month(self.first.year, self.first.month)

    @property
    def is_year(self) -> bool:
        """Whether it is exactly one year."""
        return self == Days.year(self.first.year)
