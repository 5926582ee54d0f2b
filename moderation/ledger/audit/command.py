"""`wenqu verify`: one line for each finding; exit 0 without any, 1 with some, 2 when it cannot be done."""

import sys

import click

from forum import terminal
from forum.console import settings
from forum.messages import M
from forum.progress import clear, progress
from moderation.ledger.audit import local


@click.command()
@click.option("--local", "inside", is_flag=True, required=True, help="Audit the database of the settings.")
def verify(inside):
    """Check that nothing on record was altered or removed: the ledger, and every post against it (docs/verify.md)."""
    total, stretches = local.audit(settings())
    _tell(total, stretches)


def _tell(total, stretches):
    found = 0
    for stretch in progress(stretches, terminal.said(M("核对")), total, lambda stretch: stretch.count):
        found += len(stretch.findings)
        for finding in stretch.findings:
            clear()
            click.echo(f"{terminal.said(finding.told())} [{finding.kind}]")
    if found:
        click.echo(terminal.said(M("发现 %(n)s 处问题", n=found)), err=True)
        sys.exit(1)
    click.echo(terminal.said(M("核对了 %(n)s 条记录，没有发现问题", n=total)))
