# Facts of pandas 3.1.1; what only pandas 1.5 had stays readable (removed parameters, positional order).
from typing import Any

from pandas import DataFrame, Series

class DatetimeProperties:
    def as_unit(self, unit, round_ok=True) -> Series: ...
    def ceil(self, freq, ambiguous='raise', nonexistent='raise') -> Series: ...
    date: Series
    day: Series
    def day_name(self, locale=None) -> Series: ...
    day_of_week: Series
    day_of_year: Series
    dayofweek: Series
    dayofyear: Series
    days_in_month: Series
    daysinmonth: Series
    def floor(self, freq, ambiguous='raise', nonexistent='raise') -> Series: ...
    freq: Any
    hour: Series
    is_leap_year: Series
    is_month_end: Series
    is_month_start: Series
    is_quarter_end: Series
    is_quarter_start: Series
    is_year_end: Series
    is_year_start: Series
    def isocalendar(self) -> DataFrame: ...
    microsecond: Series
    minute: Series
    month: Series
    def month_name(self, locale=None) -> Series: ...
    nanosecond: Series
    def normalize(self) -> Series: ...
    quarter: Series
    def round(self, freq, ambiguous='raise', nonexistent='raise') -> Series: ...
    second: Series
    def strftime(self, date_format) -> Series: ...
    time: Series
    timetz: Series
    def to_period(self, freq=None) -> Series: ...
    def to_pydatetime(self) -> Any: ...
    tz: Any
    def tz_convert(self, tz) -> Series: ...
    def tz_localize(self, tz, ambiguous='raise', nonexistent='raise') -> Series: ...
    unit: Any
    week: Series
    weekday: Series
    weekofyear: Series
    year: Series
    days: Series
    seconds: Series
    microseconds: Series
    nanoseconds: Series
    components: DataFrame
    def total_seconds(self) -> Series: ...
    def to_timestamp(self, freq=None, how='start') -> Series: ...
