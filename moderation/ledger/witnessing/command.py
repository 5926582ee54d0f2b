"""`wenqu witness`: watch the ledgers of other cities, and sign what goes on from what was seen."""

import logging
import os
import re
import signal
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import click

from forum.commands.console import settings
from forum.secret_key import SecretKeyError, load_or_create_key
from forum.web import serving
from moderation.ledger.merkle import notes
from moderation.ledger.witnessing.cosigned_store import CosignedStore
from moderation.ledger.witnessing.cosigner import Cosigner
from moderation.ledger.witnessing.server import WitnessApplication, serve
from moderation.ledger.witnessing.watched_logs import LogsFileError, read_logs

KEY, STORE = "witness-key", "witness.db"
NAME = re.compile(r"[^\s+]{1,200}")


@click.command()
@click.option("--name", help="This witness's name for good, as witness.example/w1; only the first time.")
@click.option(
    "--logs",
    "file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File of the watched logs: on each line the key that a log gives at /ledger/vkey.",
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the key and of what was cosigned; by default `witness` in the data folder.",
)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65535))
@click.option("--show", is_flag=True, help="Print the key and what was cosigned, and end.")
def witness(name: str | None, file: Path, folder: Path | None, host: str, port: int, show: bool) -> None:
    """Witness the ledgers of other cities: sign each checkpoint that goes on from the last (docs/ledger.md)."""
    cosigner = _cosigner(name, file, folder or settings().data / "witness")
    if show:
        _show(cosigner)
        return
    listening = serving.listen(host, port)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))  # what is not yet on the disk was not given out
    click.echo(f"witness {cosigner.verifier.vkey} on http://{host}:{port}", err=True)
    serve(WitnessApplication(cosigner), listening)


def _cosigner(name, file, folder):
    store = CosignedStore(folder / STORE)
    try:
        logs = read_logs(file.read_text(encoding="utf-8"))
        name, private = _identity(name, folder, store)
    except (LogsFileError, UnicodeDecodeError) as error:
        raise click.BadParameter(str(error), param_hint="--logs") from None
    except (sqlite3.Error, ValueError) as error:
        raise click.ClickException(f"{folder}: {error}") from None
    except SecretKeyError as error:
        raise click.ClickException(str(error.message)) from None
    return Cosigner(name, private, logs, store)


def _identity(name, folder, store):
    """(name, private key): those of the folder, made there the first time."""
    vkey, key = store.vkey(), folder / KEY
    if vkey is None:
        return _made(name, key, store)
    if not key.exists():
        raise click.ClickException(f"{key} is missing: bring it back, or begin a new witness in another folder")
    private, known = notes.read_private(load_or_create_key(key)), notes.read_vkey(vkey)
    if notes.verifier_of("", private).public != known.public:
        raise click.ClickException(f"{key} is not the key that {store.path} belongs to")
    if name not in (None, known.name):
        raise click.BadParameter(f"this witness is {known.name}, and stays it", param_hint="--name")
    return known.name, private


def _made(name, key, store):
    if key.exists():
        raise click.ClickException(
            f"{store.path} is missing: a witness that forgot what it cosigned could be led to sign a second history. "
            "Bring it back, or begin a new witness in another folder"
        )
    if not name or not NAME.fullmatch(name):
        raise click.BadParameter("the first time a name without white space and + is needed", param_hint="--name")
    key.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    private = notes.read_private(load_or_create_key(key))
    store.create(notes.Verifier(name, notes.verifier_of(name, private).public, notes.COSIGNATURE).vkey)
    return name, private


def _show(cosigner):
    click.echo(cosigner.verifier.vkey)
    cosigned = {log.name: log for log in cosigner.store.logs()}
    for name in sorted({*cosigned, *cosigner.logs}):
        log = cosigned.get(name)
        what = (
            f"{log.size} entries, {datetime.fromtimestamp(log.signed_at, UTC):%Y-%m-%d %H:%M:%S} UTC"
            if log
            else "nothing yet"
        )
        click.echo(f"{name}: {what}{'' if name in cosigner.logs else ' (no longer watched)'}")
