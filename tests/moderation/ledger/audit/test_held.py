"""What the word list holds agrees with the ledger: held, let go, hidden for good, edited, and waiting."""

from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.threads import Post
from boards.models.words import HeldPost
from moderation.held.actions import keep_hidden, release
from moderation.hiding.actions import restore
from moderation.ledger.signing import Signer
from moderation.words.actions import add


def test_nothing_is_found_where_posts_were_held_and_decided_on(places, cast, question, rules, now, settings, audited):
    for word, tier in (("赌博", "hold"), ("傻瓜", "mask")):
        add([word], tier=tier, actor=cast.moderator, now=now)
    for text in ("天天赌博", "还在赌博", "又在赌博", "一群傻瓜", "没事"):
        posts.reply(question, actor=cast.neighbour, now=now, city=rules, text=text)
    first, second, third = HeldPost.select().order_by(HeldPost.id)
    release(first, actor=cast.moderator, now=now)
    keep_hidden(second, actor=cast.moderator, now=now, reason="捕风捉影")
    last = Post.select().order_by(Post.id.desc()).get()
    posts.revise(last, actor=cast.neighbour, now=now, text="没事，就是赌博")
    ask(places.housing_board, actor=cast.asker, now=now, city=rules, title="三楼赌博", text="很吵。", kind="complaint")
    restore(Post.get_by_id(third.post_id), actor=cast.moderator, now=now)
    talk = ask(places.talk_board, actor=cast.asker, now=now, city=rules, title="说说赌博", text="大家怎么看？")
    release(HeldPost.get(HeldPost.post == Post.get(Post.thread == talk.id).id), actor=cast.moderator, now=now)
    ask(places.talk_board, actor=cast.asker, now=now, city=rules, title="再说赌博", text="还是傻瓜？")
    Signer(settings).catch_up(now)
    assert audited() == []
