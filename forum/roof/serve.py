"""The command `wenqu serve`."""

import socket

import click

from boards.viewing.flushing import PAUSE, Flusher
from forum.app import create_app
from forum.commands.console import settings as from_environment
from forum.config import Settings
from forum.roof.work import work
from forum.store import db
from forum.web import serving


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the site: web processes and the worker in one."""
    settings = from_environment()
    create_app(settings)
    db.database.obj.close_all()
    listening = serving.listen(host, port)
    click.echo(f"Wenqu on http://{host}:{port}", err=True)
    serving.serve(listening, workers, lambda listening: _web(settings, listening), lambda: work(settings))


def _web(settings: Settings, listening: socket.socket) -> None:
    serving.in_child()
    application = create_app(settings)
    program = application.extensions["wenqu"]
    views = Flusher(program.viewed)

    def flush() -> None:
        views.flush()
        program.seen.flush()
        program.visits.flush()

    serving.repeat(flush, PAUSE)
    serving.at_end(flush)
    serving.serve_requests(application, listening)
