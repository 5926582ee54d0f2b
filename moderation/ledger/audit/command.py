"""`wenqu verify`: one line for each finding; exit 0 without any, 1 with some, 2 when it cannot be done."""

import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

import click

from forum.commands import terminal
from forum.commands.console import clock, settings
from forum.commands.progress import clear_bar, progress
from forum.config import Settings
from forum.deeds import Deed
from forum.messages import M, N
from forum.operations import verification
from forum.store import db
from moderation.ledger import published
from moderation.ledger.audit.inside import database_audit
from moderation.ledger.audit.outside import memory
from moderation.ledger.audit.outside.leaf_store import open_leaf_store
from moderation.ledger.audit.outside.reading import Site, SiteError
from moderation.ledger.audit.outside.receipt import Receipt
from moderation.ledger.audit.outside.site_audit import MOST_FILES, SiteAudit
from moderation.ledger.audit.outside.trusted_witnesses import TrustedWitnesses
from moderation.ledger.merkle import notes
from moderation.ledger.receipts import LARGEST

EVERY_FILE = 2**31


@click.command()
@click.option("--url", help="The site to verify, from outside; by default the public address of the settings.")
@click.option("--local", "inside", is_flag=True, help="Audit the database of the settings instead.")
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File that remembers the keys and checkpoints seen.",
)
@click.option("--receipt", type=click.File("rb"), help="A receipt of a post, to be checked as well.")
@click.option(
    "--witness", "vkeys", multiple=True, help="The key of a witness that you trust; may be given several times."
)
@click.option("--quorum", type=click.IntRange(1), help="How many of them must have signed; by default 1.")
@click.option(
    "--files",
    type=click.IntRange(0, EVERY_FILE),
    help=f"How many pictures and documents to fetch, chosen by chance; by default {MOST_FILES}.",
)
@click.option("--all-files", is_flag=True, help="Fetch every one of them.")
def verify(
    url: str | None,
    inside: bool,
    state: Path | None,
    receipt: BinaryIO | None,
    vkeys: tuple[str, ...],
    quorum: int | None,
    files: int | None,
    all_files: bool,
) -> None:
    """Check that nothing on record was altered or removed: the ledger, and every post against it (docs/verify.md)."""
    if inside and (url or state or receipt or vkeys or quorum or files is not None or all_files):
        raise click.UsageError(
            "--local takes none of --url, --state, --receipt, --witness, --quorum, --files, --all-files"
        )
    if all_files and files is not None:
        raise click.UsageError("either --files or --all-files")
    witnesses = _trusted(vkeys, quorum)
    if inside:
        if verify_inside(settings()):
            sys.exit(1)
    else:
        _verify_site(
            _address(url or settings().url),
            state or memory.default_path(),
            receipt and _read_receipt(receipt),
            witnesses,
            EVERY_FILE if all_files else MOST_FILES if files is None else files,
        )


def verify_inside(given: Settings) -> int:
    """Audit the database of the settings and print what is found; returns how many findings there are."""
    total, batches = database_audit.audit(given)
    found = _print_findings(M("核对"), total, batches)
    _say_what_was_taken_over(database_audit.taken_over())
    _say_how_many(found)
    with db.connection():
        if published.newest_checkpoint() is None:
            click.echo(
                terminal.translate(
                    M("还没有签名：存证里还没有签过名的检查点，签名由 wenqu worker 或 wenqu serve 完成。")
                )
            )
    with suppress(OSError):
        verification.record(given.data, clock.now(), found)
    return found


def _trusted(vkeys, quorum):
    """The TrustedWitnesses of the options; None without any."""
    verifiers = {}
    for vkey in vkeys:
        try:
            verifier = notes.read_vkey(vkey)
        except notes.NoteError as error:
            raise click.BadParameter(str(error), param_hint="--witness") from None
        if verifier.algorithm != notes.COSIGNATURE:
            raise click.BadParameter("this is the key of a log, not of a witness", param_hint="--witness")
        verifiers[verifier.public] = verifier
    if (quorum or 1) > max(1, len(verifiers)) or (quorum and not verifiers):
        raise click.BadParameter("there are fewer --witness than that", param_hint="--quorum")
    return TrustedWitnesses(tuple(verifiers.values()), quorum or 1) if verifiers else None


def _read_receipt(file):
    raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise click.BadParameter(terminal.translate(M("文件太大，不是回执")), param_hint="--receipt")
    return Receipt(raw.decode())


def _verify_site(url, state, receipt, witnesses, most_files):
    known = _known_site(state, url)
    site, found = Site(url), 0
    with open_leaf_store() as store:
        outside = SiteAudit(site, known, store, receipt, witnesses, most_files)
        try:
            for label, total, batches in outside.stages():
                found += _print_findings(label, total, batches)
            _say_what_was_taken_over(store.first_of(Deed.ROWS_BASELINE))
        except SiteError as error:
            clear_bar()
            click.echo(f"wenqu: {terminal.translate(error.message)}", err=True)
            sys.exit(1 if found else 2)
        finally:
            site.close()
    if outside.witnessed:
        click.echo(terminal.translate(outside.witnessed.line()))
    if outside.remembered():
        memory.save_site(state, url, outside.remembered())
    _conclude(found)


def _known_site(state, url):
    try:
        return memory.load_site(state, url)
    except ValueError:
        raise click.UsageError(terminal.translate(M("%(path)s 不是本程序记下的文件", path=str(state)))) from None


def _address(url):
    parts = urlsplit(url)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.path not in ("", "/")
        or parts.query
        or parts.fragment
    ):
        raise click.BadParameter(
            terminal.translate(M("应当是 http:// 或 https:// 开头的网站地址，不带路径")), param_hint="--url"
        )
    return url.rstrip("/")


def _print_findings(label, total, batches):
    """Print the findings as they come; returns how many."""
    found = 0
    for batch in progress(batches, terminal.translate(label), total, lambda batch: batch.checked):
        found += len(batch.findings)
        for finding in batch.findings:
            clear_bar()
            click.echo(f"{terminal.translate(finding.line())} [{finding.kind}]")
    return found


def _say_what_was_taken_over(entry):
    """Say with which entry an upgrade put rows on record as it found them; `entry` is None where none did."""
    if entry is not None:
        click.echo(terminal.translate(M("第 %(n)s 条是升级时的存证：此前改动过的状态，核对不出来", n=entry)))


def _conclude(found):
    _say_how_many(found)
    if found:
        sys.exit(1)


def _say_how_many(found):
    if found:
        click.echo(terminal.translate(N("发现 %(n)s 处问题", n=found)), err=True)
    else:
        click.echo(terminal.translate(M("没有发现问题")))
