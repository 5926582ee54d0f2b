"""A site with an SMS gateway: the peers, and somebody who writes by SMS."""

from dataclasses import replace

import pytest
from stage_sms import HttpPeer, SmppPeer

from forum.channel_settings import Channels
from forum.gateways.sms import Gateway, Provider

TOKEN = "t0ken-of-the-address-1234"


@pytest.fixture
def smpp_peer():
    peer = SmppPeer()
    yield peer
    peer.close()


@pytest.fixture
def http_peer():
    """http_peer(*answers): a provider that says these one after the other."""
    peers = []

    def start(*answers):
        peers.append(HttpPeer(*answers))
        return peers[-1]

    yield start
    for peer in peers:
        peer.close()


@pytest.fixture
def with_gateway(settings):
    """with_gateway(provider, **given): the settings with an SMS gateway."""

    def given(provider=None, **more):
        usual = {
            "key": "AKID",
            "secret": "secret",
            "sign": "清源问渠",
            "number": "10690000",
            "token": TOKEN,
            "templates": {"progress": "SMS_1", "unknown": "SMS_2"},
        }
        gateway = Gateway(**{**usual, "provider": provider and Provider(provider), **more})
        return replace(settings, channels=Channels(sms=gateway))

    return given
