"""The city that an installation serves, and who is responsible for it: the TOML file of WENQU_SITE, and WENQU_MAP_TILES. Pure.

A site in China names its filings in the footer of every page: the ICP filing with a link to its register (互联网信息服务管理办法,
article 12), the filing with the police likewise; a government's site also its host and its identification code (国办发〔2017〕47号).
Beside it WENQU_FILES, where the site's pictures and files are kept, and WENQU_FILES_QUOTA, how many there may be.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from forum.messages import M, Message
from forum.numbers import whole_number

DATUMS = ("wgs84", "gcj02")
ATTRIBUTION = re.compile(r"[^\x00-\x1f\x7f<>]{1,100}")
MARKS = re.compile(r"\{([a-z]*)\}")
TILES_ALLOWED = M("https:// 开头的瓦片地址，其中有 {z}、{x}、{y} 各一个，如 https://tiles.example.cn/{z}/{x}/{y}.png")
HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")
CITY = re.compile(r"[^\W\d_](?:[^\W_]|[ ·-]){0,28}[^\W_]")
HOTLINE = re.compile(r"[0-9][0-9-]{1,14}[0-9]")
BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/[A-Za-z0-9._/-]*)?")
MARK = re.compile(r"[\u4e00-\u9fff]{1,8}")
LINE = re.compile(r"[^\x00-\x1f\x7f<>]{2,100}")
PARAGRAPHS = re.compile(r"[^\x00-\x09\x0b-\x1f\x7f<>]{2,20000}")
KEYS = {
    "city": CITY,
    "hotline": HOTLINE,
    "host": LINE,
    "icp": re.compile(r"[\u4e00-\u9fff]ICP[备证][0-9]{6,14}号(-[0-9]{1,3})?"),
    "police": re.compile(r"[\u4e00-\u9fff]公网安备 ?[0-9]{14}号?"),
    "code": re.compile(r"[0-9A-Za-z]{10}"),
    "phone": re.compile(r"\+?[0-9][0-9 ()-]{3,24}[0-9]"),
    "mail": re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"),
    "address": LINE,
    "privacy": PARAGRAPHS,
    "accessibility": PARAGRAPHS,
    "licence": LINE,
    "licence_url": re.compile(r"https?://[!#-;=?-Z_a-z~%]{3,200}"),
}
ALLOWED = M(
    '一个 UTF-8 的 TOML 文件，可以写 city = "城市名称"（2 到 30 个字）、hotline = "热线号码"（3 到 16 位数字，中间可以有 -）、'
    'host = "主办单位"、icp = "浙ICP备12345678号"、police = "浙公网安备 33080202000123号"、code = "网站标识码"（10 位）、'
    "phone、mail、address（联系电话、邮箱、地址）、privacy 和 accessibility（隐私说明、无障碍声明里要补充的话，空行分段），"
    "licence 和 licence_url（开放数据的使用许可和它的网址），"
    "以及 [notices.warning]、[notices.circular]、[notices.urging] 三个表（发文机关 body、代字 mark、"
    "签发人 head、联系人 contact、抄送 copies、印章 seal；三个代字不能相同），"
    '和 [map] 表（本市范围 area = [南, 西, 北, 东]，单位是度；地图的坐标系 datum = "wgs84" 或 "gcj02"；地图的版权说明 attribution）'
)


@dataclass(frozen=True)
class FileQuota:
    """How many pictures and files people may send: MB of one, files of one post, files of a netizen a day, MB of one account."""

    size: int = 20
    post: int = 10
    day: int = 60
    account: int = 1024


# The program's own limits of memory and of pages are made for the defaults of size and post, so these can only be lowered.
QUOTA_MOST = {"size": 20, "post": 10, "day": 1000, "account": 1024**2}
QUOTA_ALLOWED = M(
    "若干个“名称=整数”，空格分开：size（一个文件几 MB，1 到 20）、post（一帖几个，1 到 10）、"
    "day（一人一天几个，1 到 1000）、account（一人共几 MB，1 到 1048576）"
)


@dataclass(frozen=True)
class NoticeOffice:
    """Who issues the notices of one kind (督办): the table [notices.KIND].

    `body` is the issuing body in red (GB/T 9704-2012, 7.2.4), `mark` its characters in the number (瑞效督), `head` the signatory, `contact`
    whom a department asks, `copies` who gets copies (抄送), `seal` the seal that the paper gets. Empty what is not set.
    """

    body: str
    mark: str
    head: str = ""
    contact: str = ""
    copies: str = ""
    seal: str = ""


# Used where the file names none. The marks differ, so that no two notices of a year have one number.
OFFICES = {
    "warning": NoticeOffice("网络问政督办办公室", "问预"),
    "circular": NoticeOffice("网络问政督办办公室", "问抄"),
    "urging": NoticeOffice("网络问政督办办公室", "问督"),
}
OFFICE_KEYS = {"body": LINE, "mark": MARK, "head": LINE, "contact": LINE, "copies": LINE, "seal": LINE}


@dataclass(frozen=True)
class Area:
    """A rectangle in degrees of WGS-84; it may not cross the meridian of 180 degrees."""

    south: float
    west: float
    north: float
    east: float

    def contains(self, lat: float, lon: float) -> bool:
        """Whether a position lies in it; its edges belong to it."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east


