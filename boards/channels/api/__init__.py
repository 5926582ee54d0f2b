"""The JSON API under `/api/v1`, with its OpenAPI document.

`endpoint` registers an endpoint with its permission, request and response.
"""
