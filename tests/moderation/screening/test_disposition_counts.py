"""The sum of dispositions; tests/moderation/supervision/statistics/test_any_order.py holds it against whatever is done."""

from boards.actions.cases import (
    declining,
    discussions,
    duplicates as duplicates_cases,
    platform_answers,
    transfers,
)
from boards.actions.posts.threads import ask
from boards.queries.parts.dispositions import disposition_counts
from boards.rules.dispositions import Place

TEXT = "请看一看。"


def test_the_sum_of_a_city_with_every_disposition(places, cast, rules, screened, now):
    def asked(city):
        return ask(
            places.housing_board, actor=cast.asker, now=now, city=city, title="路灯不亮", text=TEXT, kind="complaint"
        )

    by, public = {"actor": cast.moderator, "now": now}, asked(rules)
    transfers.publish(asked(screened), city=rules, **by)
    transfers.route(asked(screened), city=rules, to=places.roads, **by)
    declining.decline(asked(screened), city=rules, code="privacy", text=TEXT, **by)
    platform_answers.answer_by_platform(asked(screened), city=rules, text=TEXT, **by)
    duplicates_cases.mark_duplicate(asked(screened), of=public, **by)
    discussions.open_discussion(asked(screened), board=places.talk_board, **by)
    transfers.return_to_moderators(asked(rules), actor=cast.spokesperson, now=now, reason=TEXT)
    asked(screened)
    ask(places.talk_board, actor=cast.asker, now=now, city=rules, title="桂花", text="开了。")
    found = disposition_counts()
    assert (found.received, found.lost, found.waiting, found.forwarded, found.not_forwarded) == (9, 0, 2, 3, 4)
    assert {place: count for place, count in found.places.items() if count != 1} == {
        Place.WAITING: 2,
        Place.FORWARDED: 3,
    }
