"""Figures and times as a person reads them, in elements that carry what they are exactly.

`data-value` has the figure as a plain decimal: it is what adds up, whatever a language writes.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from markupsafe import Markup

from commissions.audit.wording import VOLUMES
from commissions.domain.currencies import exponent
from commissions.domain.money import Money
from commissions.pages.numbers import NO_BREAK, decimal, locale, whole
from commissions.pages.text import Text

VOLUME_PLACES = 2
"""Volumes are hundredths."""
_FIGURE = Markup('<span class="figure" data-value="{exact}">{sign}{shown}{unit}</span>')
_UNIT = Markup("<small>\N{NO-BREAK SPACE}{}</small>")
_TIME = Markup('<time datetime="{exact}"{title}>{shown}</time>')
_TITLE = Markup(' title="{}"')
_AGES = (("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1))


@dataclass(frozen=True, slots=True)
class Formats:
    """All that a page writes of figures and times, for one person at one moment."""

    text: Text
    zone: str
    now: datetime

    def money(self, amount: Money, *, sign: bool = False, code: bool = True) -> Markup:
        """`550.56 USD`, the code smaller; `sign` writes a plus too, without `code` no currency."""
        return _FIGURE.format(
            exact=_plain(amount.minor, exponent(amount.currency)),
            sign="+" if sign and amount.minor > 0 else "",
            shown=self._decimal(amount.minor, exponent(amount.currency)),
            unit=_UNIT.format(amount.currency) if code else "",
        )

    def money_text(self, amount: Money) -> str:
        """The same for a title or a label, without elements."""
        shown = self._decimal(amount.minor, exponent(amount.currency))
        return f"{shown}{NO_BREAK}{amount.currency}"

    def volume(self, hundredths: int, unit: str = "") -> Markup:
        """`60.00`, and from 100 on `2,044`; the unit (PV, CV …) smaller."""
        return _FIGURE.format(
            exact=_plain(hundredths, VOLUME_PLACES),
            sign="",
            shown=self.volume_text(hundredths),
            unit=_UNIT.format(unit) if unit else "",
        )

    def volume_text(self, hundredths: int) -> str:
        if abs(hundredths) < 100_00:
            return self._decimal(hundredths, VOLUME_PLACES)
        return whole(round(Fraction(hundredths, 100)), self.text.written)

    def worth(self, units: int, unit: str) -> Markup:
        """Of a currency (minor units) or of a volume (`pv`, hundredths), whichever the unit is."""
        if unit in VOLUMES:
            return self.volume(units, unit.upper())
        return self.money(Money(units, unit))

    def axis(self, units: int, places: int) -> str:
        """Beside a chart: no decimals where the scale has none."""
        if units % 10**places == 0:
            return whole(units // 10**places, self.text.written)
        return self._decimal(units, places)

    def number(self, number: int) -> Markup:
        return _FIGURE.format(
            exact=number, sign="", shown=whole(number, self.text.written), unit=""
        )

    def percent(self, share: Fraction | Decimal) -> Markup:
        """`0.125` as `12.5 %`: two decimals at most, none that are zero."""
        rounded = _hundredths(share)
        return _FIGURE.format(
            exact=_plain(rounded, 2), sign="", shown=self.percent_text(share), unit=""
        )

    def percent_text(self, share: Fraction | Decimal) -> str:
        rounded = Decimal(_hundredths(share)).scaleb(-2)
        places = max(0, -int(rounded.normalize().as_tuple().exponent))
        return f"{decimal(rounded, places, self.text.written)}{NO_BREAK}%"

    def day(self, day: date, *, long: bool = False) -> Markup:
        """`27 Nov`, of another year `27 Nov 2025`; long `27 November 2026`."""
        return _TIME.format(exact=day.isoformat(), title="", shown=self.day_text(day, long=long))

    def day_text(self, day: date, *, long: bool = False) -> str:
        other_year = day.year != self._local(self.now).year
        return self._date(day, "day-long" if long else "day-year" if other_year else "day")

    def moment(self, moment: datetime) -> Markup:
        """`27 Nov, 13:07` in the person's zone; which zone that is, is in the title."""
        return _TIME.format(
            exact=moment.isoformat(),
            title=_TITLE.format(self.zone),
            shown=self.moment_text(moment),
        )

    def moment_text(self, moment: datetime) -> str:
        local = self._local(moment)
        return str(
            self.text("format.moment", day=self.day_text(local.date()), time=self._time(local))
        )

    def time(self, moment: datetime) -> Markup:
        """`13:07` in the person's zone."""
        return _TIME.format(
            exact=moment.isoformat(),
            title=_TITLE.format(self.zone),
            shown=self._time(self._local(moment)),
        )

    def time_text(self, moment: datetime) -> str:
        return self._time(self._local(moment))

    def month(self, month: date) -> str:
        """`November 2026`, of any of its days."""
        return self._date(month, "month")

    def month_short(self, month: date) -> str:
        """`Nov 2026`."""
        return self._date(month, "month-short")

    def days(self, first: date, last: date) -> str:
        """`1 to 30 November 2026`: both are in it."""
        if first == last:
            return self._date(last, "day-long")
        begin = (
            "day-of-month" if (first.year, first.month) == (last.year, last.month) else ("day-long")
        )
        return str(
            self.text(
                "format.range", first=self._date(first, begin), last=self._date(last, "day-long")
            )
        )

    def age(self, moment: datetime) -> Markup:
        """`30 min`: how long ago (or, of what is to come, in how long); exactly in the title."""
        return _TIME.format(
            exact=moment.isoformat(),
            title=_TITLE.format(self.moment_text(moment)),
            shown=self.duration_text(abs(self.now - moment)),
        )

    def duration_text(self, duration: timedelta) -> str:
        """In its largest unit, rounded down: `12 s`, `30 min`, `5 h`, `3 d`."""
        seconds = int(duration.total_seconds())
        unit, size = next(((unit, size) for unit, size in _AGES if seconds >= size), ("seconds", 1))
        return str(self.text.plural(f"format.{unit}", seconds // size))

    def seconds_text(self, duration: timedelta) -> str:
        """`0.4 s`: of what takes less than ten seconds its tenths, rounded up."""
        tenths = -(-duration // timedelta(milliseconds=100))
        if tenths >= 100:
            return self.duration_text(duration)
        return str(self.text("format.tenths", seconds=self._decimal(tenths, 1)))

    def _decimal(self, units: int, places: int) -> str:
        return decimal(_scaled(units, places), places, self.text.written)

    def _date(self, day: date, kind: str) -> str:
        pattern = self.text.pattern(f"format.pattern.{kind}")
        return format_date(day, pattern, locale=locale(self.text.written))

    def _time(self, local: datetime) -> str:
        pattern = self.text.pattern("format.pattern.time")
        return format_time(local.time(), pattern, locale=locale(self.text.written))

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.zone))


def _plain(units: int, places: int) -> str:
    return f"{_scaled(units, places):.{places}f}"


def _scaled(units: int, places: int) -> Decimal:
    with localcontext() as context:
        context.prec = 60
        return Decimal(units).scaleb(-places)


def _hundredths(share: Fraction | Decimal) -> int:
    """Of a percent."""
    return round(Fraction(share) * 100_00)
