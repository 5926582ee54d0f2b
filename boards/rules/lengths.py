"""Length limits, in characters, of the texts of verbs, templates and departments' pages. Titles and bodies: forum.text.checks."""

REASON = 2_000
EXPLANATION = 10_000
REMARK = 1_000
TEMPLATE = 5_000
WORKING_RULES = 20_000
PERSON_NAME = 40
OFFICE = 80
CONTACT = 60
BYLINE = 60
ADDRESS = 500
