"""JSON inside a <script> that is data: nothing in it can end the element, and the strict CSP has nothing to run."""

import json
from typing import Any

from markupsafe import Markup

# As in the HTML standard, 4.12.1.3: "<!--", "<script" and "</script" must not occur; U+2028 and 2029 for old readers of JSON.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def json_script(data: Any) -> Markup:
    """The JSON of `data`, safe inside a script element; Chinese stays as it is."""
    return Markup(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES))
