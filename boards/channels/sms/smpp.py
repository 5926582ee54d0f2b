"""SMPP 3.4: one bound connection that sends, and through which receipts and messages come in. smpplib has the protocol."""

import logging
import re
import ssl
import struct
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from smpplib import consts, exceptions, gsm, smpp
from smpplib.client import Client

from boards.channels.sms.codec import Inbound, Message, Receipt
from boards.channels.sms.parts import Parts
from boards.channels.sms.reports import key_of
from forum.gateways.sms import Gateway
from forum.outbox.sending import Delayed, Refused, Unsure

log = logging.getLogger(__name__)

TIMEOUT = 10  # seconds for an answer
QUIET = 30  # seconds after which the other side is asked whether it is there
# Passing states: 0x14 the queue is full, 0x58 too fast, 0x08 a system error (SMPP 3.4, 5.1.3).
LATER = frozenset({consts.SMPP_ESME_RMSGQFUL, consts.SMPP_ESME_RTHROTTLED, consts.SMPP_ESME_RSYSERR})
# SMPP 3.4, 5.2.12: what esm_class says of the kind of a message.
MESSAGE_TYPE, A_RECEIPT = 0x3C, 0x04
# SMPP 3.4, appendix B: id:IIIIIIIIII sub:SSS ... stat:DDDDDDD err:E text:..., of which the last may contain anything.
FIELD = re.compile(r"(?<!\S)(id|stat|err):(\S{1,65})")
BROKEN = (exceptions.ConnectionError, exceptions.UnknownCommandError, OSError, struct.error)


def receipt_in(text: str) -> Receipt | None:
    """The Receipt of a short message of that kind; None for a text that is none."""
    fields: dict[str, str] = dict(reversed(FIELD.findall(text)))  # of each the first
    if "id" not in fields or "stat" not in fields:
        return None
    return Receipt("", fields["id"], fields["stat"] == "DELIVRD", fields.get("err", fields["stat"]))


