"""The command `wenqu serve`. Its first process holds the socket and loads little (forum.serving.generations)."""

import gc
import os
import shutil
import socket
import tempfile

import click

from forum.roof.drivers import leave_out_unused
from forum.serving import generations


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the site: web processes and the worker in one.

    SIGTERM answers what was asked and ends. SIGHUP starts the program anew, with its settings, and no request is lost.
    """
    if inherited := generations.inherited():
        _serve(*inherited, workers, f"Wenqu on http://{host}:{port}")
    else:
        generations.supervise(generations.bind(host, port))


def _serve(listening: socket.socket, parent: socket.socket, workers: int, announced: str) -> None:
    counters = tempfile.mkdtemp(prefix="wenqu-metrics-")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = counters  # read when prometheus_client is imported
    leave_out_unused(os.environ)
    gc.disable()  # until what is loaded is shared: collections meanwhile find nothing, and take a seventh of the time
    try:
        from forum.roof.web import serve_site

        serve_site(listening, parent, workers, announced, counters)  # which removes the folder at its end
    except BaseException:
        shutil.rmtree(counters, ignore_errors=True)
        raise
