"""`wenqu verify`: one line for each finding; exit 0 without any, 1 with some, 2 when it cannot be done."""

import sys

import click

from forum import terminal
from forum.console import settings
from forum.messages import M
from forum.progress import progress
from moderation.ledger.audit import local


@click.command()
@click.option("--local", "inside", is_flag=True, help="Audit the database of the settings instead of a site.")
def verify(inside):
    """Check that nothing on record was altered or removed: the ledger, and every post against it (docs/verify.md)."""
    total, audited = local.audit(settings())
    found = 0
    for each in progress(audited, terminal.said(M("核对")), total, lambda each: each.count):
        found += len(each.findings)
        for finding in each.findings:
            click.echo(f"{terminal.said(finding.told())} [{finding.kind}]")
    _conclude(total, found)


def _conclude(total, found):
    if found:
        click.echo(terminal.said(M("发现 %(n)s 处问题", n=found)), err=True)
        sys.exit(1)
    click.echo(terminal.said(M("核对了 %(n)s 条记录，没有发现问题", n=total)))
