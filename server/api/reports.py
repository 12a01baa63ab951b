"""``POST /v1/reports``: a seller says that a link is a scam, or that a warning was false.

Kept: the kind, the link's host and path shape, the level and reasons that were shown, the masked
comment, versions, the time. Not kept: the link itself, an address of the sender, anything typed.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response

from classifier.address import AddressError
from classifier.assess import target_of
from classifier.case import Case
from classifier.redact import redact_text, redact_url
from server.api.answers import ReportReceipt
from server.api.body import JSON, read_json
from server.api.openapi import OF_A_BODY, answers, json_body
from server.api.schemas import ReportRequest
from server.errors import Problem
from server.masking import mask
from server.problem_types import INVALID_ADDRESS, NOT_READY, RETRY
from server.store.engine import StoreError
from server.store.reports import NewReport, ReportRepository

if TYPE_CHECKING:
    from classifier.address import Address

router = APIRouter(prefix="/v1", tags=["reports"])

UNSEEN = ("Cc", "Cf")
"""Unicode categories of characters that no one sees: control and format."""


@router.post(
    "/reports",
    summary="Report a scam or a false alarm",
    status_code=201,
    response_class=Response,
    responses=answers(ReportReceipt, problems=(*OF_A_BODY, INVALID_ADDRESS, NOT_READY), status=201),
    openapi_extra=json_body(ReportRequest),
)
async def report(request: Request) -> Response:
    """Keep a seller's message about a link, without what could tell who the seller is."""
    state = request.app.state
    body = await read_json(request, ReportRequest, state.settings.max_body_bytes)
    try:
        address = target_of(Case(url=body.url)).address
    except AddressError as error:
        raise Problem.from_address(error) from error
    new = NewReport(
        kind=body.kind,
        url_shape=kept_url(address),
        host=_host(address, address.host),
        registrable_domain=_host(address, address.registrable_domain or "") or None,
        level=body.level,
        reasons=tuple(mask(reason) for reason in body.reasons),
        comment=kept_comment(body.comment),
        versions=state.versions,
    )
    try:
        kept = await ReportRepository(state.store).add(new)
    except StoreError as error:
        detail = f"The report was not kept. {error}"
        raise Problem(NOT_READY, detail, headers=RETRY) from error
    receipt = ReportReceipt(id=kept.id, created_at=kept.created_at, kept_url=kept.url_shape)
    return Response(receipt.model_dump_json(), status_code=201, media_type=JSON)


def kept_url(address: Address) -> str:
    """Return what is kept of a link: scheme, host, path shape, names of parameters."""
    start = len(f"{address.scheme}://{address.host}")
    host = _host(address, address.host)
    return f"{address.scheme}://{host}{mask(redact_url(address)[start:])}"


def kept_comment(text: str) -> str:
    """Return what is kept of a comment; control and invisible characters could part a number."""
    seen = "".join(
        character
        for character in text
        if character in "\n\t" or unicodedata.category(character) not in UNSEEN
    )
    return redact_text(mask(seen)).strip()


def _host(address: Address, host: str) -> str:
    """Mask cards and phones; shorter numbers stay, they tell one scam site from the next."""
    return host if address.is_ip else mask(host)
