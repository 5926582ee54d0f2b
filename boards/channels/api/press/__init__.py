"""Reporters' follow-up reports (记者追踪) through the API.

`/reports` of the API are the reports of posts that readers made; these are `/press-reports`.
"""
