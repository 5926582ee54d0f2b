"""`wenqu words`: importing a list, and trying one on every post that is there."""

from typing import BinaryIO

import click

from boards.models.words import Word
from boards.rules.text.word_list import TIER_LABELS, ListedWord, Tier
from forum.commands import terminal
from forum.commands.console import clock, connected, settings
from forum.commands.import_report import exit_code, print_wrong, read_bounded, skip_wrong
from forum.commands.progress import progress
from forum.messages import M
from moderation.words.actions import add_rows, checked_reason
from moderation.words.files import read_words
from moderation.words.trials import all_posts, final_trial, trial

FILE = click.argument("file", type=click.File("rb"))
TIER = click.option(
    "--tier", type=click.Choice([tier.value for tier in Tier]), help="The tier of every line of a plain file."
)


@click.group()
def words() -> None:
    """The word list: words that are masked, held for screening or refused."""


@words.command(name="import")
@FILE
@TIER
@click.option("--reason", default="", help="What authors are told of every line of a plain file.")
@skip_wrong
def import_words(file: BinaryIO, tier: str | None, reason: str, skip_wrong: bool) -> None:
    """Put the words of FILE in force, all or nothing: a table with the headings word,tier,reason, or a list (docs/moderation.md)."""
    with connected(settings()):
        read = _read(file, tier, reason, skip_wrong)
        added = add_rows(read.rows, now=clock.now())
    click.echo(
        terminal.translate(
            M("加入 %(added)s 个词，%(present)s 个已有", added=len(added), present=len(read.rows) - len(added))
        )
    )
    exit_code(len(read.wrong), skip_wrong)


@words.command(name="trial")
@FILE
@TIER
@skip_wrong
def try_words(file: BinaryIO, tier: str | None, skip_wrong: bool) -> None:
    """Tell what the words of FILE would have hit in all posts; nothing is put in force."""
    with connected(settings()):
        read = _read(file, tier or Tier.HOLD, "", skip_wrong)
        listed = [ListedWord(*row) for row in read.rows]
        found = final_trial(trial(listed, progress(all_posts(), terminal.translate(M("比对帖子")))))
    click.echo(
        terminal.translate(M("看了 %(looked)s 个帖子，%(hit)s 个会被打中", looked=found.examined, hit=found.hit))
    )
    for word, count in found.counts:
        click.echo(f"{count:>8}  {word}")
    for row in found.rows:
        click.echo(f"{row.url}  {row.before}[{row.words}]{row.after}")


@words.command(name="list")
def list_words() -> None:
    """Print the words in force."""
    with connected(settings()):
        for tier, text, reason in _in_force():
            click.echo(f"{terminal.translate(TIER_LABELS[Tier(tier)])}\t{text}\t{reason}")


def _in_force():
    return Word.select(Word.tier, Word.text, Word.reason).where(Word.retired_at.is_null()).order_by(Word.id).tuples()


def _read(file, tier, reason, skipped):
    """The WordFile of an opened file, after printing what is wrong; exits unless that is to be skipped."""
    read = read_words(read_bounded(file), tier, checked_reason(reason))
    print_wrong(read.wrong, len(read.rows), skipped)
    if not skipped:
        exit_code(len(read.wrong), skipped)
    return read
