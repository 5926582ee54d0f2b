"""Static files, read once at the start: their names carry a hash, browsers keep them for a year, each is compressed once.

`/static/site.css` is made of SITE_SHEETS, so that a page links one style sheet; a page may link a second one of its own.
"""

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import brotli
import rcssmin
import rjsmin
from flask import Flask, Response, current_app, request

from forum.problems import NotFound

SITE_SHEETS = ("wenqu.css", "layout.css", "forms.css", "board.css", "portraits.css", "thread.css", "print.css")
FOR_A_YEAR = "public, max-age=31536000, immutable"
ENCODINGS = ("br", "gzip")  # the smallest first
SHORTENERS: Mapping[str, Callable[[str], str]] = {".css": rcssmin.cssmin, ".js": rjsmin.jsmin}
HASH = 10  # hexadecimal digits of SHA-256 in a name
NAMED = re.compile(rf"(?P<stem>[^/]+)\.[0-9a-f]{{{HASH}}}(?P<suffix>\.[a-z0-9]+)")
ADDRESS = re.compile(rb"url\((?P<name>[a-z-]+\.[a-z]+)\)")


@dataclass(frozen=True)
class StaticFile:
    """One file: its name in the folder, and its bytes, in which addresses of other static files are hashed."""

    name: str
    content: bytes

    @cached_property
    def hash(self) -> str:
        """The first HASH digits of the SHA-256 of its bytes, hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()[:HASH]

    @property
    def hashed_name(self) -> str:
        """The name under which it is linked, as `site.0123456789.css`."""
        stem, dot, suffix = self.name.rpartition(".")
        return f"{stem}.{self.hash}{dot}{suffix}"

    @property
    def mimetype(self) -> str:
        """Its media type; the charset of text is added by Flask."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @cached_property
    def encoded(self) -> dict[str, bytes]:
        """Its bytes in every one of ENCODINGS in which they are fewer."""
        made = {"br": brotli.compress(self.content), "gzip": gzip.compress(self.content, 9, mtime=0)}
        return {name: made[name] for name in ENCODINGS if len(made[name]) < len(self.content)}


class StaticFiles:
    """The files of a folder by name, and the sheet of the whole site."""

    def __init__(self, folder: Path) -> None:
        contents = {path.name: _without_comments(path) for path in sorted(folder.iterdir()) if path.is_file()}
        contents["site.css"] = b"".join(contents[name] for name in SITE_SHEETS)
        self._plain = {name: StaticFile(name, content) for name, content in contents.items() if _is_plain(name)}
        self.files = self._plain | {
            name: StaticFile(name, ADDRESS.sub(self._hashed_address, content))
            for name, content in contents.items()
            if not _is_plain(name)
        }

    def hashed_name(self, name: str) -> str:
        """The name to link a file by; an unknown name as it is."""
        return self.files[name].hashed_name if name in self.files else name

    def find(self, filename: str) -> tuple[StaticFile, bool]:
        """The file that a name asks for, and whether the hash in the name is its own; raises NotFound.

        A page from before an upgrade asks by an older hash: it gets the file of today, which is not kept for long.
        """
        named = NAMED.fullmatch(filename)
        name = named["stem"] + named["suffix"] if named else filename
        if name not in self.files:
            raise NotFound
        return self.files[name], filename == self.files[name].hashed_name

    @cached_property
    def version(self) -> str:
        """A hash of all files, which changes with each of them."""
        return hashlib.sha256("".join(file.hash for file in self.files.values()).encode()).hexdigest()[:HASH]

    def _hashed_address(self, match: re.Match[bytes]) -> bytes:
        name = match["name"].decode()
        return b"url(%s)" % self._plain[name].hashed_name.encode()


def install(app: Flask) -> None:
    """Answer Flask's own static route from memory."""
    app.extensions["static_files"] = StaticFiles(Path(app.root_path, str(app.static_folder)))
    app.view_functions["static"] = answer


def hashed_name(name: str) -> str:
    """The name by which the current app links a static file."""
    files: StaticFiles = current_app.extensions["static_files"]
    return files.hashed_name(name)


def content_of(name: str) -> bytes:
    """The bytes of a static file of the current app."""
    files: StaticFiles = current_app.extensions["static_files"]
    return files.files[name].content


def source_of(name: str) -> str:
    """The text of a static file of the current app as it was written."""
    return Path(current_app.root_path, str(current_app.static_folder), name).read_text("utf-8")


def version_of_all() -> str:
    """The StaticFiles.version of the current app."""
    files: StaticFiles = current_app.extensions["static_files"]
    return files.version


def answer(filename: str) -> Response:
    """The response for `/static/<filename>`; raises NotFound."""
    files: StaticFiles = current_app.extensions["static_files"]
    file, current = files.find(filename)
    encoding = next((each for each in file.encoded if request.accept_encodings[each] > 0), None)
    response = Response(file.encoded[encoding] if encoding else file.content, mimetype=file.mimetype)
    response.headers["Cache-Control"] = FOR_A_YEAR if current else "public, no-cache"
    response.vary.add("Accept-Encoding")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.set_etag(f"{file.hash}-{encoding or 'identity'}")
    made: Response = response.make_conditional(request)  # type: ignore[assignment]  # it returns the response itself
    return made


def _without_comments(path: Path) -> bytes:
    """The bytes of a file; scripts and style sheets without comments and blanks, since every visitor pays for them."""
    shortener = SHORTENERS.get(path.suffix)
    return shortener(path.read_text("utf-8")).encode() if shortener else path.read_bytes()


def _is_plain(name: str) -> bool:
    """Whether a file names no others."""
    return not name.endswith(".css")
