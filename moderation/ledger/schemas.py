"""The ledger as it stands in the OpenAPI document."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

HASH = "SHA-256 in hex"


class Ledger(BaseModel):
    """The newest checkpoint. `refused` says why nothing is signed now."""

    size: int = Field(description="leaves that the checkpoint covers")
    root: str = Field(description=HASH)
    checkpoint: str = Field(description="signed note (C2SP tlog-checkpoint), with the cosignatures of witnesses")
    vkey: str = Field(description="the key that signed it")
    name: str | None = Field(description="the ledger's, which stands in every checkpoint and stays the same")
    witnessed: int | None = Field(description="leaves of the newest checkpoint that enough witnesses have signed")
    quorum: int = Field(description="how many witnesses must have signed; 0: the site names none")
    refused: str | None


class OpenPart(BaseModel):
    """A part of a text with what opens its commitment; `content` is {"text": ...} or {"title": ...}."""

    model_config = ConfigDict(extra="forbid")
    salt: str = Field(description="32 bytes in hex")
    content: dict[str, str]


class WithheldPart(BaseModel):
    """A part of which the commitment alone is shown."""

    model_config = ConfigDict(extra="forbid")
    commit: str = Field(description=HASH)


class ProvenLeaf(BaseModel):
    entry: Annotated[int, Field(ge=1, le=2**63 - 1)] = Field(description="number in the log, from 1")
    leaf: str = Field(description="the leaf's exact text")
    path: list[str] = Field(description=f"inclusion path (RFC 6962, 2.1.1), each {HASH}")


class Proof(ProvenLeaf):
    """Everything that is needed to check a post offline; docs/ledger.md says how. `since`: what else was done to it, the last of each kind."""  # noqa: E501 it is the description in the OpenAPI document

    format: str
    post: Annotated[int, Field(ge=1, le=2**63 - 1)]
    thread: int
    floor: int
    revision: int
    parts: list[OpenPart | WithheldPart]
    since: list[ProvenLeaf]
    size: int
    root: str = Field(description=HASH)
    checkpoint: str
    vkey: str
