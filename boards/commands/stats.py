"""`wenqu stats`: counts for the person who runs the server, and reckoning the public figures from zero."""

import json
import sys

import click

from boards.queries.lists.statistics import as_dict, lines, statistics
from boards.readers.figures_rebuild import Differences, rebuild, steps
from forum.commands import terminal
from forum.commands.console import CommandContext, clock, connected, settings
from forum.commands.progress import progress
from forum.messages import M

DIFFERED = 1


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--rebuild", "again", is_flag=True, help="Reckon the public figures from zero; exit 1 when any differed.")
@click.pass_obj
def stats(context: CommandContext, as_json: bool, again: bool) -> None:
    """Print how much there is, where the cases stand, and how the clocks were kept."""
    given = settings()
    with connected(given):
        if again:
            _rebuild(context, given)
            return
        found = statistics(clock.now())
    if as_json:
        click.echo(json.dumps(as_dict(found)))
    for line in () if as_json else lines(found):
        click.echo(terminal.translate(line))


def _rebuild(context, given):
    """Reckon again, mend what differs, and say how much that was; other writers go on meanwhile."""
    found = Differences()
    work = rebuild(context.city_of(given), clock.now(), found)
    done = sum(progress(work, terminal.translate(M("重新统计")), steps(), lambda rows: rows))
    click.echo(
        terminal.translate(
            M(
                "重新统计了 %(n)s 项：%(cases)s 个主题的数字和 %(months)s 个月度合计与原来不同，已改正",
                n=done,
                cases=found.cases,
                months=found.months,
            )
        )
    )
    if found.cases or found.months:
        sys.exit(DIFFERED)
