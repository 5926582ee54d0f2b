"""Adds uploads to a Draft, with what the word list says of their descriptions; used by every channel."""

from collections.abc import Iterable
from dataclasses import replace

from boards.actions.steps import word_check
from boards.actions.steps.recording import Draft
from boards.files.attachments import Attachment, attachment_of
from boards.files.models import Upload
from boards.files.rules import ALT_LENGTH
from forum.messages import M
from forum.problems import Invalid
from forum.roles import Actor


def with_uploads(draft: Draft, described: Iterable[tuple[Upload, str]], actor: Actor) -> Draft:
    """The Draft with these uploads and the description of each; raises Invalid for `pictures`."""
    checked = [(upload, check_description(alt, actor)) for upload, alt in described]
    held = tuple(word for _, worded in checked for word in worded.held)
    masked = tuple(word for _, worded in checked for word in worded.masked)
    files: tuple[Attachment, ...] = tuple(attachment_of(upload, worded.text) for upload, worded in checked)
    return replace(draft, files=files, held=(*draft.held, *held), masked=(*draft.masked, *masked))


def check_description(alt: str, actor: Actor) -> word_check.CheckedText:
    """The CheckedText of a description; raises Invalid for `pictures`."""
    text = " ".join(alt.split())
    if len(text) > ALT_LENGTH:
        raise Invalid(pictures=M("图片说明最多 %(most)s 个字。", most=ALT_LENGTH))
    if not text:
        return word_check.CheckedText("")
    if actor.official:
        return word_check.check_official_text(text)
    return word_check.check_citizen_text(text, "pictures")
