"""What stands for a part of an address."""

from werkzeug.routing import IntegerConverter, Map, UnicodeConverter


class IdConverter(IntegerConverter):
    """Ids: positive, and well within 64 bits.

    The pattern says so, not a maximum: an id out of range is then unknown (404) and no wrong method (405).
    """

    regex = "0{0,9}[1-9][0-9]{0,17}"


class PrintableConverter(UnicodeConverter):
    """Text without control characters, since PostgreSQL accepts no NUL."""

    def __init__(self, map: Map) -> None:
        super().__init__(map)
        self.regex = r"[^/\x00-\x1f\x7f]+"
