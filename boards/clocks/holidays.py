"""China's official days of rest, and what the law says of years not yet announced.

Published years (the State Council's yearly notices, with make-up days) come from
chinesecalendar. For others the statutory days of 《全国年节及纪念日放假办法》 are computed by
the package holidays, lunar feasts and substitute days included, and marked provisional.
"""

import re
from functools import lru_cache

import chinese_calendar
import holidays

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


def chinese_calendar_with(overrides=None, complete_years=(), version=0):
    """The city's WorkingCalendar: the official days under its own dated `overrides`."""
    return WorkingCalendar(official_day, overrides or {}, complete_years, version)


def reason_of(when, working, name=""):
    """Why a day that the city itself names is worked or not: a known feast's Reason, else the city's own words."""
    if name:
        return name if working else STATUTORY.get(name, name)
    if working == (when.weekday() < 5):
        return plain_day(when, Source.OVERRIDE).reason
    return Reason.MAKE_UP if working else Reason.HOLIDAY


@lru_cache(maxsize=8192)
def official_day(when):
    """The Day of any date: as published, or computed and provisional."""
    return _published(when) or _computed(when)


def _published(when):
    try:
        rests, name = chinese_calendar.get_holiday_detail(when)
    except NotImplementedError:
        return None
    if not name:
        return plain_day(when, Source.PUBLISHED)
    reason = PUBLISHED.get(name, Reason.HOLIDAY) if rests else Reason.MAKE_UP
    return Day(not rests, False, Source.PUBLISHED, reason)


def _computed(when):
    name = _statutory_days(when.year).get(when)
    if not name:
        return plain_day(when, Source.COMPUTED)
    # "中秋节; 国庆节" when two fall together, "春节（补假）" for a substitute day.
    feast = re.split("[;（]", name)[0].strip()
    return Day(False, True, Source.COMPUTED, STATUTORY.get(feast, Reason.HOLIDAY))


@lru_cache(maxsize=64)
def _statutory_days(year):
    return dict(holidays.China(years=year, language="zh_CN"))
