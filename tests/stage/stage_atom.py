"""Atom feeds as a reader gets them: parsed by feedparser, and held to the schema of RFC 4287 and to what it demands besides."""

import re
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import feedparser
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
TYPES = (("text/html", "application/atom+xml"), ("image/webp", "application/pdf"))  # of links, and of enclosures
ONCE = "id title updated"  # 4.1.1 and 4.1.2: exactly one of each
AT_MOST_ONCE = "content generator icon logo published rights source subtitle summary"
KNOWN = {
    *ONCE.split(),
    *AT_MOST_ONCE.split(),
    "author",
    "category",
    "contributor",
    "link",
    "entry",
    "name",
    "uri",
    "email",
}


def read(response):
    """The feedparser result of a feed that keeps the rules."""
    assert response.content_type == "application/atom+xml; charset=utf-8"
    SCHEMA.assertValid(etree.fromstring(response.data))
    feed = ElementTree.fromstring(response.data)
    assert feed.tag == f"{ATOM}feed" and feed.get(LANG)
    _check(feed)
    assert [link.get("rel") for link in feed.findall(f"{ATOM}link")] == ["self", "alternate"]
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        _check(entry)
        assert entry.find(f"{ATOM}content").get("type") in ("html", "text")
    ids = [entry.find(f"{ATOM}id").text for entry in entries]
    assert len(set(ids)) == len(ids)
    parsed = feedparser.parse(response.data)
    assert not parsed.bozo and parsed.version == "atom10" and len(parsed.entries) == len(entries)
    return parsed


def _check(element):
    found = [child.tag.removeprefix(ATOM) for child in element]
    assert [name for name in ONCE.split() if found.count(name) != 1] == []
    assert [name for name in AT_MOST_ONCE.split() if found.count(name) > 1] == []
    assert set(found) <= KNOWN
    assert element.find(f"{ATOM}title").text.strip()
    assert element.find(f"{ATOM}author/{ATOM}name").text.strip()  # 4.1.2: of the feed, or of each entry
    for at in (*element.findall(f"{ATOM}updated"), *element.findall(f"{ATOM}published")):
        assert datetime.fromisoformat(at.text).tzinfo
    for link in element.findall(f"{ATOM}link"):
        assert IRI.fullmatch(link.get("href")) and link.get("type") in TYPES[link.get("rel") == "enclosure"]
    assert all(category.get("term") for category in element.findall(f"{ATOM}category"))
    assert IRI.fullmatch(element.find(f"{ATOM}id").text)
