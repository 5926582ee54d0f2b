"""The files that `wenqu setup` writes into the data folder: the city's file (WENQU_SITE), and the settings to start with."""

import os
import shlex
from collections.abc import Mapping
from pathlib import Path

import tomli_w

from boards.installation.plan import Plan
from forum.config import Settings, from_environ

SITE, ENVIRONMENT = "site.toml", "wenqu.env"
SAMPLES = Path(__file__).parent / "samples"


def write_settings(plan: Plan, environ: Mapping[str, str], data: Path) -> Settings:
    """Write both files and return the Settings that they make with `environ`; raises SettingsError, and then writes nothing.

    A file that was there with other contents is kept beside it as *.before.
    """
    site, draft = data / SITE, data / f"{SITE}.new"
    given = {**environ, **plan.settings}
    try:
        _write(draft, tomli_w.dumps(plan.site, multiline_strings=True))
        from_environ({**given, "WENQU_SITE": str(draft)})
        _replace(site, draft)
    finally:
        draft.unlink(missing_ok=True)
    given |= {"WENQU_DATA": str(data), "WENQU_SITE": str(site)}
    lines, draft = data / ENVIRONMENT, data / f"{ENVIRONMENT}.new"
    _write(draft, environment(given))
    _replace(lines, draft)
    return from_environ(given)


def environment(values: Mapping[str, str]) -> str:
    """The settings as lines NAME=value, quoted for a shell and for systemd (systemd.exec(5), EnvironmentFile)."""
    return "".join(
        f"{name}={shlex.quote(value)}\n" for name, value in sorted(values.items()) if name.startswith("WENQU_")
    )


def save_samples(folder: Path) -> list[Path]:
    """Copy the samples that are not there yet into a folder, made when absent; returns what was written. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    new = [(each, folder / each.name) for each in sorted(SAMPLES.iterdir()) if not (folder / each.name).exists()]
    for each, target in new:
        target.write_bytes(each.read_bytes())
    return [target for _, target in new]


def _replace(path: Path, draft: Path) -> None:
    if path.exists() and path.read_bytes() != draft.read_bytes():
        path.replace(path.with_name(f"{path.name}.before"))
    draft.replace(path)


def _write(path: Path, text: str) -> None:
    """Readable by its owner only, since a setting may be a secret."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
