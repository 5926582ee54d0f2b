"""`wenqu assess ID`: an assessment computed again from the log."""

import sys

import click

from forum.commands import terminal
from forum.commands.console import connected, settings
from forum.messages import M
from moderation.assessments.actions import rerun
from moderation.assessments.queries import get_assessment

DIFFERED = 1


@click.command()
@click.argument("assessment_id", metavar="ID", type=click.IntRange(1, 2**63 - 1))
def assess(assessment_id: int) -> None:
    """Compute an assessment again from the log as of its freeze; exit 1 when anything differs, and name it."""
    with connected(settings()):
        found = get_assessment(assessment_id)
        outcome = rerun(found)
    for note in outcome.notes:
        click.echo(terminal.translate(note))
    for difference in outcome.differences:
        click.echo(terminal.translate(difference))
    if outcome.differences:
        sys.exit(DIFFERED)
    same = {"n": found.id, "entry": found.last_entry, "sha256": found.sha256}
    click.echo(terminal.translate(M("考核第 %(n)s 号由存证前 %(entry)s 条重算，逐字节相同：%(sha256)s", **same)))