class Smpp:
    """The Side of an SMPP gateway, for one thread. `on_receipt` and `on_inbound` are called with what comes in."""

    def __init__(
        self, gateway: Gateway, on_receipt: Callable[[Receipt], Any], on_inbound: Callable[[Inbound], Any]
    ) -> None:
        self.gateway, self.on_receipt, self.on_inbound = gateway, on_receipt, on_inbound
        self.client: Client | None = None
        self.parts = Parts()
        self.answers: dict[int, Any] = {}
        self.heard = 0.0

    def send(self, message: Message) -> str:
        """Send one, in several parts where it is long; returns the message id of the last part."""
        client = self._bound()
        parts, coding, esm_class = gsm.make_parts(message.text, consts.SMPP_ENCODING_ISO10646)
        answer = ""
        for number, part in enumerate(parts):
            try:
                answer = self._submit(client, message.to, part, coding, esm_class)
            except (Delayed, Refused):
                if number:  # a part has gone out, and a receiver cannot tell doubles
                    raise Unsure("a part of the message went out, and another did not") from None
                raise
        return answer

    def poll(self) -> int:
        """Take what came in, without waiting; returns 1 where something was heard. Raises Delayed where it cannot be reached."""
        client = self._bound()
        before = self.heard
        try:
            client.poll(auto_send_enquire_link=False)
            if time.monotonic() - self.heard > QUIET:
                self._ask(client)
        except (*BROKEN, exceptions.PDUError) as error:
            self.close()
            raise Delayed(f"the connection ended: {type(error).__name__}") from None
        return int(self.heard > before)

    def close(self) -> None:
        """End the connection."""
        client, self.client = self.client, None
        if client is not None:
            client.state = consts.SMPP_CLIENT_STATE_OPEN
            client.disconnect()

    def _bound(self) -> Client:
        if self.client is None:
            self.client = self._bind()
            self.heard = time.monotonic()
        return self.client

    def _bind(self) -> Client:
        url = urlsplit(self.gateway.base)
        context = ssl.create_default_context() if url.scheme == "smpps" else None
        client = Client(
            url.hostname or "", url.port or 2775, TIMEOUT, ssl_context=context, allow_unknown_opt_params=True
        )
        client.set_message_sent_handler(self._answered)
        client.set_message_received_handler(self._received)
        client.set_error_pdu_handler(self._answered)
        try:
            client.connect()
            client.bind_transceiver(system_id=self.gateway.key, password=self.gateway.secret)
        except (*BROKEN, exceptions.PDUError) as error:
            client.state = consts.SMPP_CLIENT_STATE_OPEN
            client.disconnect()
            raise Delayed(f"SMPP cannot be bound: {type(error).__name__}") from None
        return client

    def _submit(self, client: Client, to: str, part: bytes, coding: int, esm_class: int) -> str:
        sent = None
        try:
            sent = client.send_message(
                source_addr_ton=consts.SMPP_TON_UNK,
                source_addr_npi=consts.SMPP_NPI_ISDN,
                source_addr=self.gateway.number,
                dest_addr_ton=consts.SMPP_TON_INTL,
                dest_addr_npi=consts.SMPP_NPI_ISDN,
                destination_addr=f"86{to}",
                short_message=part,
                data_coding=coding,
                esm_class=esm_class,
                registered_delivery=True,
            )
            answer = self._answer_to(client, sent.sequence)
        except (*BROKEN, exceptions.PDUError) as error:
            self.close()
            said = f"the connection ended: {type(error).__name__}"
            raise Unsure(f"{said}; whether the message went out is not known") from None
        if answer.status:
            raise (Delayed if answer.status in LATER else Refused)(f"SMPP answered status {answer.status}")
        return str((answer.message_id or b"").decode("ascii", "replace"))

    def _answer_to(self, client: Client, sequence: int) -> Any:
        """The answer to the PDU of that number; raises socket.timeout."""
        until = time.monotonic() + TIMEOUT
        while sequence not in self.answers:
            if time.monotonic() > until:
                raise TimeoutError
            client.read_once(auto_send_enquire_link=False)
        return self.answers.pop(sequence)

    def _ask(self, client: Client) -> None:
        client.send_pdu(smpp.make_pdu("enquire_link", client=client))
        client.read_once(auto_send_enquire_link=False)
        self.heard = time.monotonic()

    def _answered(self, pdu: Any) -> None:
        self.heard = time.monotonic()
        self.answers[pdu.sequence] = pdu

    def _received(self, pdu: Any) -> int:
        """Store a receipt or a message before it is answered; refused with a system error, the gateway brings it again."""
        self.heard = time.monotonic()
        try:
            self._keep(pdu)
        except Exception:
            log.exception("what came in by SMPP could not be kept")
            return int(consts.SMPP_ESME_RSYSERR)
        return int(consts.SMPP_ESME_ROK)

    def _keep(self, pdu: Any) -> None:
        content = pdu.short_message or pdu.message_payload or b""
        if kind := pdu.esm_class & MESSAGE_TYPE:
            if kind == A_RECEIPT and (receipt := receipt_in(content.decode("utf-8", "replace"))):
                self.on_receipt(receipt)
            return
        sender = pdu.source_addr.decode("ascii", "replace")
        whole = self.parts.add(sender, content, bool(pdu.esm_class & consts.SMPP_GSMFEAT_UDHI))
        if whole is None:
            return
        text = decoded(whole, pdu.data_coding)
        self.on_inbound(Inbound(key_of(sender, text, str(int(time.time()) // 60)), sender, text))


def decoded(content: bytes, coding: int) -> str:
    """The text of a short message in its data_coding (SMPP 3.4, 5.2.19)."""
    if coding == consts.SMPP_ENCODING_ISO10646:
        return content.decode("utf-16-be", "replace")
    return content.decode("latin-1" if coding == consts.SMPP_ENCODING_ISO88591 else "ascii", "replace")
