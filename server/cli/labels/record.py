"""What of a moderator's words is kept: no value of a parameter, no number, no token."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from classifier.address import AddressError
from classifier.assess import target_of
from classifier.case import Case
from server.api.reports import kept_comment, kept_url
from server.cli.failure import Failure
from server.errors import printable
from server.masking import mask
from server.store.labels import LabelName, NewLabel

if TYPE_CHECKING:
    from server.settings import Settings

MAX_NOTE = 2000
"""Characters of a note that are kept."""


def new_label(url: str, label: str, note: str, settings: Settings) -> NewLabel:
    """Return a label ready to be kept; of a redirecting link its target is labelled.

    Raises:
        Failure: the text is no web address, or the label is none of the two.
    """
    if label not in get_args(LabelName):
        raise Failure(f"label {printable(label)[:20]!r}; known are scam and honest")
    try:
        address = target_of(Case(url)).address
    except AddressError as error:
        raise Failure(printable(str(error))) from error
    return NewLabel(
        label=cast("LabelName", label),
        url_shape=kept_url(address).partition("?")[0],
        host=mask(address.host),
        registrable_domain=address.registrable_domain and mask(address.registrable_domain),
        note=kept_comment(note[:MAX_NOTE]),
        author=mask(settings.moderator),
    )
