"""Settings, read once from the environment. Pure.

A wrong value stops the start with one line that names the variable, its value and what is
allowed. The value of a secret is never repeated.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from forum.channel_settings import Channels, MailServer, channels_in, read_channels, read_mail_server
from forum.messages import M, Message
from forum.numbers import whole_number
from forum.secret_key import SecretKeyError, load_or_create_key
from forum.site_settings import FileQuota, Site, Tiles, read_files, read_quota, read_site, read_tiles
from forum.witness_settings import WitnessSetting, read_quorum, read_witnesses

T = TypeVar("T")
D = TypeVar("D", str, None)
Allowed = Message | str  # the text that tells which values a setting may have

POLICIES = ("quzhou", "ruian")
SEARCHES = ("whoosh", "tantivy", "postgres")
SECRETS = ("WENQU_SECRET_KEY", "WENQU_DATABASE", "WENQU_DATABASE_UPKEEP", "WENQU_MAIL", "WENQU_METRICS_TOKEN")
NAMES = SECRETS + (
    "WENQU_DATA", "WENQU_FILES", "WENQU_SEARCH", "WENQU_POLICY", "WENQU_TIMEZONE", "WENQU_URL", "WENQU_SITE",
    "WENQU_MAP_TILES", "WENQU_CHANNELS", "WENQU_SCREENING", "WENQU_SECOND_FACTOR", "WENQU_RATE_LIMITS",
    "WENQU_LOG", "WENQU_FILES_QUOTA", "WENQU_TRUSTED_PROXIES", "WENQU_LEDGER_MEMORY", "WENQU_LEDGER_WITNESSES", "WENQU_LEDGER_QUORUM",
)  # fmt: skip
KNOWN = {*NAMES, *(f"{name}_FILE" for name in SECRETS)}
SHORTEST_KEY = 32
MOST_PROXIES = 10


class SettingsError(Exception):
    """A setting with a wrong value. `.message` is the one line to show."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True)
class Settings:
    """How this installation runs.

    `database` is a URL: `sqlite:///` followed by a path (absolute: four slashes), or
    `postgresql://`. `upkeep`: the URL of a PostgreSQL login that may alter tables. `policy` is a name
    of POLICIES or the Path of a TOML file. `screening` None leaves it to the policy. `url` has no
    slash at its end. `ledger_memory` is a file outside the data folder that remembers the last
    checkpoint given out; `ledger_witnesses` have keys that are not yet checked, and `ledger_quorum` of them make a
    checkpoint witnessed.
    """

    data: Path
    files: str
    file_quota: FileQuota
    database: str = field(repr=False)
    upkeep: str | None = field(repr=False)
    secret_key: str = field(repr=False)
    search: str
    policy: str | Path
    timezone: ZoneInfo
    url: str
    site: Site
    map_tiles: Tiles | None
    screening: bool | None
    second_factor_required: bool
    rate_limits: bool
    mail: MailServer | None
    channels: Channels
    trusted_proxies: int
    metrics_token: str | None = field(repr=False)
    log: str
    ledger_memory: Path
    ledger_witnesses: tuple[WitnessSetting, ...]
    ledger_quorum: int


def from_environ(environ: Mapping[str, str]) -> Settings:
    """Settings from a mapping such as os.environ; raises SettingsError.

    Makes the data folder, and in it the secret key, when they are absent.
    """
    _refuse_unknown(environ)
    read = _Reader(environ)
    settings = _without_key(read)
    return Settings(**settings, secret_key=_secret_key(read, settings["data"]))


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    for name in sorted(environ):
        if name.startswith("WENQU_") and name not in KNOWN:
            close = get_close_matches(name, sorted(KNOWN), n=1)
            if close:
                raise SettingsError(M("%(name)s：没有这项设置，是否指 %(close)s？", name=name, close=close[0]))
            raise SettingsError(M("%(name)s：没有这项设置。", name=name))


