"""What a thread is in the words of schema.org, for search engines: a question with its official answer, or a discussion.

Names and texts are those of the page; what is hidden or sealed is not described, whoever looks.
"""

from collections.abc import Callable
from typing import Any

from boards.pages.posts import PostView
from boards.pages.thread import ThreadPage
from boards.rules.status import PostKind
from forum.messages import Message

Words = Callable[[Message | str], str]


def structured_data(page: ThreadPage, url: Callable[[str], str], words: Words) -> dict[str, Any] | None:
    """The QAPage of a case or the DiscussionForumPosting of another thread; None without a question that everybody may read.

    `url` makes a path absolute, `words` puts a message into words. https://schema.org/QAPage, DiscussionForumPosting.
    """
    question = page.question
    if question is None or page.hidden or not _open(question):
        return None
    about = {
        "author": _person(question, words),
        "datePublished": question.created_at.isoformat(),
        "text": question.text,
        "url": url(f"/threads/{page.id}"),
    }
    if page.badge is None:
        return _discussion(page, about, words)
    asked = {"@type": "Question", "name": words(page.title), "upvoteCount": page.supports} | about
    return _context("QAPage", mainEntity=asked | _answer(page, url, words))


def _discussion(page: ThreadPage, about: dict[str, Any], words: Words) -> dict[str, Any]:
    likes = {
        "@type": "InteractionCounter",
        "interactionType": "https://schema.org/LikeAction",
        "userInteractionCount": page.supports,
    }
    said = {"headline": words(page.title), "commentCount": page.replies, "interactionStatistic": likes}
    return _context("DiscussionForumPosting", **said, **about)


def _answer(page: ThreadPage, url: Callable[[str], str], words: Words) -> dict[str, Any]:
    """The official answer: accepted when it settles the question, suggested while it is a first reply."""
    answer = page.answer
    if answer is None or not _open(answer.post):
        return {"answerCount": 0}
    post = answer.post
    name = "suggestedAnswer" if post.kind == PostKind.FIRST_REPLY else "acceptedAnswer"
    office = {"@type": "GovernmentOrganization", "name": answer.office or words(post.author.name)}
    if post.author.department_slug:
        office["url"] = url(f"/departments/{post.author.department_slug}")
    said = {"@type": "Answer", "text": post.text, "datePublished": post.created_at.isoformat(), "author": office}
    return {"answerCount": 1, name: said | {"url": url(f"/threads/{page.id}#floor-{post.floor}")}}


def _person(post: PostView, words: Words) -> dict[str, str]:
    return {"@type": "Person", "name": words(post.author.name)}


def _open(post: PostView) -> bool:
    return post.hidden is None and post.sealed is None and post.text is not None


def _context(kind: str, **fields: Any) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": kind, **fields}
