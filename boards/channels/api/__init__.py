"""The JSON API under `/api/v1`, with its OpenAPI document.

`endpoint` registers a call: its door, its body, its answer.
"""
