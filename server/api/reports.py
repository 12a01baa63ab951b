"""``POST /v1/reports``: a seller says that a link is a scam, or that a warning was false.

Kept: the kind, the link's host and path shape, the level and reasons that were shown, the masked
comment, versions, the time. Not kept: the link itself, an address of the sender, anything typed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response

from classifier.address import AddressError, parse_address
from classifier.redact import redact_text, redact_url
from server.api.answers import ReportReceipt
from server.api.body import JSON, read_json
from server.api.openapi import OF_A_BODY, answers, json_body
from server.api.schemas import ReportRequest
from server.errors import INVALID_ADDRESS, Problem
from server.logs import mask
from server.store.reports import NewReport, ReportRepository

if TYPE_CHECKING:
    from classifier.address import Address

router = APIRouter(prefix="/v1", tags=["reports"])

# shorter runs stay in a host: they tell one scam site from the next
_CARD_IN_HOST = re.compile(r"\d{13,}")


@router.post(
    "/reports",
    summary="Report a scam or a false alarm",
    status_code=201,
    response_class=Response,
    responses=answers(ReportReceipt, problems=(*OF_A_BODY, INVALID_ADDRESS), status=201),
    openapi_extra=json_body(ReportRequest),
)
async def report(request: Request) -> Response:
    """Keep a seller's message about a link, without what could tell who the seller is."""
    state = request.app.state
    body = await read_json(request, ReportRequest, state.settings.max_body_bytes)
    try:
        address = parse_address(body.url)
    except AddressError as error:
        raise Problem.from_address(error) from error
    kept = await ReportRepository(state.store).add(
        NewReport(
            kind=body.kind,
            url_shape=kept_url(address),
            host=_host(address.host),
            registrable_domain=_host(address.registrable_domain or "") or None,
            level=body.level,
            reasons=tuple(mask(reason) for reason in body.reasons),
            comment=redact_text(mask(body.comment)),
            versions=state.versions,
        )
    )
    receipt = ReportReceipt(id=kept.id, created_at=kept.created_at, kept_url=kept.url_shape)
    return Response(receipt.model_dump_json(), status_code=201, media_type=JSON)


def kept_url(address: Address) -> str:
    """Return what is kept of a link: scheme, host, path shape, names of parameters."""
    start = len(f"{address.scheme}://{address.host}")
    return f"{address.scheme}://{_host(address.host)}{mask(redact_url(address)[start:])}"


def _host(host: str) -> str:
    return _CARD_IN_HOST.sub("{card}", host)
