"""What an import command prints at its end, and its exit code."""

import sys
from collections.abc import Mapping
from typing import BinaryIO

import click

from forum.commands import terminal
from forum.commands.progress import print_above_bar
from forum.messages import M, Message, N
from forum.problems import Problem
from forum.tables.reader import MOST_BYTES
from forum.tables.report import Report

MOST_TOLD = 50  # sentences about lines; further lines are counted
MOST_NUMBERS = 10  # lines that one sentence names
NOTHING_WRITTEN, SOME_WRONG = 2, 1  # exit codes

skip_wrong = click.option(
    "--skip-wrong", is_flag=True, help="Import the other rows when some are wrong; without it nothing is imported then."
)


def read_bounded(file: BinaryIO) -> bytes:
    """The bytes of an opened file, at most one more than a table may have: then the reader refuses it."""
    return file.read(MOST_BYTES + 1)


def print_lines(said: Mapping[int, Problem | Message], more: Message) -> None:
    """Print on stderr what is said of lines; lines of which the same is said are named together.

    After MOST_TOLD sentences, `more` tells the number `n` of the other lines.
    """
    lines: dict[str, list[int]] = {}
    for number in sorted(said):
        lines.setdefault(_text(said[number]), []).append(number)
    for reason, numbers in list(lines.items())[:MOST_TOLD]:
        print_above_bar(_named(numbers, reason))
    untold = sum(map(len, list(lines.values())[MOST_TOLD:]))
    if untold:
        print_above_bar(terminal.translate(more.with_values(n=untold)))


def _named(numbers, reason):
    named = ", ".join(map(str, numbers[:MOST_NUMBERS]))
    if len(numbers) <= MOST_NUMBERS:
        return terminal.translate(M("第 %(number)s 行：%(reason)s", number=named, reason=reason))
    values = {"number": named, "n": len(numbers), "reason": reason}
    return terminal.translate(M("第 %(number)s … 行（共 %(n)s 行）：%(reason)s", **values))


def print_wrong(wrong: Mapping[int, Problem | Message], right: int, skipped: bool) -> None:
    """Print the wrong lines, and unless they were skipped that nothing was written and how to take the right ones."""
    print_lines(wrong, N("还有 %(n)s 行有错，没有一一列出。"))
    if wrong and not skipped:
        offer = M("有 %(wrong)s 行有错，什么都没有写入。", wrong=len(wrong))
        print_above_bar(terminal.translate(offer))
        if right:
            print_above_bar(
                terminal.translate(M("其余 %(right)s 行没有错：加上 --skip-wrong 就只导入它们。", right=right))
            )


def exit_code(wrong: int, skipped: bool) -> None:
    """Exit with the code that says whether lines were wrong, and whether anything was written nevertheless."""
    if wrong:
        sys.exit(SOME_WRONG if skipped else NOTHING_WRITTEN)


def conclude(report: Report, skipped: bool) -> None:
    """Print what a Report says and its counts; exit with 1 or 2 when lines are wrong."""
    print_lines(report.notes, N("还有 %(n)s 行和现有的不一样，没有一一列出。"))
    print_wrong(report.wrong, report.right, skipped)
    counts = {"imported": report.imported, "present": report.present, "broken": len(report.wrong)}
    click.echo(terminal.translate(M("导入 %(imported)s，已有 %(present)s，有错 %(broken)s", **counts)))
    exit_code(len(report.wrong), skipped)


def _text(said):
    return terminal.problem_line(said) if isinstance(said, Problem) else terminal.translate(said)
