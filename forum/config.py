"""Settings, read once from the environment.

A wrong value stops the start with one line that names the variable, what it got and what is
allowed. The value of a secret is never repeated.
"""

import re
import tomllib
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from forum.messages import M
from forum.numbers import whole_number
from forum.secret_key import SecretKeyError, load_or_create_key

POLICIES = ("quzhou", "ruian")
SEARCHES = ("whoosh", "tantivy", "postgres")
SECRETS = ("WENQU_SECRET_KEY", "WENQU_DATABASE", "WENQU_DATABASE_UPKEEP", "WENQU_MAIL")
NAMES = SECRETS + (
    "WENQU_DATA",
    "WENQU_SEARCH",
    "WENQU_POLICY",
    "WENQU_TIMEZONE",
    "WENQU_URL",
    "WENQU_SCREENING",
    "WENQU_SECOND_FACTOR",
    "WENQU_RATE_LIMITS",
    "WENQU_TRUSTED_PROXIES",
    "WENQU_LEDGER_MEMORY",
    "WENQU_LEDGER_WITNESSES",
)
KNOWN = {*NAMES, *(f"{name}_FILE" for name in SECRETS)}
SHORTEST_KEY = 32
MOST_PROXIES = 10
WITNESS = re.compile(r"[^\s+]{1,200}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}")


class SettingsError(Exception):
    """A setting that is not understood. `.message` is the one line to show."""

    def __init__(self, message):
        self.message = message
        super().__init__(message)


@dataclass(frozen=True)
class Settings:
    """How this installation runs.

    `database` is a URL: `sqlite:///` followed by a path (absolute: four slashes), or
    `postgresql://`. `upkeep`: the URL of a PostgreSQL login that may alter tables. `policy` is a name
    of POLICIES or the Path of a TOML file. `screening` None leaves it to the policy. `url` has no
    slash at its end. `ledger_memory` is a file outside the data folder that remembers the last
    checkpoint given out; `ledger_witnesses` are keys, not yet checked.
    """

    data: Path
    database: str = field(repr=False)
    upkeep: str | None = field(repr=False)
    secret_key: str = field(repr=False)
    search: str
    policy: str | Path
    timezone: ZoneInfo
    url: str
    screening: bool | None
    second_factor_required: bool
    rate_limits: bool
    mail: str | None = field(repr=False)
    trusted_proxies: int
    ledger_memory: Path
    ledger_witnesses: tuple[str, ...]


def from_environ(environ):
    """Settings from a mapping such as os.environ; raises SettingsError.

    Makes the data folder, and in it the secret key, when they are absent.
    """
    _refuse_unknown(environ)
    read = _Reader(environ)
    settings = _without_key(read)
    return Settings(**settings, secret_key=_secret_key(read, settings["data"]))


def _refuse_unknown(environ):
    for name in sorted(environ):
        if name.startswith("WENQU_") and name not in KNOWN:
            close = get_close_matches(name, sorted(KNOWN), n=1)
            if close:
                raise SettingsError(M("%(name)s：没有这项设置，是否指 %(close)s？", name=name, close=close[0]))
            raise SettingsError(M("%(name)s：没有这项设置。", name=name))


def _without_key(read):
    data = _folder(read)
    database = read.secret("WENQU_DATABASE", _database) or f"sqlite:///{data / 'wenqu.db'}"
    return {
        "data": data,
        "database": database,
        "upkeep": _upkeep(read, database),
        "search": _search(read, database),
        "policy": read.value("WENQU_POLICY", _policy, "quzhou"),
        "timezone": read.value("WENQU_TIMEZONE", _timezone, "Asia/Shanghai"),
        "url": read.value("WENQU_URL", _url, "http://127.0.0.1:8000"),
        "screening": read.choice("WENQU_SCREENING", {"on": True, "off": False}, None),
        "second_factor_required": read.choice("WENQU_SECOND_FACTOR", {"required": True, "optional": False}, "required"),
        "rate_limits": read.choice("WENQU_RATE_LIMITS", {"on": True, "off": False}, "on"),
        "mail": read.secret("WENQU_MAIL", _mail),
        "trusted_proxies": read.value("WENQU_TRUSTED_PROXIES", _proxies, "0"),
        "ledger_memory": read.value("WENQU_LEDGER_MEMORY", _file, f"{data}.checkpoint"),
        "ledger_witnesses": read.value("WENQU_LEDGER_WITNESSES", _witnesses, None),
    }


