"""`wenqu words`: importing a list, and trying one on every post that is there."""

from typing import BinaryIO

import click

from boards.models.words import Word
from boards.rules.text.word_list import TIER_LABELS, ListedWord, Tier
from forum.commands import terminal
from forum.commands.console import clock, connected, settings
from forum.commands.progress import progress
from forum.messages import M
from forum.problems import Malformed
from moderation.words.actions import add_rows, read_rows
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
def import_words(file: BinaryIO, tier: str | None, reason: str) -> None:
    """Put the words of FILE in force, all or nothing: CSV with the headings word,tier,reason, or plain lines."""
    with connected(settings()):
        rows = read_rows(_text(file), tier, reason)
        added = add_rows(rows, now=clock.now())
    click.echo(
        terminal.translate(
            M("加入 %(added)s 个词，%(present)s 个已有", added=len(added), present=len(rows) - len(added))
        )
    )


@words.command(name="trial")
@FILE
@TIER
def try_words(file: BinaryIO, tier: str | None) -> None:
    """Tell what the words of FILE would have hit in all posts; nothing is put in force."""
    with connected(settings()):
        listed = [ListedWord(word, tier, reason) for word, tier, reason in read_rows(_text(file), tier or Tier.HOLD)]
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


def _text(file):
    try:
        return file.read().decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed(M("文件不是 UTF-8 编码的文字。")) from None
