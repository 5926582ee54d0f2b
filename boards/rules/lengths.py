"""How long the words of the verbs, and of answer templates, may be, in characters. Titles and bodies: forum.text.checks."""

REASON = 2_000
EXPLANATION = 10_000
REMARK = 1_000
TEMPLATE = 5_000
