"""A city that holds every kind of text and name that not everybody may see; each carries a word that stands nowhere else."""

import hashlib
import io
from datetime import timedelta

import pytest
from PIL import Image
from walk_hot import count_hot, gather

from boards.actions.cases import cohandling, extensions, handling, ratings, transfers
from boards.actions.cases.callbacks import close_callback
from boards.actions.city import offices
from boards.actions.posts import answer_templates, drafts, posts, press
from boards.actions.posts.locations import CheckedLocation, relocate
from boards.actions.posts.threads import ask, support
from boards.actions.steps.recording import Draft
from boards.channels.hotline.actions import Caller, enter, look
from boards.channels.hotline.queries import call_of
from boards.channels.webhooks.actions import register
from boards.clocks.policy import NoticeKind
from boards.contact.actions import look_at_texts, write
from boards.drafts.actions import save as save_draft
from boards.drafts.rules import Mark, Place, PlaceKind
from boards.files.attachments import Attachment
from boards.files.models import PostFile
from boards.models.cases import Callback
from boards.models.threads import Clock, Post, Thread
from boards.notifications.actions import watch
from boards.notifications.reader import reader
from boards.notifications.sending.unsubscribing import unsubscribe_url
from boards.queries.parts import covering
from boards.readers import figures, promises
from boards.rules.locations.position import Position, Precision
from boards.rules.text.word_list import BY_THE_SYSTEM
from boards.services.quiz.actions import import_bank
from boards.services.quiz.bank import TRAFFIC, read_bank
from forum.accounts import actions as accounts
from forum.accounts.administration import disable
from forum.accounts.models import Account, MailAddress
from forum.accounts.queries import actor_of_account
from forum.kept.actions import Kept, keep
from forum.outbox.actions import put
from forum.outbox.models import OutboxItem
from forum.personal import phones
from forum.private import Encryptor
from forum.store.commitments import segments
from forum.text.markup import render
from moderation.assessments.actions import freeze
from moderation.blurring.actions import blur
from moderation.blurring.rules import read_regions
from moderation.covering import actions as covering_actions
from moderation.hiding import actions as hiding
from moderation.ledger.signing import Signer
from moderation.notices.actions import issue
from moderation.orders import actions as orders
from moderation.reports import actions as reporting
from moderation.sanctions import actions as sanctioning
from moderation.tools import duplicates, marking, merging
from moderation.words.actions import add
from search.reader import SearchReader

PHONE, COVERED = "13987650001", "13798761234"
PICTURED = ("hidden", "whole", "sealed", "covered", "open", "wait")  # words of questions
BROWSER = "the secret of the browser in which the asker wrote"
HERE = CheckedLocation("qzelsewhereplace 1", Position(289703, 1188743), Precision.POINT)
EXPLANATION = "这条路由另一个局养护，请带上照片到窗口登记。"


@pytest.fixture
def secrets(places, cast, rules, screened, clock, settings, app, password_hash):
    """The city; `asker` wrote all that is concealed, `shy` only anonymously, and `informer` only reported and watched."""
    city = _City(
        places, cast, rules, clock, Encryptor(settings.secret_key), password_hash, app.extensions["wenqu"].files
    )
    city.settings = settings
    figures.reader(rules).catch_up(clock.now())
    city.fill(screened)
    SearchReader(app.extensions["wenqu"].engine).catch_up(clock.now())
    city.unsubscribing = unsubscribe_url(cast.asker.account, settings).rpartition("/")[2]
    Signer(settings).catch_up(clock.now())
    return city


