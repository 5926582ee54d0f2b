"""Files as pages show them; as in boards/pages/parts.py."""

from dataclasses import dataclass

from boards.files.rules import ENDINGS, THUMBNAILS, FileKind

SHOWN = 12  # characters of the hash in an address, so that a changed file has another one


@dataclass(frozen=True)
class FileView:
    """A file of a post. `blurred`: regions of it are covered. `width` and `height` are in pixels, None for a document."""

    id: int
    number: int
    kind: str
    media: str
    sha256: str
    width: int | None
    height: int | None
    size: int
    name: str
    alt: str
    blurred: bool = False

    @property
    def is_picture(self) -> bool:
        """Whether it is shown in the page."""
        return self.kind == FileKind.PICTURE

    @property
    def url(self) -> str:
        """The address of the file."""
        return f"/files/{self.id}/{self.sha256[:SHOWN]}.{ENDINGS[self.media]}"

    def thumbnail(self, side: int) -> str:
        """The address of the thumbnail whose longest side has `side` pixels."""
        return f"/files/{self.id}/{self.sha256[:SHOWN]}-{side}.{ENDINGS[self.media]}"

    def thumbnail_width(self, side: int) -> int:
        """The width of that thumbnail in pixels."""
        width, height = self.width or 1, self.height or 1
        return min(width, round(width * min(1, side / max(width, height))))

    @property
    def srcset(self) -> str:
        """The thumbnails with their widths, as in `<img srcset>`."""
        return ", ".join(f"{self.thumbnail(side)} {self.thumbnail_width(side)}w" for side in THUMBNAILS)


@dataclass(frozen=True)
class PendingFile:
    """An upload in the form in which it waits for its post, with the description as it was typed."""

    key: str
    kind: str
    name: str
    width: int | None
    height: int | None
    size: int
    alt: str = ""
    dropped: bool = False

    @property
    def is_picture(self) -> bool:
        """Whether it is shown in the form."""
        return self.kind == FileKind.PICTURE

    @property
    def url(self) -> str:
        """The address of its thumbnail, for its owner alone."""
        return f"/uploads/{self.key}"


@dataclass(frozen=True)
class FileField:
    """The files of a form: those that wait, and whether documents may be added."""

    pending: tuple[PendingFile, ...] = ()
    documents: bool = False
