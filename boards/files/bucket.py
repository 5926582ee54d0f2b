"""Files in a bucket of an S3-compatible store; needs the extra files-s3."""

from contextlib import suppress
from typing import Any

from obstore.exceptions import BaseError
from obstore.store import from_url

REFUSED = (BaseError, ValueError)  # what an address or a variable that is wrong raises


class Bucket:
    """Objects of an S3-compatible store; keys and endpoint come from the variables of AWS that obstore reads."""

    def __init__(self, address: str) -> None:
        self._store: Any = from_url(address)

    def put(self, name: str, content: bytes) -> None:
        """Put the object."""
        self._store.put(self._key(name), content)

    def get(self, name: str) -> bytes | None:
        """The bytes, None where there are none."""
        try:
            return bytes(self._store.get(self._key(name)).bytes())
        except FileNotFoundError:
            return None

    def drop(self, name: str) -> None:
        """Delete the object, if it is there."""
        with suppress(FileNotFoundError):
            self._store.delete(self._key(name))

    def _key(self, name: str) -> str:
        return f"{name[:2]}/{name}"