def _without_key(read: "_Reader") -> dict[str, Any]:
    data = _folder(read)
    witnesses = read.value("WENQU_LEDGER_WITNESSES", read_witnesses, None)
    database = read.secret("WENQU_DATABASE", _database) or f"sqlite:///{data / 'wenqu.db'}"
    return {
        "data": data,
        "files": read.value("WENQU_FILES", read_files, str(data / "files")),
        "file_quota": read.value("WENQU_FILES_QUOTA", read_quota, "size=20"),
        "database": database,
        "upkeep": _upkeep(read, database),
        "search": _search(read, database),
        "policy": read.value("WENQU_POLICY", _policy, "quzhou"),
        "timezone": read.value("WENQU_TIMEZONE", _timezone, "Asia/Shanghai"),
        "url": read.value("WENQU_URL", _url, "http://127.0.0.1:8000"),
        "site": read.value("WENQU_SITE", read_site, None),
        "map_tiles": read.optional("WENQU_MAP_TILES", read_tiles),
        "screening": read.optional_choice("WENQU_SCREENING", {"on": True, "off": False}),
        "second_factor_required": read.choice("WENQU_SECOND_FACTOR", {"required": True, "optional": False}, "required"),
        "rate_limits": read.choice("WENQU_RATE_LIMITS", {"on": True, "off": False}, "on"),
        "mail": read.secret("WENQU_MAIL", read_mail_server),
        "channels": read.value("WENQU_CHANNELS", read_channels, channels_in(data)),  # type: ignore[type-var]
        "trusted_proxies": read.value("WENQU_TRUSTED_PROXIES", _proxies, "0"),
        "metrics_token": read.secret("WENQU_METRICS_TOKEN", _token),
        "log": read.choice("WENQU_LOG", {kind: kind for kind in ("text", "json")}, "text"),
        "ledger_memory": read.value("WENQU_LEDGER_MEMORY", _file, f"{data}.checkpoint"),
        "ledger_witnesses": witnesses,
        "ledger_quorum": read.value("WENQU_LEDGER_QUORUM", lambda text: read_quorum(text, len(witnesses)), "1"),
    }


class _Reader:
    """Reads values of the environment; `parse` returns the value (None: it is wrong) and what is allowed."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ

    def value(self, name: str, parse: Callable[[str | D], tuple[T | None, Allowed]], default: D) -> T:
        got = self.environ.get(name, default)
        value, allowed = parse(got)
        if value is None:
            raise setting_error(name, repr(got), allowed)
        return value

    def choice(self, name: str, choices: Mapping[str, T], default: str) -> T:
        got = self.environ.get(name, default)
        if got not in choices:
            raise setting_error(name, repr(got), " | ".join(choices))
        return choices[got]

    def optional_choice(self, name: str, choices: Mapping[str, T]) -> T | None:
        return self.choice(name, choices, "") if name in self.environ else None

    def optional(self, name: str, parse: Callable[[str], tuple[T | None, Allowed]]) -> T | None:
        return self.value(name, parse, "") if name in self.environ else None

    def secret(self, name: str, parse: Callable[[str], tuple[T | None, Allowed]]) -> T | None:
        got = self._text_or_file(name)
        if got is None:
            return None
        value, allowed = parse(got)
        if value is None:
            raise setting_error(name, M("保密的值，不显示"), allowed)
        return value

    def _text_or_file(self, name: str) -> str | None:
        text, file = self.environ.get(name), self.environ.get(f"{name}_FILE")
        if text is not None and file is not None:
            raise SettingsError(M("%(name)s 和 %(name)s_FILE 只能设一个。", name=name))
        return text if file is None else _contents(f"{name}_FILE", file)


def setting_error(name: str, got: str | Message, allowed: Allowed) -> SettingsError:
    """The SettingsError of one line with a variable, its value and what is allowed."""
    return SettingsError(M("%(name)s：得到的是 %(got)s，应当是 %(allowed)s。", name=name, got=got, allowed=allowed))


def _contents(name: str, file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, ValueError):
        raise setting_error(name, repr(file), M("一个能读取的 UTF-8 文本文件")) from None


def _folder(read: _Reader) -> Path:
    got = read.environ.get("WENQU_DATA", "instance")
    allowed = M("一个能写入的文件夹")
    if not got.strip():
        raise setting_error("WENQU_DATA", repr(got), allowed)
    try:
        folder = Path(got).expanduser().absolute()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, ValueError, RuntimeError):
        raise setting_error("WENQU_DATA", repr(got), allowed) from None
    return folder


def _secret_key(read: _Reader, data: Path) -> str:
    given = read.secret("WENQU_SECRET_KEY", _key)
    if given is not None:
        return given
    path = data / "secret-key"
    try:
        key = load_or_create_key(path)
    except SecretKeyError as error:
        raise SettingsError(error.message) from None
    if _key(key)[0] is None:
        raise setting_error("WENQU_SECRET_KEY", str(path), _key(key)[1])
    return key


def _key(text: str) -> tuple[str | None, Message]:
    fits = len(text) >= SHORTEST_KEY and text.isprintable()
    return text if fits else None, M("至少 %(n)s 个字符的随机文字", n=SHORTEST_KEY)


def _database(text: str) -> tuple[str | None, Message]:
    allowed = M("sqlite:///路径 或 postgresql://用户:密码@主机/库名")
    if text.startswith("sqlite:///") and text.removeprefix("sqlite:///").strip("/"):
        return text, allowed
    url = _split(text)
    fits = url and url.scheme == "postgresql" and url.path.strip("/")
    return text if fits else None, allowed


def _upkeep(read: _Reader, database: str) -> str | None:
    """The login for `wenqu init`, to the same database as the program's own."""

    def parse(text: str) -> tuple[str | None, Message]:
        fits = all(url.startswith("postgresql:") and _database(url)[0] for url in (text, database))
        same = (
            fits
            and urlsplit(text).path == urlsplit(database).path
            and urlsplit(text).username != urlsplit(database).username
        )
        return text if same else None, M("postgresql://用户:密码@主机/库名，与 WENQU_DATABASE 同库而不同用户")

    return read.secret("WENQU_DATABASE_UPKEEP", parse)


