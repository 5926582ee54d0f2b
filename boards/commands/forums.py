"""The commands `wenqu import discuz` and its like: a whole forum, with its floors."""

import sys
from collections.abc import Iterator
from typing import BinaryIO

import click

from boards.commands.material import import_group, pairs
from boards.imports.board_names import BoardChoices
from boards.imports.discuz.addresses import read_address
from boards.imports.discuz.reading import stage_dump
from boards.imports.old_forum.outcome import Outcome
from boards.imports.old_forum.staging import Staging
from boards.imports.old_forum.writing import write_forum
from forum.commands import terminal
from forum.commands.console import CommandContext, clock, connected, settings
from forum.commands.import_report import NOTHING_WRITTEN, SOME_WRONG, print_lines
from forum.messages import M, Message, N

SOURCE = "discuz"


@import_group.command(name="discuz")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Say what would be imported, and write nothing.")
@click.option("--official", multiple=True, metavar="GROUP", help="A user group whose members answer for departments.")
@click.option(
    "--board", "answers", multiple=True, metavar="NAME=BOARD", help="Which board or department forum NAME is."
)
@click.option("--new", multiple=True, metavar="NAME", help="Open a board NAME although a department is like it.")
@click.pass_obj
def discuz_command(
    context: CommandContext,
    file: str,
    dry_run: bool,
    official: tuple[str, ...],
    answers: tuple[str, ...],
    new: tuple[str, ...],
) -> None:
    """Import a Discuz! X forum from the MySQL dump FILE (docs/importing.md). Run again, it goes on where it stopped."""
    given, choices = settings(), BoardChoices(pairs(answers), frozenset(new))
    with connected(given), open(file, "rb") as dump, Staging(given.data / f"import-{SOURCE}.sqlite3") as staging:
        damaged = _staged(dump, staging, official)
        outcome = write_forum(
            staging,
            SOURCE,
            city=context.city_of(given),
            now=clock.now(),
            moderation=context.moderation(),
            read_address=read_address,
            choices=choices,
            dry=dry_run,
        )
    if not dry_run and not outcome.questions:
        context.catch_up(given)
    _conclude(outcome, damaged, dry_run)


def _staged(dump: BinaryIO, staging: Staging, official: tuple[str, ...]) -> int:
    return stage_dump(dump, staging, official).damaged


def _conclude(outcome: Outcome, damaged: int, dry_run: bool) -> None:
    print_lines(outcome.wrong, N("还有 %(n)s 个主题有错，没有一一列出。"))
    for message in outcome.questions.values():
        click.echo(terminal.translate(message), err=True)
    for label, count in _counts(outcome, damaged):
        if count:
            click.echo(f"{terminal.translate(label)} {count}")
    if outcome.questions:
        sys.exit(NOTHING_WRITTEN)
    if dry_run:
        click.echo(terminal.translate(M("这是试运行，什么都没有写入。")))
    elif outcome.wrong:
        sys.exit(SOME_WRONG)


def _counts(outcome: Outcome, damaged: int) -> Iterator[tuple[Message, int]]:
    yield M("主题"), outcome.threads
    yield M("帖子"), outcome.posts
    yield M("其中部门答复"), outcome.answers
    yield M("其中被屏蔽的"), outcome.hidden
    yield M("以前已经导入的主题"), outcome.present
    yield M("在回收站里、没有导入的主题和帖子"), outcome.recycled
    yield M("没有审核通过、没有导入的主题和帖子"), outcome.unpublished
    yield M("移走后留下的空位"), outcome.moved
    yield M("没有帖子的主题"), outcome.empty
    yield M("没有了内容、只占楼层的帖子"), outcome.placeholders
    yield M("只记下名字的附件"), outcome.files
    yield M("字节残缺、补了替代符号的文字"), damaged
    yield M("有错、没有导入的主题"), len(outcome.wrong)
