"""The command `wenqu worker`: the readers of the log, and what is done beside them."""

from threading import Thread

import click

from boards.channels.cards.keeping import CardKeeper, Cards
from boards.channels.opendata.making import OpenDataKeeper
from boards.channels.sms.working import sms_parts
from boards.channels.voice.working import voice_parts
from boards.channels.webhooks.reader import reader as webhook_events
from boards.channels.webhooks.sending import sender as webhooks
from boards.channels.wechat.working import wechat_parts
from boards.drafts.actions import Expiring as ExpiringDrafts
from boards.files.storage import open_store
from boards.files.upkeep import UploadKeeper
from boards.mine.closing import AccountCloser
from boards.notifications.sending.digests import Digests
from boards.notifications.sending.planning import Planner
from boards.notifications.sending.transports import senders
from boards.queries.parts.current_city import CurrentCity
from boards.readers.promises import PromiseAsker
from boards.services.movecar.answers import MoveCarAnswers
from boards.services.movecar.keeping import MoveCarKeeper
from forum.app import load_city, readers
from forum.commands.console import clock, settings as from_environment
from forum.config import Settings
from forum.idempotency.actions import Forgetting
from forum.kept.actions import Expiring
from forum.operations import journal
from forum.store import db, schema, worker
from forum.store.leads.leads import leads_of
from forum.store.readers import Reader
from forum.store.sql import turns
from forum.store.sql.changes import Changes
from forum.web import serving
from moderation.ledger.signing import Signer
from moderation.ledger.witnessing.submitting import submitters
from moderation.notices.keeping import NoticeKeeper
from moderation.supervision.briefs.keeping import BriefKeeper
from moderation.supervision.hot.keeping import HotKeeper
from search.compaction import Compacting, rebuilding
from search.engines import engine_of
from search.query.topic_words import could_be_a_name
from search.reader import SearchReader
from search.saved.checking import SavedSearches
from search.saved.models import SavedSearch


@click.command(name="worker")
def run_worker() -> None:
    """Run only the worker."""
    settings = from_environment()
    journal.write(settings.log)
    work(settings)


def readers_of(settings: Settings) -> tuple[Reader | Signer | SearchReader, ...]:
    """Every reader of the log under the rules of `settings`, the search index last."""
    return readers(load_city(settings), engine_of(settings), Signer(settings))


def catch_up(settings: Settings) -> None:
    """Run every reader until it has read the log to its end."""
    worker.catch_up(readers_of(settings), clock.now())


def work(settings: Settings) -> None:
    """Run the worker in this process until it is ended."""
    serving.in_child()
    turns.give_way()
    db.connect(settings.database)
    schema.check()
    current_city, engine, signer = CurrentCity(load_city(settings)), engine_of(settings), Signer(settings)
    # In threads of their own: rebuilding a search index would delay signing, a silent witness or mail server everything, and
    # counting the words of a large city the notifications.
    cards = CardKeeper(CurrentCity(load_city(settings)), Cards(settings.data / "cards"))
    of_wechat = wechat_parts(settings, CurrentCity(load_city(settings)), open_store(settings.files), clock)
    phones = (*sms_parts(settings, clock, (MoveCarAnswers(settings),)), *voice_parts(settings, clock))
    sending = (
        *senders(settings, clock),
        webhooks(settings, clock),
        *of_wechat,
        *phones,
    )
    moving = MoveCarKeeper(settings, open_store(settings.files))
    apart = [(each,) for each in (signer, *submitters(settings), *sending, moving, cards, OpenDataKeeper(settings))]
    leads, changes = leads_of(settings.data), Changes()
    for some in (*apart, _hot_keepers(CurrentCity(load_city(settings)))):
        Thread(target=worker.run, args=(lambda now, some=some: some, clock, None, leads, changes), daemon=True).start()
    uploads = UploadKeeper(open_store(settings.files))
    keepers = (NoticeKeeper(current_city), PromiseAsker(current_city), uploads, AccountCloser(SavedSearch))
    telling = (Planner(settings), Digests(settings), SavedSearches(current_city, engine), webhook_events(settings))
    upkeep = (Compacting(engine, rebuilding), Expiring(), ExpiringDrafts(), Forgetting(), *telling, *keepers)
    worker.run(
        lambda now: (*readers(current_city.refresh(now), engine, signer)[1:], *upkeep), clock, None, leads, changes
    )


def _hot_keepers(current_city: CurrentCity) -> tuple[HotKeeper, BriefKeeper]:
    return HotKeeper(current_city, could_be_a_name), BriefKeeper(current_city, could_be_a_name)
