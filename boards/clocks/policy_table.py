"""Strict reading of a policy file: every value has a type, every key must be known."""

from datetime import time

from forum.messages import M, Message


class PolicyError(Exception):
    """A policy cannot be used. `message` says why, `file` and `key` (dotted, or "") say where."""

    def __init__(self, message, file, key=""):
        super().__init__(str(message))
        self.message, self.file, self.key = message, file, key


class Table:
    """One TOML table, read inside `with`; a key that nobody asked for is refused at the end."""

    def __init__(self, file, data, path=""):
        self.file, self.data, self.path = file, data, path
        self.known = []

    def __enter__(self):
        return self

    def __exit__(self, error, *_):
        if error is None:
            self._refuse_unknown_keys()

    def __contains__(self, key):
        return key in self.data

    def text(self, key, default):
        value = self._value(key, default)
        if isinstance(value, str) and value.strip():
            return value
        raise self.wrong(key, M("规则文件 %(file)s 的 %(key)s 应为文字，现为 %(found)s"))

    def flag(self, key, default):
        value = self._value(key, default)
        if isinstance(value, bool):
            return value
        raise self.wrong(key, M("规则文件 %(file)s 的 %(key)s 应为 true 或 false，现为 %(found)s"))

    def whole(self, key, default=None, least=1, most=3650):
        """A whole number from `least` to `most`; `default` (also None) when the key is absent."""
        value = self._value(key, default)
        if value is None or (type(value) is int and least <= value <= most):
            return value
        message = M("规则文件 %(file)s 的 %(key)s 应为 %(least)s 到 %(most)s 的整数，现为 %(found)s")
        raise self.wrong(key, message, least=least, most=most)

    def choice(self, key, options, default):
        """One value of the enum `options`."""
        value = self._value(key, default)
        if value in list(options):
            return options(value)
        message = M("规则文件 %(file)s 的 %(key)s 应为 %(known)s 之一，现为 %(found)s")
        raise self.wrong(key, message, known=", ".join(options))

    def table(self, key):
        """The table under `key`, empty when absent."""
        value = self._value(key, {})
        if isinstance(value, dict):
            return Table(self.file, value, self._dotted(key))
        raise self.wrong(key, M("规则文件 %(file)s 的 %(key)s 应为一个表，现为 %(found)s"))

    def periods(self, key, default):
        """Pairs of local times in order and apart: `((start, end), ...)`."""
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

    def wrong(self, key, message, **values):
        """The error that the value of `key` is wrong; `message` may name file, key and found."""
        place = self._dotted(key)
        values |= {"file": self.file, "key": place, "found": _shown(self.data.get(key))}
        return PolicyError(Message(message.msgid, values), self.file, place)

    def _value(self, key, default):
        self.known.append(key)
        return self.data.get(key, default)

    def _refuse_unknown_keys(self):
        for key in self.data:
            if key not in self.known:
                message = M("规则文件 %(file)s 中的 %(key)s 不是可用的设置；这里可用的有 %(known)s")
                raise self.wrong(key, message, known=", ".join(self.known))

    def _dotted(self, key):
        return f"{self.path}.{key}" if self.path else key


def _time(value):
    moment = value if isinstance(value, time) else time.fromisoformat(value)
    if moment.tzinfo:
        raise ValueError("office hours are local times")
    return moment


def _in_order(periods):
    moments = [moment for period in periods for moment in period]
    return all(start < end for start, end in periods) and moments == sorted(moments)


def _shown(value):
    return str(value).lower() if isinstance(value, bool) else repr(value)
