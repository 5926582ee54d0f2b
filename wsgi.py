"""The application for another server than `wenqu serve`: `gunicorn wsgi:app`, `waitress-serve wsgi:app`.

Settings come from the environment, as everywhere. It answers requests only: run `wenqu worker` beside it, since the
worker signs the ledger, fills the search index and writes notifications. Raises SettingsError and SchemaError.
"""

import atexit
import os

from boards.viewing.flushing import PAUSE, Flusher
from forum.app import create_app
from forum.commands.console import settings
from forum.store import db
from forum.web.serving import repeat

app = create_app(settings())
db.database.obj.close_all()  # a server that loads this and then forks must not share a connection among its processes

_views = Flusher(app.extensions["wenqu"].viewed)
repeat(_views.flush, PAUSE)
os.register_at_fork(after_in_child=lambda: repeat(_views.flush, PAUSE))  # threads do not survive a fork
atexit.register(_views.flush)
