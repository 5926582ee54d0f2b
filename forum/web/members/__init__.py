"""Members' pages: made once for all who are shown the same, with what is one's own put in at its edges.

docs/decisions/0014-members-pages.md says why nobody is sent a byte of another's."""