class _Reader:
    """Values of the environment; a parser gets the text and gives the value, or None for wrong."""

    def __init__(self, environ):
        self.environ = environ

    def value(self, name, parse, default):
        got = self.environ.get(name, default)
        value, allowed = parse(got)
        if value is None:
            raise setting_error(name, repr(got), allowed)
        return value

    def choice(self, name, choices, default):
        if default is None and name not in self.environ:
            return None
        got = self.environ.get(name, default)
        if got not in choices:
            raise setting_error(name, repr(got), " | ".join(choices))
        return choices[got]

    def secret(self, name, parse):
        got = self._text_or_file(name)
        if got is None:
            return None
        value, allowed = parse(got)
        if value is None:
            raise setting_error(name, M("保密的值，不显示"), allowed)
        return value

    def _text_or_file(self, name):
        text, file = self.environ.get(name), self.environ.get(f"{name}_FILE")
        if text is not None and file is not None:
            raise SettingsError(M("%(name)s 和 %(name)s_FILE 只能设一个。", name=name))
        return text if file is None else _contents(f"{name}_FILE", file)


def setting_error(name, got, allowed):
    """The SettingsError of one line for a variable, what it got and what is allowed."""
    return SettingsError(M("%(name)s：得到的是 %(got)s，应当是 %(allowed)s。", name=name, got=got, allowed=allowed))


def _contents(name, file):
    try:
        return Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, ValueError):
        raise setting_error(name, repr(file), M("一个能读取的 UTF-8 文本文件")) from None


def _folder(read):
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


def _secret_key(read, data):
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


def _key(text):
    fits = len(text) >= SHORTEST_KEY and text.isprintable()
    return text if fits else None, M("至少 %(n)s 个字符的随机文字", n=SHORTEST_KEY)


def _database(text):
    allowed = M("sqlite:///路径 或 postgresql://用户:密码@主机/库名")
    if text.startswith("sqlite:///") and text.removeprefix("sqlite:///").strip("/"):
        return text, allowed
    url = _split(text)
    fits = url and url.scheme == "postgresql" and url.path.strip("/")
    return text if fits else None, allowed


def _upkeep(read, database):
    """The login for `wenqu init`, to the same database as the program's own."""

    def parse(text):
        fits = all(url.startswith("postgresql:") and _database(url)[0] for url in (text, database))
        same = (
            fits
            and urlsplit(text).path == urlsplit(database).path
            and urlsplit(text).username != urlsplit(database).username
        )
        return text if same else None, M("postgresql://用户:密码@主机/库名，与 WENQU_DATABASE 同库而不同用户")

    return read.secret("WENQU_DATABASE_UPKEEP", parse)


def _mail(text):
    url = _split(text)
    fits = url and url.scheme in ("smtp", "smtps") and url.hostname
    return text if fits else None, M("smtp://[用户:密码@]主机[:端口] 或 smtps://…")


def _search(read, database):
    name = "WENQU_SEARCH"
    engine = read.choice(name, {engine: engine for engine in SEARCHES}, "whoosh")
    if engine == "postgres" and not database.startswith("postgresql:"):
        raise setting_error(name, repr(engine), M("whoosh | tantivy（postgres 需要 PostgreSQL 数据库）"))
    return engine


def _policy(text):
    allowed = M("quzhou | ruian | 一个 TOML 文件的路径")
    if text in POLICIES:
        return text, allowed
    try:
        path = Path(text).expanduser().absolute()
        tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RuntimeError):
        return None, allowed
    return path, allowed


def _timezone(text):
    try:
        return ZoneInfo(text), ""
    except (OSError, ValueError, LookupError):
        return None, M("时区名称，例如 Asia/Shanghai")


def _url(text):
    url = _split(text)
    fits = url and url.scheme in ("http", "https") and url.hostname and text.isascii()
    bare = fits and "@" not in url.netloc and url.path in ("", "/") and not set(text) & set("?# ")
    return text.rstrip("/") if bare else None, M("http:// 或 https:// 开头的网站地址，不带路径")


def _split(text):
    try:
        url = urlsplit(text)
        return url if url.port != 0 else None
    except ValueError:
        return None


def _file(text):
    path = Path(text).expanduser().absolute() if text.strip() and "\0" not in text else None
    fits = path and path.parent.is_dir() and not path.is_dir()
    return path if fits else None, M("一个文件的路径，它所在的文件夹已经存在")


def _witnesses(text):
    if text is None:
        return (), ""
    keys = tuple(text.replace(",", " ").split())
    fits = keys and all(WITNESS.fullmatch(key) for key in keys)
    return keys if fits else None, M("见证方的公钥，名称+编号+密钥，多个用空格隔开")


def _proxies(text):
    return whole_number(text, 2, most=MOST_PROXIES), M("0 到 %(n)s 的整数", n=MOST_PROXIES)
