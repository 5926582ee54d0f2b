"""Open311 GeoReport v2 under `/open311/v2`: a department is a service, a thread with a case is a request.

docs/open311.md says how statuses and fields are mapped, and who may send.
"""
