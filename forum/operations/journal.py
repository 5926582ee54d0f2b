"""The log of the processes, on standard error: one line each, as text or as JSON, with the id of the request."""

import json
import logging
from datetime import UTC, datetime

from forum.operations.requests import request_id

KINDS = ("text", "json")


def write(kind: str) -> None:
    """Write the log of this process as one of KINDS. Requests get a line each only as JSON: the proxy writes an access log."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if kind == "json" else Text())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("wenqu.request").setLevel(logging.INFO if kind == "json" else logging.WARNING)


class JsonLines(logging.Formatter):
    """One JSON object for each record."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": record.process,
            **getattr(record, "about", {"message": record.getMessage()}),
        }
        if name := request_id.get():
            line["request"] = name
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class Text(logging.Formatter):
    """A line of text for each record, and its traceback."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        name = request_id.get()
        return super().format(record) + (f" [{name}]" if name else "")
