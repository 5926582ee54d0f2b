"""When `wenqu verify --local` last ran: a file in the data folder, since verifying writes nothing to the database."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

NAME = "verified.json"


@dataclass(frozen=True)
class Verification:
    """A run at `at` that found so many things."""

    at: datetime
    findings: int


def record(data: Path, at: datetime, findings: int) -> None:
    """Remember a run; raises OSError."""
    (data / NAME).write_text(json.dumps({"at": at.isoformat(), "findings": findings}), encoding="utf-8")


def last(data: Path) -> Verification | None:
    """The last run on this machine; None without any."""
    try:
        read = json.loads((data / NAME).read_text(encoding="utf-8"))
        return Verification(datetime.fromisoformat(read["at"]), int(read["findings"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
