"""The moderators' verbs. Each guards itself, writes in one transaction, and leaves one entry with its reason."""

from moderation.actions.hiding import hide, hide_thread, restore, restore_thread
from moderation.actions.reporting import report

__all__ = ["hide", "hide_thread", "report", "restore", "restore_thread"]
