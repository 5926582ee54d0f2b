"""A long answer is folded between paragraphs; nothing is lost, and no element is torn."""

import pytest

from boards.rules.text.letter import SHOWN, fold

PARAGRAPH = f"<p>{'字' * 100}</p>"
LIST = f"<ol>\n<li>{'一' * 200}</li>\n<li>{'二' * 200}</li>\n</ol>"


@pytest.mark.parametrize(
    ("html", "shown", "folded"),
    [
        ("<p>短</p>", "<p>短</p>", ""),
        (PARAGRAPH * 3, PARAGRAPH * 3, ""),
        (PARAGRAPH * 6, PARAGRAPH * 3, PARAGRAPH * 3),
        ("\n".join([PARAGRAPH] * 6), "\n".join([PARAGRAPH] * 3), "\n" + "\n".join([PARAGRAPH] * 3)),
        (LIST + PARAGRAPH, LIST, PARAGRAPH),
        (PARAGRAPH * 3 + "<p>完</p>", PARAGRAPH * 3 + "<p>完</p>", ""),
        (f"<p>{'字' * 3 * SHOWN}</p>", f"<p>{'字' * 3 * SHOWN}</p>", ""),
        (
            f"<p>a<br>b &gt; c <b>d</b>{'字' * 300}</p>" + PARAGRAPH,
            f"<p>a<br>b &gt; c <b>d</b>{'字' * 300}</p>",
            PARAGRAPH,
        ),
        ("", "", ""),
    ],
)
def test_it_is_cut_behind_the_paragraph_in_which_eight_lines_end(html, shown, folded):
    letter = fold(html)
    assert (letter.first, letter.rest) == (shown, folded)
    assert letter.first + letter.rest == html
