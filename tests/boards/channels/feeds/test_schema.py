"""The schema against which the tests hold the feeds is RFC 4287's: it takes a right feed and refuses each wrong one."""

import pytest
from lxml import etree
from stage_atom import SCHEMA

FEED = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN"><id>tag:x</id><title>t</title>
<updated>2014-09-22T10:00:00+08:00</updated><link href="http://x/" rel="self"/><x:y xmlns:x="urn:x" a="1">z</x:y>
<author><name>n</name></author><entry><id>tag:y</id><title type="html">t</title><updated>2014-09-22T10:00:00Z</updated>
<content type="html">&lt;p&gt;</content><link href="http://y"/><category term="a"/></entry></feed>"""


def test_a_right_feed_is_taken():
    assert SCHEMA.validate(etree.fromstring(FEED)), SCHEMA.error_log


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("2014-09-22T10:00:00Z", "yesterday"), ("<id>tag:y</id>", ""), ("<title>t</title>", "<title>t</title><title>u</title>"),
        ("</feed>", "<other/></feed>"), ("<name>n</name>", ""), ('xml:lang="zh-CN"', 'xml:lang="zh_CN"'), ('href="http://y"', ""),
        ("category term", "category label"), ('content type="html"', 'content type="html" src="http://z"'),
    ],
)  # fmt: skip
def test_a_wrong_feed_is_refused(right, wrong):
    assert right in FEED and not SCHEMA.validate(etree.fromstring(FEED.replace(right, wrong, 1)))
