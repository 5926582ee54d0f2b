"""Strict reading of a policy file: every value has a type, unknown keys are refused."""

from datetime import time
from enum import StrEnum
from types import TracebackType
from typing import Any, TypeVar, overload

from forum.messages import M, Message

Option = TypeVar("Option", bound=StrEnum)
Periods = tuple[tuple[time, time], ...]


class PolicyError(Exception):
    """A policy cannot be used. `message` says why, `file` and `key` (dotted, or "") say where."""

    def __init__(self, message: Message, file: str, key: str = "") -> None:
        super().__init__(str(message))
        self.message, self.file, self.key = message, file, key


class Table:
    """One TOML table, read inside `with`; a key that was not read is refused at the end."""

    def __init__(self, file: str, data: dict[str, Any], path: str = "") -> None:
        self.file, self.data, self.path = file, data, path
        self.known: list[str] = []

    def __enter__(self) -> "Table":
        return self

    def __exit__(self, error: type[BaseException] | None, *_: BaseException | TracebackType | None) -> None:
        if error is None:
            self._refuse_unknown_keys()

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def text(self, key: str, default: str) -> str:
        value = self._value(key, default)
        if isinstance(value, str) and value.strip():
            return value
        raise self.wrong(key, M("规则文件 %(file)s 的 %(key)s 应为文字，现为 %(found)s"))

    def flag(self, key: str, default: bool) -> bool:
        value = self._value(key, default)
        if isinstance(value, bool):
            return value
        raise self.wrong(key, M("规则文件 %(file)s 的 %(key)s 应为 true 或 false，现为 %(found)s"))

    @overload
    def whole(self, key: str, default: int, least: int = 1, most: int = 3650) -> int: ...

    @overload
    def whole(self, key: str, default: None = None, least: int = 1, most: int = 3650) -> int | None: ...

    def whole(self, key: str, default: int | None = None, least: int = 1, most: int = 3650) -> int | None:
        """A whole number from `least` to `most`; `default` (also None) when the key is absent."""
        value = self._value(key, default)
        if value is None or (type(value) is int and least <= value <= most):
            return value
        message = M("规则文件 %(file)s 的 %(key)s 应为 %(least)s 到 %(most)s 的整数，现为 %(found)s")
        raise self.wrong(key, message, least=least, most=most)

    def choice(self, key: str, options: type[Option], default: Option) -> Option:
        """One value of the enum `options`, each of which is a StrEnum."""
        value = self._value(key, default)
        if value in list(options):
            return options(value)
        message = M("规则文件 %(file)s 的 %(key)s 应为 %(known)s 之一，现为 %(found)s")
        raise self.wrong(key, message, known=", ".join(options))

    def table(self, key: str) -> "Table":
        """The table under `key`, empty when absent."""
        value = self._value(key, {})
        if isinstance(value, dict):
            return Table(self.file, value, self._dotted(key))
        raise self.wrong(key, M("规则文件 %(file)s 的 %(key)s 应为一个表，现为 %(found)s"))

    def periods(self, key: str, default: Periods) -> Periods:
        """Pairs of local times in order and without overlap: `((start, end), ...)`."""
        value = self._value(key, default)
        try:
            periods = tuple((_time(start), _time(end)) for start, end in value)
        except (TypeError, ValueError):
            periods = ()
        if periods and _in_order(periods):
            return periods
        message = M(
            "规则文件 %(file)s 的 %(key)s 应为按先后排列、互不重叠的时段，"
            '如 [["08:30", "12:00"], ["14:00", "17:30"]]，现为 %(found)s'
        )
        raise self.wrong(key, message)

    def wrong(self, key: str, message: Message, **values: Any) -> PolicyError:
        """The error that the value of `key` is wrong; `message` may use the values file, key and found."""
        place = self._dotted(key)
        values |= {"file": self.file, "key": place, "found": _shown(self.data.get(key))}
        return PolicyError(Message(message.msgid, values), self.file, place)

    def _value(self, key: str, default: Any) -> Any:
        self.known.append(key)
        return self.data.get(key, default)

    def _refuse_unknown_keys(self) -> None:
        for key in self.data:
            if key not in self.known:
                message = M("规则文件 %(file)s 中的 %(key)s 不是可用的设置；这里可用的有 %(known)s")
                raise self.wrong(key, message, known=", ".join(self.known))

    def _dotted(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


def _time(value: time | str) -> time:
    moment = value if isinstance(value, time) else time.fromisoformat(value)
    if moment.tzinfo:
        raise ValueError("office hours are local times")
    return moment


def _in_order(periods: Periods) -> bool:
    moments = [moment for period in periods for moment in period]
    return all(start < end for start, end in periods) and moments == sorted(moments)


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)
