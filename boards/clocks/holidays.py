"""China's official days of rest, and the statutory ones for years that are not announced yet.

Published years (the State Council's yearly notices, with make-up days) come from
chinesecalendar. For others the statutory days of 《全国年节及纪念日放假办法》 are computed by
the package holidays, lunar feasts and substitute days included, and marked provisional.
"""

import re
from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache

import chinese_calendar

from boards.clocks.calendar import Day, Reason, Source, WorkingCalendar, plain_day

PUBLISHED = {
    "New Year's Day": Reason.NEW_YEAR,
    "Spring Festival": Reason.SPRING_FESTIVAL,
    "Tomb-sweeping Day": Reason.QINGMING,
    "Labour Day": Reason.LABOUR,
    "Dragon Boat Festival": Reason.DRAGON_BOAT,
    "National Day": Reason.NATIONAL,
    "Mid-autumn Festival": Reason.MID_AUTUMN,
    "Anti-Fascist 70th Day": Reason.VICTORY,
}
STATUTORY = {
    "元旦": Reason.NEW_YEAR,
    "农历除夕": Reason.SPRING_FESTIVAL,
    "春节": Reason.SPRING_FESTIVAL,
    "清明节": Reason.QINGMING,
    "劳动节": Reason.LABOUR,
    "端午节": Reason.DRAGON_BOAT,
    "国庆节": Reason.NATIONAL,
    "中秋节": Reason.MID_AUTUMN,
}


def chinese_calendar_with(
    overrides: Mapping[date, Day] | None = None, complete_years: Collection[int] = (), version: int = 0
) -> WorkingCalendar:
    """The city's WorkingCalendar: the official days, with its own `overrides` by date."""
    return WorkingCalendar(official_day, overrides or {}, complete_years, version)


def reason_of(when: date, working: bool, name: str = "") -> str:
    """Why a day of the city's own calendar is worked or not: the Reason of a known feast, else the city's words."""
    if name:
        return name if working else STATUTORY.get(name, name)
    if working == (when.weekday() < 5):
        return plain_day(when, Source.OVERRIDE).reason
    return Reason.MAKE_UP if working else Reason.HOLIDAY


@lru_cache(maxsize=8192)
def official_day(when: date) -> Day:
    """The Day of any date: as published, or computed and provisional."""
    return _published(when) or _computed(when)


def _published(when: date) -> Day | None:
    try:
        rests, name = chinese_calendar.get_holiday_detail(when)
    except NotImplementedError:
        return None
    if not name:
        return plain_day(when, Source.PUBLISHED)
    reason = PUBLISHED.get(name, Reason.HOLIDAY) if rests else Reason.MAKE_UP
    return Day(not rests, False, Source.PUBLISHED, reason)


def _computed(when: date) -> Day:
    name = _statutory_days(when.year).get(when)
    if not name:
        return plain_day(when, Source.COMPUTED)
    # "中秋节; 国庆节" when two fall together, "春节（补假）" for a substitute day.
    feast = re.split("[;（]", name)[0].strip()
    return Day(False, True, Source.COMPUTED, STATUTORY.get(feast, Reason.HOLIDAY))


@lru_cache(maxsize=64)
def _statutory_days(year: int) -> dict[date, str]:
    import holidays  # takes 3 MB, and most dates lie in years that are published

    return dict(holidays.country_holidays("CN", years=year, language="zh_CN"))
