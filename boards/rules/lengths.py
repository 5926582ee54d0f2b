"""Length limits, in characters, of the texts of verbs and of answer templates. Titles and bodies: forum.text.checks."""

REASON = 2_000
EXPLANATION = 10_000
REMARK = 1_000
TEMPLATE = 5_000
