"""The pages of notices: the list, the document, the PDF, the supervisors' proposals, and what is never in any of them."""

from io import BytesIO

from pypdf import PdfReader

from boards.models.threads import Post
from forum.store.log import Entry
from moderation.hiding import actions as hiding
from moderation.notices.models import Notice


def pdf_text(client, notice):
    answer = client.get(f"/notices/{notice.id}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages).replace("\n", "")


def test_supervisors_issue_what_is_proposed_several_at_once(client_of, cast, clock, late, answer_clock, asked):
    other = asked("第二件")
    clock.set(late)
    browser = client_of(cast.supervisor)
    page = browser.get("/supervision/notices")
    values = [f"circular {answer_clock.id}"]
    assert all(f'value="{value}"' in page.text for value in values) and "第二件" in page.text
    clocks = {row.clock_id for row in Notice.select()}
    answer = browser.post(
        "/supervision/notices", data={"proposal": [*values, "circular 99999"], "demand": "请公开答复。"}
    )
    assert answer.status_code == 200 and "问抄〔2014〕1号" in answer.text and "没有这个时限" in answer.text
    assert not clocks and Notice.get().demand == "请公开答复。" and other


def test_the_department_signs_and_answers_on_the_page(client_of, cast, clock, late, circular):
    clock.set(late)
    browser = client_of(cast.spokesperson)
    assert browser.post(f"/notices/{circular.id}/receipt").status_code == 303
    refused = browser.post(f"/notices/{circular.id}/feedback", data={"text": " "})
    assert refused.status_code == 422
    assert browser.post(f"/notices/{circular.id}/feedback", data={"text": "本周修好。"}).status_code == 303
    assert "本周修好。" in browser.get(f"/notices/{circular.id}").text
    assert "交回执" not in browser.get(f"/notices/{circular.id}").text
    supervisor = client_of(cast.supervisor)
    assert supervisor.post(f"/notices/{circular.id}/closing", data={"text": "已有安排"}).status_code == 303
    assert supervisor.post(f"/notices/{circular.id}/closing", data={"text": "再来"}).status_code == 409


def test_page_pdf_list_and_api_say_the_same(client_of, api_of, cast, clock, late, circular):
    clock.set(late)
    browser = client_of(cast.neighbour)
    page, paper = browser.get(f"/notices/{circular.id}").text, pdf_text(browser, circular)
    for words in ("舆情抄告单", "事由", "超期情况", "办理要求", "反馈时限", "舆情来源", "处置建议", "签收"):
        assert words in page and words in paper.replace(" ", ""), words
    assert "问抄〔2014〕1号" in paper.replace(" ", "") and "第1号" not in paper
    assert "问抄〔2014〕1号" in browser.get("/notices").text
    assert "问抄〔2014〕1号" in browser.get(f"/threads/{circular.thread_id}").text
    (item,) = api_of(cast.neighbour).get("/notices?kind=circular&year=2014").json["items"]
    assert (item["number"], item["kind"], item["closed_at"]) == ("问抄〔2014〕1号", "circular", None)
    assert api_of(cast.neighbour).get("/notices?kind=nonsense").status_code == 400


def test_a_hidden_question_is_in_no_notice(client_of, cast, clock, late, circular, question):
    first = Post.get(Post.thread == question.id, Post.floor == 1)
    title = question.title
    browser = client_of(cast.neighbour)
    assert title in pdf_text(browser, circular).replace(" ", "")
    hiding.hide(first, actor=cast.moderator, now=late, reason="写了电话", code="personal")
    paper = pdf_text(browser, circular)
    assert title not in paper.replace(" ", "") and "已屏蔽" in paper
    assert title not in browser.get(f"/notices/{circular.id}").text + browser.get("/notices").text


def test_personal_data_and_names_stay_out(client_of, cast, asked, rules, late, answer_clock):
    from boards.clocks.policy import NoticeKind
    from boards.models.threads import Clock
    from moderation.notices.actions import issue

    thread = asked("请打 13812341234", text="我的电话是13812341234，身份证330302199001011235。")
    clock = Clock.get(Clock.thread == thread.id, Clock.kind == "answer")
    notice = issue(NoticeKind.CIRCULAR, clock.id, actor=cast.supervisor, now=late, city=rules)
    paper = pdf_text(client_of(cast.neighbour), notice)
    assert "1381234" not in paper and cast.asker.name not in paper


def test_the_font_is_embedded_in_part(client_of, cast, circular):
    answer = client_of(cast.neighbour).get(f"/notices/{circular.id}.pdf")
    assert b"NotoSerifSC" in answer.data and len(answer.data) < 200_000


def test_a_notification_leads_to_the_notice(client_of, cast, clock, late, circular):
    from boards.models.notifications import Notification
    from boards.notifications.reader import reader

    clock.set(late)
    reader().catch_up(late)
    told = Notification.get(Notification.account == cast.spokesperson.account, Notification.event == "notice_issued")
    answer = client_of(cast.spokesperson).post(f"/notifications/{told.id}/opening")
    assert answer.location.endswith(f"/notices/{circular.id}") and Entry.get_by_id(told.entry_id)


def test_the_desk_has_the_notices_that_wait_for_the_own_department(client_of, cast, clock, late, circular):
    clock.set(late)
    desk = client_of(cast.spokesperson)
    assert "等您签收或回执的督办文书" in desk.get("/desk").text
    assert f'href="/notices/{circular.id}"' in desk.get("/desk").text
    assert f'href="/notices/{circular.id}"' not in client_of(cast.outsider).get("/desk").text
    desk.post(f"/notices/{circular.id}/feedback", data={"text": "本周修好。"})
    assert "等您签收或回执的督办文书" not in desk.get("/desk").text
