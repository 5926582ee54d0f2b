"""Every blueprint of the API in this package; a new file of calls is added here."""

from boards.channels.api import accounts, boards, departments, openapi, posts, threads, transfers

BLUEPRINTS = tuple(module.api for module in (accounts, boards, threads, transfers, posts, departments, openapi))
