"""The API's blueprints of this package; add new files of endpoints here."""

from boards.channels.api import accounts, boards, departments, openapi, posts, threads, transfers

BLUEPRINTS = tuple(module.api for module in (accounts, boards, threads, transfers, posts, departments, openapi))
