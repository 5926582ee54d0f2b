"""Puts the parts of a long message together that came in (3GPP TS 23.040, 9.2.3.24.1: a user data header of 05 00 03). Pure."""

from dataclasses import dataclass, field

MOST = 200  # messages that are not whole yet
HEADER = b"\x05\x00\x03"


@dataclass
class Parts:
    """The parts of messages that are not whole yet, by sender and number; the oldest are forgotten beyond MOST."""

    waiting: dict[tuple[str, int], dict[int, bytes]] = field(default_factory=dict)

    def add(self, sender: str, content: bytes, has_header: bool) -> bytes | None:
        """The whole content once its last part is there, None before."""
        if not has_header or content[:3] != HEADER or len(content) < 6:
            return content[1 + content[0] :] if has_header and content else content
        number, count, index = content[3:6]
        parts = self.waiting.setdefault((sender, number), {})
        parts[index] = content[6:]
        if set(parts) >= set(range(1, count + 1)):
            del self.waiting[sender, number]
            return b"".join(parts[part] for part in range(1, count + 1))
        while len(self.waiting) > MOST:
            del self.waiting[next(iter(self.waiting))]
        return None