@dataclass(frozen=True)
class CityMap:
    """`area`: where the city's places lie, None when anywhere. The tiles are drawn in `datum`; `attribution` says whose they are."""

    area: Area | None = None
    datum: str = "wgs84"
    attribution: str = ""


@dataclass(frozen=True)
class Tiles:
    """The address of a picture of the map (256 pixels square, Web Mercator) with {z}, {x} and {y} in it."""

    template: str

    @property
    def origin(self) -> str:
        """Scheme and host, as a Content-Security-Policy names them."""
        parts = urlsplit(self.template)
        return f"{parts.scheme}://{parts.netloc}"

    def url(self, zoom: int, x: int, y: int) -> str:
        """The address of one tile."""
        values: Mapping[str, int] = {"z": zoom, "x": x, "y": y}
        return MARKS.sub(lambda mark: str(values[mark[1]]), self.template)


@dataclass(frozen=True)
class Site:
    """What the pages say of the city; empty what is not set.

    `city` is its full name (清源市), `hotline` its hotline's number, digits and hyphens; `host` the office that is responsible (主办单位);
    `icp` and `police` the numbers of its filings, `code` the identification code of a government's site; then how to reach the host;
    `licence` and `licence_url` are of the open data, which is not made without one (docs/open-data.md);
    `privacy` and `accessibility` paragraphs that stand before the program's own on those pages; `map` where the city lies.
    """

    city: str = ""
    hotline: str = "96811"
    host: str = ""
    icp: str = ""
    police: str = ""
    code: str = ""
    phone: str = ""
    mail: str = ""
    address: str = ""
    privacy: str = ""
    accessibility: str = ""
    licence: str = ""
    licence_url: str = ""
    notices: Mapping[str, NoticeOffice] = field(default_factory=lambda: OFFICES, hash=False)
    map: CityMap = CityMap()

    @property
    def police_number(self) -> str:
        """The 14 digits of the filing with the police, by which its register finds it."""
        return "".join(each for each in self.police if each.isdigit())

    @property
    def reachable(self) -> bool:
        """Whether the file says how to reach the host."""
        return bool(self.phone or self.mail or self.address)

    @property
    def unset(self) -> tuple[str, ...]:
        """The keys that a site open to the public should have and this one has not."""
        there = {"host": self.host, "icp": self.icp, "phone": self.reachable}
        return tuple(name for name, value in there.items() if not value)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The hotline's number without hyphens, which no citizen's name may contain."""
        return (self.hotline.replace("-", ""),)


def read_site(path: str | None) -> tuple[Site | None, Message]:
    """(Site, what is allowed): the Site of a file, the defaults for None; None in place of a Site when the file is wrong."""
    if path is None:
        return Site(), ALLOWED
    try:
        table = tomllib.loads(Path(path).expanduser().read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RuntimeError):
        return None, ALLOWED
    offices, city_map = _offices(table.pop("notices", {})), read_city_map(table.pop("map", {}))
    if offices is None or city_map is None or not _fits(table, KEYS):
        return None, ALLOWED
    return Site(**table, notices=offices, map=city_map), ALLOWED


def _offices(tables: Any) -> dict[str, NoticeOffice] | None:
    """The offices that issue notices, with those of the file in place of OFFICES; None when they are wrong."""
    if not isinstance(tables, dict) or set(tables) - set(OFFICES):
        return None
    if not all(isinstance(table, dict) and _fits(table, OFFICE_KEYS) for table in tables.values()):
        return None
    made = {kind: replace(office, **tables.get(kind, {})) for kind, office in OFFICES.items()}
    return made if len({office.mark for office in made.values()}) == len(made) else None


def _fits(table: Mapping[str, Any], keys: Mapping[str, re.Pattern[str]]) -> bool:
    return all(
        name in keys and isinstance(value, str) and keys[name].fullmatch(value) is not None
        for name, value in table.items()
    )


def read_city_map(table: Any) -> CityMap | None:
    """The CityMap of the table [map]: `area` = [south, west, north, east], `datum`, `attribution`; None when it is wrong."""
    if not isinstance(table, dict) or set(table) - {"area", "datum", "attribution"}:
        return None
    area = _area(table["area"]) if "area" in table else None
    datum, attribution = table.get("datum", "wgs84"), table.get("attribution", "")
    named = isinstance(attribution, str) and (not attribution or ATTRIBUTION.fullmatch(attribution))
    if ("area" in table and area is None) or datum not in DATUMS or not named:
        return None
    return CityMap(area, datum, attribution)


def _area(given: Any) -> Area | None:
    if not isinstance(given, list) or len(given) != 4:
        return None
    if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in given):
        return None
    south, west, north, east = map(float, given)
    return Area(south, west, north, east) if -90 <= south < north <= 90 and -180 <= west < east <= 180 else None


def read_tiles(text: str) -> tuple[Tiles | None, Message]:
    """(Tiles, what is allowed): those of a template; None in place of Tiles when it is wrong."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None, TILES_ALLOWED
    local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    host = (parts.scheme == "https" or local) and HOST.fullmatch(parts.hostname or "") and "@" not in parts.netloc
    whole = sorted(MARKS.findall(text)) == ["x", "y", "z"] and not MARKS.search(parts.netloc)
    plain = bool(text) and all(each.isascii() and each.isprintable() and each not in " \"'<>;,\\" for each in text)
    return (Tiles(text) if text and host and whole and plain and port != 0 else None), TILES_ALLOWED


def read_files(text: str) -> tuple[str | None, Message]:
    """(a folder's absolute path, or an address of S3, or None for a wrong value; what is allowed)."""
    allowed = M("一个文件夹的路径，或 s3://存储桶/前缀")
    if "://" in text:
        return text if BUCKET.fullmatch(text) else None, allowed
    path = Path(text).expanduser().absolute() if text.strip() and "\0" not in text else None
    return str(path) if path and not path.is_file() else None, allowed


def read_quota(text: str) -> tuple[FileQuota | None, Message]:
    """(FileQuota, what is allowed) of a text such as "size=10 day=20"; None in place of FileQuota when it is wrong."""
    pairs = [word.partition("=") for word in text.split()]
    numbers = {name: whole_number(value, 7, most=QUOTA_MOST.get(name, 0)) for name, _, value in pairs}
    fits = bool(pairs) and len(numbers) == len(pairs) and all(numbers.values()) and set(numbers) <= set(QUOTA_MOST)
    return FileQuota(**{name: number or 0 for name, number in numbers.items()}) if fits else None, QUOTA_ALLOWED
