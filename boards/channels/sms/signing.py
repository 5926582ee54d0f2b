"""The signatures of requests to Alibaba Cloud (ACS3-HMAC-SHA256) and Tencent Cloud (TC3-HMAC-SHA256). Pure.

https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature and
https://cloud.tencent.com/document/api/382/52071; the tests have the examples of both.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote, urlsplit


def acs3_headers(
    action: str, version: str, query: Mapping[str, str], host: str, *, key: str, secret: str, nonce: str, at: datetime
) -> dict[str, str]:
    """The headers of a POST to `host` with an empty body; `at` is aware."""
    headers = {
        "host": host,
        "x-acs-action": action,
        "x-acs-content-sha256": _hashed(""),
        "x-acs-date": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-version": version,
    }
    names, lines = ";".join(headers), "".join(f"{name}:{value}\n" for name, value in headers.items())
    canonical = "\n".join(["POST", "/", canonical_query(query), lines, names, headers["x-acs-content-sha256"]])
    signature = hmac.new(secret.encode(), f"ACS3-HMAC-SHA256\n{_hashed(canonical)}".encode(), hashlib.sha256)
    authorization = f"ACS3-HMAC-SHA256 Credential={key},SignedHeaders={names},Signature={signature.hexdigest()}"
    return {**headers, "Authorization": authorization}


def canonical_query(query: Mapping[str, str]) -> str:
    """The query in the order and encoding that Alibaba Cloud signs, and that is sent."""
    return "&".join(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in sorted(query.items()))


def tc3_headers(
    service: str, host: str, body: str, *, key: str, secret: str, at: datetime, content_type: str = "application/json"
) -> dict[str, str]:
    """The headers of a POST of `body` to `host` that are signed, with their signature; `at` is aware, in UTC."""
    day, stamp = at.strftime("%Y-%m-%d"), str(int(at.timestamp()))
    headers = f"content-type:{content_type}\nhost:{host}\n"
    canonical = "\n".join(["POST", "/", "", headers, "content-type;host", _hashed(body)])
    scope = f"{day}/{service}/tc3_request"
    signing = f"TC3{secret}".encode()
    for part in (day, service, "tc3_request"):
        signing = hmac.new(signing, part.encode(), hashlib.sha256).digest()
    to_sign = "\n".join(["TC3-HMAC-SHA256", stamp, scope, _hashed(canonical)])
    signature = hmac.new(signing, to_sign.encode(), hashlib.sha256).hexdigest()
    credential = f"Credential={key}/{scope}, SignedHeaders=content-type;host, Signature={signature}"
    return {
        "Content-Type": content_type,
        "Host": host,
        "X-TC-Timestamp": stamp,
        "Authorization": f"TC3-HMAC-SHA256 {credential}",
    }


def host_of(base: str) -> str:
    """The host of an address with its port, as it stands in the Host header."""
    return urlsplit(base).netloc


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