def _search(read: _Reader, database: str) -> str:
    name = "WENQU_SEARCH"
    engine = read.choice(name, {engine: engine for engine in SEARCHES}, "whoosh")
    if engine == "postgres" and not database.startswith("postgresql:"):
        raise setting_error(name, repr(engine), M("whoosh | tantivy（postgres 需要 PostgreSQL 数据库）"))
    return engine


def _policy(text: str) -> tuple[str | Path | None, Message]:
    allowed = M("quzhou | ruian | 一个 TOML 文件的路径")
    if text in POLICIES:
        return text, allowed
    try:
        path = Path(text).expanduser().absolute()
        tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RuntimeError):
        return None, allowed
    return path, allowed


def _timezone(text: str) -> tuple[ZoneInfo | None, Allowed]:
    try:
        return ZoneInfo(text), ""
    except (OSError, ValueError, LookupError):
        return None, M("时区名称，例如 Asia/Shanghai")


def _url(text: str) -> tuple[str | None, Message]:
    allowed = M("http:// 或 https:// 开头的网站地址，不带路径")
    url = _split(text)
    if url is None or url.scheme not in ("http", "https") or not url.hostname or not text.isascii():
        return None, allowed
    bare = "@" not in url.netloc and url.path in ("", "/") and not set(text) & set("?# ")
    return text.rstrip("/") if bare else None, allowed


def _split(text: str) -> SplitResult | None:
    try:
        url = urlsplit(text)
        return url if url.port != 0 else None
    except ValueError:
        return None


def _file(text: str) -> tuple[Path | None, Message]:
    path = Path(text).expanduser().absolute() if text.strip() and "\0" not in text else None
    fits = path and path.parent.is_dir() and not path.is_dir()
    return path if fits else None, M("一个文件的路径，它所在的文件夹已经存在")


def _token(text: str) -> tuple[str | None, Message]:
    return text if len(text) >= 16 and text.isascii() and text.isprintable() else None, M("16 个以上的字母、数字或符号")


def _proxies(text: str) -> tuple[int | None, Message]:
    return whole_number(text, 2, most=MOST_PROXIES), M("0 到 %(n)s 的整数", n=MOST_PROXIES)
