"""What `wenqu serve` serves: the web processes' part, beside the worker's (forum.roof.work)."""

import socket

import click
from flask import Flask

from boards.viewing.flushing import PAUSE, Flusher
from forum.app import connect_again, create_app
from forum.commands.console import settings as from_environment
from forum.config import Settings
from forum.operations import journal, metrics
from forum.roof.work import work
from forum.store import db
from forum.web import serving


def serve_site(listening: socket.socket, parent: socket.socket, workers: int, announced: str, counters: str) -> None:
    """Serve on a listening socket until told to end, and tell `parent` as soon as a process serves; then remove `counters`."""
    settings = from_environment()
    journal.write(settings.log)
    application = create_app(settings)
    db.database.obj.close_all()
    click.echo(announced, err=True)
    serving.share_memory()
    serving.serve(
        listening,
        workers,
        lambda given: _web(application, settings, given, parent),
        lambda: work(settings),
        parent,
        counters,
    )


def _web(application: Flask, settings: Settings, listening: socket.socket, parent: socket.socket) -> None:
    serving.in_child()
    connect_again(application, settings)
    program = application.extensions["wenqu"]
    views = Flusher(program.viewed)

    def flush() -> None:
        views.flush()
        program.seen.flush()
        program.visits.flush()

    serving.repeat(flush, PAUSE)
    serving.at_end(flush)
    serving.serve_requests(
        application, listening, lambda: parent.send(b"r"), metrics.count_unanswered, metrics.tell_waiting
    )
