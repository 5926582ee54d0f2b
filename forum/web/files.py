"""Files that a view sends."""

from flask import Response


def file_response(content: bytes, content_type: str, name: str, *, inline: bool = False) -> Response:
    """The response with `content` as a file called `name` (ASCII without spaces), to be saved, or with `inline` shown by the browser."""
    disposition = "inline" if inline else "attachment"
    return Response(
        content, content_type=content_type, headers={"Content-Disposition": f"{disposition}; filename={name}"}
    )
