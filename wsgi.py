"""The application for another server than `wenqu serve`: `gunicorn wsgi:app`, `waitress-serve wsgi:app`.

Settings come from the environment, as everywhere. It answers requests only: run `wenqu worker` beside it, since the
worker signs the ledger, fills the search index and writes notifications. Raises SettingsError and SchemaError.
"""

from forum.app import create_app
from forum.commands.console import settings
from forum.store import db

app = create_app(settings())
db.database.obj.close_all()  # a server that loads this and then forks must not share a connection among its processes
