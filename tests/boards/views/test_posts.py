"""One post: editing it with a public, readable history."""

from boards.models.threads import Post, Revision


def test_an_edit_adds_a_revision_that_everybody_can_compare(client_of, cast, question, see, words):
    post = Post.get()
    assert "三个路口一个红绿灯都没有" in see(cast.asker, f"/posts/{post.id}/edit")
    answer = client_of(cast.asker).post(
        f"/posts/{post.id}/revisions", data={"text": "四个路口一个红绿灯都没有，过马路要等半天。"}
    )
    assert answer.location == f"/threads/{question.id}/floors/1"
    page = see(cast.guest, f"/posts/{post.id}/revisions")
    assert "<del>三</del>" in page and "<ins>四</ins>" in page
    assert words(page).index("第 2 版") < words(page).index("第 1 版")
    thread = see(cast.guest, f"/threads/{question.id}")
    assert "已编辑 1 次" in thread and "四个路口" in thread


def test_an_edit_that_changes_nothing_is_told_so(client_of, cast, question):
    text = Revision.get().text
    answer = client_of(cast.asker).post(f"/posts/{Post.get().id}/revisions", data={"text": text})
    assert answer.status_code == 422 and "内容没有变化" in answer.text and text in answer.text
    assert Revision.select().count() == 1


def test_the_history_of_an_anonymous_post_names_nobody(client_of, cast, asked, see):
    asked("匿名的问题", anonymous=True)
    post = Post.get()
    client_of(cast.asker).post(f"/posts/{post.id}/revisions", data={"text": "改过了"})
    page = see(cast.guest, f"/posts/{post.id}/revisions")
    assert "匿名网友" in page and "三衢路的小陈" not in page


def test_the_address_of_a_post_leads_to_its_floor(client_of, cast, question):
    assert client_of(cast.guest).get(f"/posts/{Post.get().id}").location == f"/threads/{question.id}/floors/1"


def test_only_the_author_is_offered_to_edit(see, cast, question):
    edit = f'href="/posts/{Post.get().id}/edit"'
    assert edit in see(cast.asker, f"/threads/{question.id}")
    for who in (cast.guest, cast.neighbour, cast.spokesperson, cast.moderator, cast.administrator):
        assert edit not in see(who, f"/threads/{question.id}")
