"""The drawn portrait of an account: a hill, something in the sky and a tint, chosen by a hash of its public id. Pure.

The pieces are drawn in templates/static/portraits.svg and named by classes in portraits.css.
"""

from hashlib import sha256

HILLS, SKIES, TINTS = 8, 8, 6


def portrait(public_id: str) -> str:
    """The CSS classes of one of HILLS x SKIES x TINTS portraits, such as `hill3 sky0 tint5`, always the same for an id."""
    hill, sky, tint = sha256(public_id.encode()).digest()[:3]
    return f"hill{hill % HILLS} sky{sky % SKIES} tint{tint % TINTS}"