class _City:
    """`threads` and `posts`: what stands in it."""

    def __init__(self, places, cast, rules, clock, encryptor, password_hash, store):
        self.places, self.cast, self.rules = places, cast, rules
        self.clock, self.encryptor, self.password_hash = clock, encryptor, password_hash
        self.shy, self.informer = self._account("shy"), self._account("informer")
        self.second = self._account("second", "administrator")
        self.gone = self._account("gone")
        picture = io.BytesIO()
        Image.new("RGB", (8, 8)).save(picture, "WEBP")
        self.picture, self.store = hashlib.sha256(picture.getvalue()).hexdigest(), store
        store.put(self.picture, picture.getvalue())

    def _posted(self):
        """A letter that waits for its next attempt and one that was given up."""
        for key in ("waits", "failed"):
            put("mail", key, {"text": "qzhidden"}, now=self.clock.now(), encryptor=self.encryptor)
        OutboxItem.update(error="busy", attempts=1).execute()
        import_bank(self.places.housing, read_bank(TRAFFIC.read_bytes())[:3])
        by = {"actor": self.cast.administrator, "now": self.clock.now(), "settings": self.settings}
        register("https://data.example.org/hook", "省里", **by)
        OutboxItem.update(failed_at=self.clock.now(), due_at=None).where(OutboxItem.key == "failed").execute()

    def fill(self, screened):
        add(["天天赌博"], tier="hold", actor=self.cast.moderator, now=self.clock.now())
        self._hidden()
        self._whole()
        self._sealed()
        self._covered()
        self._anonymous()
        self._called()
        self._office()
        self._joined()
        self._marked()
        self._served()
        self._kept()
        self._contacted()
        self._promised()
        self._reported()
        self._posted()
        self._relocated()
        self._blurred()
        self.waiting = self.ask("wait", city=screened)
        reader().catch_up(self.clock.now())  # now, since nobody is told of what is a month old
        self.clock.advance(timedelta(days=60))
        self._urged()
        promises.ask_due(self.rules, self.clock.now())
        self._assessed()
        self.threads = list(Thread.select().order_by(Thread.id))
        count_hot(self.threads, self.clock.now())
        gather([each for each in self.threads if each.id != self.copy.id], **self.by(self.cast.supervisor))
        self.posts = list(Post.select().order_by(Post.id))
        self.concealed = self._concealed()

    def _concealed(self):
        """Some of them, for what is posted: of each kind that an action treats in a way of its own."""
        threads = [self.hidden, self.whole, self.sealed, self.covered, self.anonymous, self.open, self.waiting]
        held = Post.get(Post.hidden_role == BY_THE_SYSTEM)
        firsts = [
            self.floor(thread, 1) for thread in (self.hidden, self.covered, self.anonymous, self.open, self.waiting)
        ]
        return {"thread_id": threads, "post_id": [*firsts, held]}

    def _account(self, name, role=None):
        now = self.clock.now()
        account = accounts.open_account(name, f"qz{name}name", self.password_hash, now=now)
        if role:
            accounts.grant(account, role, now=now)
        return actor_of_account(account, now)

    def by(self, actor):
        return {"actor": actor, "now": self.clock.advance(timedelta(minutes=1))}

    def ask(self, word, actor=None, city=None, board=None, **given):
        """A question whose title says qz<word>title, its text qz<word>text and its picture's description qz<word>picture."""
        text = given.pop("text", f"qz{word}text 路灯坏了三个月。")
        given = {
            "title": f"qz{word}title 路灯坏了",
            "text": Draft(text, render(text), files=self._pictures(word)),
            "kind": "complaint",
            "location": CheckedLocation(f"qz{word}place 人民路", Position(289703, 1188743), Precision.POINT),
            **given,
        }
        return ask(
            board or self.places.housing_board, city=city or self.rules, **self.by(actor or self.cast.asker), **given
        )

    def _pictures(self, word):
        """The same picture for some of the questions, with a description of its own."""
        known = {"kind": "picture", "media": "image/webp", "sha256": self.picture, "width": 8, "height": 8, "size": 100}
        return (Attachment(**known, name=f"qz{word}picture.png", alt=f"qz{word}picture"),) if word in PICTURED else ()

    def _blurred(self):
        file = PostFile.get(PostFile.thread == self.open.id)
        given = {"code": "plate", "store": self.store, **self.by(self.cast.moderator)}
        blur(file, read_regions("0 0 50 50"), **given)

    def passed_on(self, word, **given):
        """One that was edited, passed on until the alarm, accepted, put off, drafted, watched, reported and warned for."""
        thread, cast = self.ask(word, **given), self.cast
        first = self.floor(thread, 1)
        posts.revise(
            first, **self.by(given.get("actor") or cast.asker), text=f"qz{word}text 路灯坏了四个月，请修一修。"
        )
        reply = posts.reply(thread, city=self.rules, text="路灯我也见过。", parent=first.id, **self.by(cast.neighbour))
        posts.reply(thread, city=self.rules, text="一直没有人来。", parent=reply.id, **self.by(cast.neighbour))
        for actor, to in ((cast.spokesperson, self.places.roads), (cast.outsider, self.places.housing)):
            case = Thread.get_by_id(thread.id)
            transfers.transfer(case, city=self.rules, to=to, explanation=EXPLANATION, **self.by(actor))
        handling.accept(Thread.get_by_id(thread.id), **self.by(cast.spokesperson))
        by = self.by(cast.spokesperson)
        extensions.ask_extension(thread, until=by["now"] + timedelta(days=20), reason="要等设备到货。", **by)
        drafts.save(thread, text="qzdrafttext", kind="result", **self.by(cast.spokesperson))
        self._noticed(thread, first)
        return Thread.get_by_id(thread.id)

    def hide(self, thread):
        self.hide_post(self.floor(thread, 1))

    def hide_post(self, post):
        hiding.hide(post, reason="写了别人的电话", code="personal", **self.by(self.cast.moderator))

    def floor(self, thread, number):
        return Post.get(Post.thread == thread.id, Post.floor == number)

    def _noticed(self, thread, first):
        for actor in (self.informer, self.cast.neighbour):
            watch(thread, **self.by(actor))
            support(thread, **self.by(actor))
        reporting.report(first, city=self.rules, reason="qzreporttext", code="insult", **self.by(self.informer))
        sanctioning.warn(first, code="insult", text="qzwarningtext", **self.by(self.cast.moderator))

    def _promised(self):
        """Promises in an answer that is hidden, in a thread whose title is, and in an answer that everybody may read."""
        made = [self.ask("vow"), Thread.get_by_id(self.hidden.id), self.ask("oath")]
        for thread, word in zip(made, ("qzpromisetext ", "", ""), strict=True):
            if thread.status == "unaccepted":
                handling.accept(thread, **self.by(self.cast.spokesperson))
            given = {"text": f"{word}路灯10月15日前修好，12月31日前完成验收。", **self.by(self.cast.spokesperson)}
            handling.first_reply(Thread.get_by_id(thread.id), **given)
        promises.reader(self.rules).catch_up(self.clock.now())
        self.hide_post(Post.get(Post.thread == made[0].id, Post.kind == "first_reply"))

    def _reported(self):
        """Reports about threads of which something is concealed, and one that was withdrawn."""
        given = {"title": "路灯等来了", "byline": "朱明", "medium": "清源日报", "published_on": "2014-09-21"}
        threads = (self.hidden, self.whole, self.sealed, self.covered, self.anonymous, self.open)
        given |= {"url": "https://news.example.cn/1", "threads": " ".join(str(thread.id) for thread in threads)}
        today = self.clock.now().date()
        for actor, word in ((self.cast.reporter, ""), (self.cast.moderator, "qzpress")):
            said = {**given, "text": f"{word}text 灯亮了。", "title": f"{word}路灯等来了"}
            report = press.publish(said, today=today, **self.by(actor))
        press.withdraw(report, reason="采访对象认错了。", **self.by(self.cast.moderator))

    def _contacted(self):
        """Private messages, one with the asker's number, that a moderator looked at, and some of a department before a transfer."""
        cast, settings = self.cast, {"settings": self.settings}
        write(self.open, "qzcontactask 是几号楼？", **settings, **self.by(cast.spokesperson))
        write(self.open, "qzcontactanswer 三号楼。", share_phone=True, **settings, **self.by(cast.asker))
        look_at_texts(self.open, "qzcontactreason", **self.by(cast.moderator))
        self.passed = self.ask("passed", title="路灯", text="路灯坏了", location=None)
        write(self.passed, "是几号楼？", **settings, **self.by(cast.spokesperson))
        given = {"city": self.rules, "to": self.places.roads, "explanation": EXPLANATION}
        transfers.transfer(Thread.get_by_id(self.passed.id), **given, **self.by(cast.spokesperson))

    def _relocated(self):
        """A place that its asker corrected, and one that a moderator took away."""
        nowhere = {"address": "", "position": "", "reason": "是住址"}
        for based_on, actor, given in (
            ("1", self.cast.asker, {"address": "qzelsewhereplace", "position": "28.9703, 118.8743", "reason": ""}),
            ("2", self.cast.moderator, nowhere),
        ):
            thread = getattr(self, "moved", None) or self.ask("spot", title="路灯", text="路灯", location=HERE)
            self.moved = thread
            relocate(thread, {**given, "based_on": based_on}, city=self.rules, **self.by(actor))

    def _urged(self):
        """Notices about overdue cases of which something is concealed, and a clock about which one is due."""
        self.late_clock = self._late(self.open)
        for thread in (self.hidden, self.whole, self.covered, self.anonymous):
            clock = self._late(thread)
            issue(NoticeKind.CIRCULAR, clock.id, city=self.rules, **self.by(self.cast.supervisor))

    def _assessed(self):
        """The frozen figures of all questions."""
        today = self.rules.day(self.clock.now())
        freeze(today - timedelta(days=100), today - timedelta(days=1), city=self.rules, **self.by(self.cast.supervisor))

    def _late(self, thread):
        running = (Clock.thread == thread.id) & (Clock.kind == "answer") & Clock.met_at.is_null()
        return Clock.select().where(running).order_by(Clock.due_at).get()

    def _hidden(self):
        """A hidden question, a hidden reply that is quoted, and a reply that the word list holds."""
        self.hidden = thread = self.passed_on("hidden")
        self.hide(thread)
        open_thread = self.ask("open")
        reply = posts.reply(open_thread, city=self.rules, text="qzhiddenreply 路灯", **self.by(self.cast.asker))
        posts.reply(open_thread, city=self.rules, text="是的。", parent=reply.id, **self.by(self.cast.neighbour))
        hiding.hide(reply, reason="写了别人的电话", code="personal", **self.by(self.cast.moderator))
        posts.reply(open_thread, city=self.rules, text="qzheldtext 天天赌博，路灯", **self.by(self.cast.asker))
        self.open = open_thread

    def _whole(self):
        self.whole = thread = self.passed_on("whole")
        hiding.hide_thread(thread, code="personal", text="写了别人的电话", **self.by(self.cast.moderator))

    def _sealed(self):
        self.sealed = thread = self.passed_on("sealed")
        self.order = self._ordered(self.floor(thread, 1), self.cast.administrator)
        orders.confirm(self.order, **self.by(self.second))
        self.waiting_order = self._ordered(self.floor(self.open, 2), self.second)

    def _ordered(self, post, actor):
        page, by = io.BytesIO(), self.by(actor)
        Image.new("RGB", (8, 8)).save(page, "PNG")
        typed = {"number": f"令{post.id}", "signatory": str(self.cast.signatory.account), "office": "部长"}
        typed |= {"ground": "判决", "reason": "court", "signed_on": "2014-09-22", "post": str(post.id), "whole": ""}
        return orders.enter(typed, page.getvalue(), today=by["now"].date(), **by)

    def _covered(self):
        title, text = f"打{COVERED}没人接", f"我的电话是{COVERED}，请回电。"
        thread = self.ask("covered", title=title, text=text)
        number, place = segments(title).index(COVERED), segments(text).index(COVERED) + 1
        covering_actions.cover(
            self.floor(thread, 1),
            parts=[f"title.{number}", f"1.{place}"],
            code="phone",
            reason="写了电话",
            **self.by(self.cast.moderator),
        )
        self.covered = Thread.get_by_id(thread.id)
        assert covering.title_parts(thread.id)

    def _anonymous(self):
        """An anonymous question that was answered, rated and asked again, and an anonymous reply."""
        thread = self.passed_on("anonymous", actor=self.shy, anonymous=True)
        handling.give_result(thread, city=self.rules, text="已派人去修。", **self.by(self.cast.spokesperson))
        ratings.rate(thread, city=self.rules, grade=1, text="没有修好", **self.by(self.shy))
        handling.follow_up(thread, city=self.rules, text="还是坏的。", **self.by(self.shy))
        chat = self.ask("chat", actor=self.cast.neighbour, board=self.places.talk_board, kind=None)
        said = posts.reply(chat, city=self.rules, text="我也遇到过。", anonymous=True, **self.by(self.shy))
        posts.reply(chat, city=self.rules, text="谢谢。", parent=said.id, **self.by(self.cast.neighbour))
        ends = self.clock.now() + timedelta(days=90)
        sanctioning.suspend(said, until=ends, code="insult", text="qzwarningtext", **self.by(self.cast.moderator))
        self.anonymous = Thread.get_by_id(thread.id)

    def _called(self):
        """A call that was answered and is owed another, and whose number was looked at."""
        given = {"title": "路灯来电", "text": "路灯坏了", "kind": "complaint", "encryptor": self.encryptor}
        caller, by = Caller("朱qzcaller", PHONE, self.clock.now()), self.by(self.cast.operator)
        called = enter(self.places.housing_board, caller, city=self.rules, **given, **by)
        handling.accept(called, **self.by(self.cast.spokesperson))
        handling.give_result(called, city=self.rules, text="已修好", **self.by(self.cast.spokesperson))
        look(call_of(called.id), encryptor=self.encryptor, reason="qzlookreason", **self.by(self.cast.operator))
        self.callback = Callback.get(Callback.thread == called.id)
        close_callback(self.callback, outcome="no_answer", remark="qzremarktext", **self.by(self.cast.operator))

    def _office(self):
        answer_templates.add(
            self.places.housing.id, title="收到", text="qztemplatetext {网友}您好", **self.by(self.cast.spokesperson)
        )
        for name in ("李国平", "吴一凡", "周文"):
            given = {"kind": "liaison", "name": name, "office": "科员", "contact": "3021001"}
            person = offices.add_person(self.places.housing, **given, **self.by(self.cast.spokesperson))
        offices.remove_person(self.places.housing, person.id, **self.by(self.cast.spokesperson))
        for based_on, actor in enumerate((self.cast.spokesperson, self.cast.administrator)):
            text = f"第一条 {based_on} 小时内受理。"
            offices.revise_rules(self.places.housing, text=text, based_on=based_on, **self.by(actor))

    def _joined(self):
        """Threads that point at concealed ones: merged with them, or their duplicates; hidden after that."""
        by_moderator = {"code": "same_matter", "actor": self.cast.moderator}
        merged = self.ask("hiddenmerged")
        merging.merge(
            merged, into=self.open, city=self.rules, now=self.clock.advance(timedelta(minutes=1)), **by_moderator
        )
        original, self.copy = self.ask("hiddenoriginal"), self.ask("copy", actor=self.cast.neighbour)
        duplicates.mark_as_duplicate(
            self.copy, of=original, now=self.clock.advance(timedelta(minutes=1)), **by_moderator
        )
        for thread in (merged, original):
            self.hide(thread)

    def _marked(self):
        """A discussion that bears each mark, and one that goes on; both are hidden."""
        self.marked, self.talk = (
            self.ask(f"hidden{word}", board=self.places.talk_board, kind=None) for word in ("marked", "talk")
        )
        for mark, code in ((marking.pin, "notice"), (marking.highlight, "valuable"), (marking.lock, "heated")):
            mark(self.marked, code=code, **self.by(self.cast.moderator))
        marking.end(self.marked, code="settled", **self.by(self.cast.moderator))
        self.hide(self.marked)
        self.hide(self.talk)

    def _served(self):
        """An answered question, and one on which another department is asked for its input; both are hidden."""
        self.answered, self.joint = self.ask("hiddenanswered"), self.ask("hiddenjoint")
        for thread in (self.answered, self.joint):
            handling.accept(thread, **self.by(self.cast.spokesperson))
        handling.give_result(self.answered, city=self.rules, text="已派人去修。", **self.by(self.cast.spokesperson))
        cohandling.request(
            self.joint,
            city=self.rules,
            departments=[self.places.roads],
            text="请看。",
            **self.by(self.cast.spokesperson),
        )
        self.hide(self.answered)
        self.hide(self.joint)

    def _kept(self):
        """A reply that the asker wrote without a session, his mail address and phone number, and an account that is disabled."""
        asker = self.cast.asker.account
        address = self.encryptor.encrypt("qzmail@example.com", f"mail_address/sealed/{asker}")
        MailAddress.create(account=asker, sealed=address, key_hash="x", confirmed_at=self.clock.now())
        phones.give(self.cast.asker, "137 5700 1234", now=self.clock.now(), settings=self.settings)
        typed = {"fields": {"text": "qzsavedtext"}, "mark": Mark(), "form": "a form", "encryptor": self.encryptor}
        save_draft(Place(PlaceKind.ASK), **typed, **self.by(self.cast.neighbour))
        form = Kept("posts.create", f"/threads/{self.open.id}/posts", (("text", "qzkepttext"), ("kind", "reply")))
        given = {"account": self.cast.asker.account, "now": self.clock.now() + timedelta(days=60)}
        self.kept = keep(form, browser=BROWSER, encryptor=self.encryptor, **given)
        disable(Account.get_by_id(self.gone.account), reason="本人申请", **self.by(self.cast.administrator))
