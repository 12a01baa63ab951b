"""Bootstrap: the list of RDAP servers in force: of the setting, the data folder or the package."""

from __future__ import annotations

import hashlib
import ipaddress
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

import ada_url
import structlog

from server.domain_age.rdap_list import MAX_LIST_BYTES, ListError, bundled_list, read_list
from server.domain_age.steps import Step
from server.net import authority, origin
from server.settings import SettingsError

if TYPE_CHECKING:
    from server.domain_age.rdap_list import ServerList
    from server.net import AddressPolicy

LIST_FILE = "rdap_bootstrap.json"
"""Where ``sverka age-servers update`` keeps the public list, in the data folder."""

LIST_SECONDS = 5.0
"""How long a start waits for a list on another server; then it goes on with the last one."""

SETTING = "SVERKA_RDAP_BOOTSTRAP"


class FetchError(Exception):
    """A list did not come; the message names the address and the cause."""


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """Knows which RDAP server to ask about a domain.

    ``trusted`` holds ``host:port`` of the servers that the operator itself named, which may stand
    on addresses that are not public: those of a file that the setting names, and those of a list
    on a server that the setting names by such an address. A public list names none.
    """

    servers: ServerList
    trusted: frozenset[str] = frozenset()

    @classmethod
    async def load(cls, place: str, data_dir: Path, policy: AddressPolicy) -> Self:
        """Read the list that ``place`` (the setting: path, URL or empty) names.

        A list on another server that does not come is replaced by the one that came last, else by
        the bundled one: the service starts all the same, and says so in its log.

        Raises:
            SettingsError: the setting names a file that cannot be used.
        """
        if not place:
            return cls(_newest(data_dir))
        if not place.lower().startswith(("http://", "https://")):
            servers = _from_file(place)
            return cls(servers, _origins(servers))
        kept = (
            data_dir / f"rdap_bootstrap_{hashlib.sha256(os.fsencode(place)).hexdigest()[:16]}.json"
        )
        try:
            text = await fetch_list(place, policy)
            servers = read_list(text)
        except (FetchError, ListError) as error:
            last = _kept(kept, error)
            if last is None:
                return cls(bundled_list())
            servers = last
        else:
            _keep(kept, text)
        return cls(servers, _origins(servers) if _names_private_address(place) else frozenset())

    def step_for(self, domain: str) -> Step | None:
        """Return the question about a domain (ASCII, lower case), None where no server is known."""
        base = self.servers.base_for(domain)
        return Step("rdap", f"{base}domain/{domain}") if base else None


async def fetch_list(url: str, policy: AddressPolicy) -> bytes:
    """Fetch a list; the operator named its server, so this one may stand anywhere.

    Raises:
        FetchError: it did not come; the message names the address and the cause.
    """
    from server.net.client import BadAnswer, Client, NoAnswer  # noqa: PLC0415 - few starts need it

    try:
        shown = f"{authority(url)}{ada_url.URL(url).pathname}"  # a query may hold a key
        policy = policy.trusting({origin(url)})
    except ValueError as error:
        raise FetchError("the list's address is none; write https://HOST/PATH") from error
    client = Client(policy, silence=LIST_SECONDS, redirects=3)
    try:
        answer = await client.get(
            url, {"Accept": "application/json"}, seconds=LIST_SECONDS, max_bytes=MAX_LIST_BYTES
        )
    except (NoAnswer, BadAnswer, OSError) as error:
        raise FetchError(f"{shown}: {error}") from error
    finally:
        await client.close()
    if answer.status != 200:  # noqa: PLR2004 - HTTP's own word for yes
        raise FetchError(f"{shown}: the server answered {answer.status}")
    return answer.body


def write_list(path: Path, text: bytes) -> None:
    """Write a list to its place at once: whoever reads meanwhile gets the old one or the new one.

    Raises:
        OSError: the folder cannot be written to.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(text)
        Path(part).replace(path)
    except OSError:
        Path(part).unlink(missing_ok=True)
        raise


def present_list(data_dir: Path) -> ServerList | None:
    """Return the public list of the data folder, None when there is none.

    Raises:
        ListError: it is damaged.
        OSError: it cannot be read.
    """
    path = data_dir / LIST_FILE
    return read_list(path.read_bytes()) if path.exists() else None


def _newest(data_dir: Path) -> ServerList:
    try:
        present = present_list(data_dir)
    except (ListError, OSError) as error:
        structlog.get_logger("sverka").warning(
            "the list of RDAP servers in the data folder is damaged and has no effect; "
            "run sverka age-servers update",
            file=str(data_dir / LIST_FILE),
            cause=str(error),
        )
        present = None
    if present is None or present.published <= bundled_list().published:
        return bundled_list()
    return present


def _from_file(place: str) -> ServerList:
    path = Path(place)
    try:
        path = path.expanduser()
        return read_list(path.read_bytes())
    except (OSError, RuntimeError) as error:  # the second: no such user to expand ~ to
        cause = error.strerror if isinstance(error, OSError) else "no such user"
        raise SettingsError(
            f"{SETTING}: {path} cannot be read ({cause}); name a file that is there, or "
            "leave the variable unset for the bundled list"
        ) from error
    except ListError as error:
        raise SettingsError(
            f"{SETTING}: {path} is no list of RDAP servers: {error}; correct the file, or leave "
            "the variable unset for the bundled list"
        ) from error


def _kept(path: Path, cause: Exception) -> ServerList | None:
    """Return the list that came from this place before, and tell what is used instead."""
    servers = None
    try:
        servers = read_list(path.read_bytes())
    except (OSError, ListError):
        used = "the bundled list"
    else:
        used = "the list that came last"
    structlog.get_logger("sverka").warning(
        f"no list of RDAP servers came from where {SETTING} says; {used} is used",
        cause=str(cause),
    )
    return servers


def _keep(path: Path, text: bytes) -> None:
    try:
        write_list(path, text)
    except OSError as error:
        structlog.get_logger("sverka").warning(
            "the list of RDAP servers could not be kept for the next start",
            file=str(path),
            cause=error.strerror,
        )


def _origins(servers: ServerList) -> frozenset[str]:
    return frozenset(origin(base) for base in servers.bases.values())


def _names_private_address(url: str) -> bool:
    """Tell whether a URL's host is itself an address that is not public, or this machine's name."""
    host = ada_url.URL(url).hostname.strip("[]").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False
