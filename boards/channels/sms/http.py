"""A call to a provider by HTTP, which tells what surely did not arrive from what may have arrived."""

import http.client
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from forum.outbox.sending import Delayed, Unsure

TIMEOUT = 10  # seconds for each step
LARGEST = 256 * 1024  # bytes of an answer


def post(base: str, target: str, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    """The JSON object that the provider answers.

    Raises Delayed where nothing arrived, and Unsure where the message may have been sent without an answer.
    """
    url = urlsplit(base)
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=TIMEOUT)
    try:
        try:
            connection.connect()
        except OSError as error:
            raise Delayed(f"the provider cannot be reached: {type(error).__name__}") from None
        return _answer(connection, target, body, headers)
    finally:
        connection.close()


def _answer(
    connection: http.client.HTTPConnection, target: str, body: bytes, headers: Mapping[str, str]
) -> dict[str, Any]:
    try:
        connection.request("POST", target, body, dict(headers))
        response = connection.getresponse()
        answer = json.loads(response.read(LARGEST))
    except (OSError, http.client.HTTPException, ValueError) as error:
        said = f"the provider did not answer: {type(error).__name__}"
        raise Unsure(f"{said}; whether the message went out is not known") from None
    if not isinstance(answer, dict):
        raise Unsure("the provider answered something else; whether the message went out is not known")
    return answer
