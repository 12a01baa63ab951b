"""Settings: one table, read from ``SVERKA_`` variables, that drives help, docs and tests.

Each field of ``Settings`` is a row: its name, type, default, unit and help.
``settings_help.settings_table`` prints the rows; ``docs/settings.md`` holds them and a test keeps
the two equal. The variables are read by hand: the library for it takes a seventh of the whole time
that a start takes.
"""

from __future__ import annotations

import json
import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, Self

import ada_url
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    IPvAnyNetwork,
    ValidationError,
    field_validator,
    model_validator,
)

from server.errors import StartError
from server.strict_json import JsonError, strict_json

PREFIX = "SVERKA_"
EMBEDDED_SCHEME = "sqlite+aiosqlite:///"

MAX_WAIT_MS = 5_000
"""Longest that a check may wait for an age; browsers' users have given up by then."""

MAX_PER_MINUTE = 100_000
"""Beyond any registry's terms; only a mistyped number or a test's own server comes near."""

USUAL_PORTS = frozenset({43, 80, 443})
"""Ports of WHOIS (RFC 3912), http and https; a server's name goes without them."""

_NAME_AND_PORT = re.compile(
    r"(\[[0-9a-f:.]+\]|[^\s:/@?#\[\]]*[^\s:/@?#\[\].])\.?(?::(\d{1,5}))?", re.ASCII
)


class SettingsError(StartError):
    """One or more settings cannot be used; the message names each variable and the remedy."""


def default_data_dir() -> Path:
    """Return the folder where this user's programs keep data, with ``sverka`` added."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "sverka"


def _setting(
    default: Any, description: str, *, unit: str = "", shown: str = "", **limits: Any
) -> Any:
    """Declare one row; ``shown`` replaces the default in docs where it depends on the machine."""
    return Field(
        default, description=description, json_schema_extra={"unit": unit, "shown": shown}, **limits
    )


class Settings(BaseModel):
    """All that can be set from outside; frozen: a running service never changes its mind."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Field(
        default_factory=default_data_dir,
        description="Folder for all that is written; made at start, for its owner only.",
        json_schema_extra={
            "unit": "path",
            "shown": "`$XDG_DATA_HOME/sverka` or `~/.local/share/sverka`",
        },
    )
    database_url: str = _setting(
        "",
        "Database; only the embedded SQLite (`sqlite+aiosqlite:///…`) is supported so far.",
        unit="URL",
        shown="`sverka.db` in the data folder",
    )
    database_timeout_seconds: float = _setting(
        5.0, "How long a write waits for another one to finish.", unit="seconds", gt=0, le=60
    )
    host: str = _setting(
        "127.0.0.1", "Address to listen on; the default is reachable from this machine only."
    )
    port: int = _setting(8000, "Port to listen on; 0 takes any free one.", ge=0, le=65535)
    moderator: str = _setting(
        "local",
        "Name that is kept beside labels given on this machine.",
        min_length=1,
        max_length=64,
    )
    log_level: Literal["debug", "info", "warning", "error"] = _setting(
        "info", "Least severe line that is logged."
    )
    log_format: Literal["json", "console"] = _setting(
        "json", "One JSON object a line, or text for people."
    )
    max_body_bytes: int = _setting(
        2_000_000,
        "Largest body of any request but a bulk one.",
        unit="bytes",
        ge=1_000,
        le=64_000_000,
    )
    max_bulk_body_bytes: int = _setting(
        16_000_000, "Largest body of `/v1/check/bulk`.", unit="bytes", ge=1_000, le=256_000_000
    )
    max_bulk_items: int = _setting(
        5_000, "Most cases in one bulk request.", unit="cases", ge=1, le=5_000
    )
    age_lookups: bool = _setting(
        default=True,
        description="Ask registries when a domain was registered; `false` asks nobody.",
        shown="`true`",
    )
    age_wait_ms: int = _setting(
        800,
        "How long a check waits for an age that is not known yet, unless it says `wait_ms`.",
        unit="milliseconds",
        ge=0,
        le=MAX_WAIT_MS,
    )
    age_workers: int = _setting(
        8, "Questions to registries at the same time in one process.", ge=1, le=64
    )
    age_known_days: int = _setting(
        90,
        "How long a registration date is believed before it is asked again: a domain may have "
        "been dropped and bought anew.",
        unit="days",
        ge=1,
        le=3650,
    )
    age_retry_seconds: int = _setting(
        600,
        "How long a failure, or that no such domain exists, is remembered.",
        unit="seconds",
        ge=1,
        le=86_400,
    )
    whois_overrides: dict[str, str] = _setting(
        {},
        "WHOIS servers instead of the built-in ones, as JSON: "
        '`{"ru": "whois.example:43"}`; an empty text turns one off.',
        unit="JSON",
        shown="none",
    )
    whois_timeout_seconds: float = _setting(
        5.0, "How long a WHOIS server may take for its whole answer.", unit="seconds", gt=0, le=60
    )
    whois_max_bytes: int = _setting(
        65_536, "Largest WHOIS answer that is read.", unit="bytes", ge=1_024, le=16_000_000
    )
    whois_per_minute: int = _setting(
        30,
        "Most questions to one WHOIS server in any minute, from all processes on this database; "
        "servers with published terms have their own.",
        unit="questions",
        ge=1,
        le=MAX_PER_MINUTE,
    )
    rdap_bootstrap: str = _setting(
        "",
        "Path or URL of a list of RDAP servers in IANA's format (RFC 9224) instead of the "
        "built-in one.",
        unit="path or URL",
        shown="IANA's list, bundled",
    )
    rdap_timeout_seconds: float = _setting(
        5.0, "How long an RDAP server may take for its whole answer.", unit="seconds", gt=0, le=60
    )
    rdap_max_bytes: int = _setting(
        1_000_000, "Largest RDAP answer that is read.", unit="bytes", ge=1_024, le=16_000_000
    )
    rdap_per_minute: int = _setting(
        60,
        "Most questions to one RDAP server in any minute, from all processes on this database.",
        unit="questions",
        ge=1,
        le=MAX_PER_MINUTE,
    )
    server_budgets: dict[str, int] = _setting(
        {},
        "Budgets of single registry servers, in questions a minute, as JSON: "
        '`{"whois.example": 10}`; other ports than the usual one are named: `host:port`.',
        unit="JSON",
        shown="none",
    )
    allowed_networks: tuple[IPvAnyNetwork, ...] = _setting(
        (),
        "Private networks that may be asked, separated by commas: `10.1.0.0/16`. All others that "
        "are not public are refused, loopback too, save servers that another setting names.",
        unit="networks",
        shown="none",
    )

    @field_validator("whois_overrides", "server_budgets", mode="before")
    @classmethod
    def _from_json(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            document = strict_json(os.fsencode(value))
        except JsonError as error:
            raise ValueError(f"is no JSON object ({error})") from error
        if isinstance(document, dict):
            # of two entries of one name Python keeps the last, without a word
            names = [name for name, _ in json.loads(value, object_pairs_hook=list)]
            twice = next((name for name in names if names.count(name) > 1), None)
            if twice is not None:
                raise ValueError(f"{twice!r} stands there twice; name it once")
        return document

    @field_validator("allowed_networks", mode="before")
    @classmethod
    def _from_list(cls, value: Any) -> Any:
        return value.replace(",", " ").split() if isinstance(value, str) else value

    @field_validator("server_budgets")
    @classmethod
    def _by_name(cls, value: dict[str, int]) -> dict[str, int]:
        budgets: dict[str, int] = {}
        for given, budget in value.items():
            server = _server_name(given)
            if not 1 <= budget <= MAX_PER_MINUTE:
                raise ValueError(
                    f"{given!r}: {budget} is no budget; give 1 to {MAX_PER_MINUTE} a minute"
                )
            if server in budgets:
                raise ValueError(f"{given!r}: {server} has a budget already; name it once")
            budgets[server] = budget
        return budgets

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        try:
            return value.expanduser().absolute()
        except RuntimeError as error:
            raise ValueError(f"{value}: no such user's folder; write the whole path") from error

    @field_validator("database_url")
    @classmethod
    def _supported(cls, value: str) -> str:
        if value and not value.startswith(EMBEDDED_SCHEME):
            raise ValueError(
                f"must start with {EMBEDDED_SCHEME} (leave it unset for the embedded database)"
            )
        return value

    @model_validator(mode="after")
    def _default_database(self) -> Self:
        if not self.database_url:
            url = f"{EMBEDDED_SCHEME}{self.data_dir / 'sverka.db'}"
            object.__setattr__(self, "database_url", url)
        return self

    def create_data_dir(self) -> None:
        """Make the data folder (mode 0700) and prove that a file can be written there.

        Raises:
            SettingsError: the folder cannot be made or written to.
        """
        probe = self.data_dir / ".writable"
        try:
            self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            probe.touch()
            probe.unlink(missing_ok=True)
        except OSError as error:
            raise SettingsError(
                f"{PREFIX}DATA_DIR: cannot write in {self.data_dir} ({error.strerror}); "
                "set it to a folder that this user may create and write to"
            ) from error


def load_settings(**overrides: Any) -> Settings:
    """Read the environment; ``overrides`` (a command's options) win over it.

    Raises:
        SettingsError: a value is of the wrong kind or out of range.
    """
    variables = (
        (name, os.environ.get(f"{PREFIX}{name.upper()}")) for name in Settings.model_fields
    )
    given = {name: value for name, value in variables if value}
    try:
        return Settings(**{**given, **overrides})
    except ValidationError as error:
        lines = [
            f"{PREFIX}{_place(row['loc'])}{row['msg'].removeprefix('Value error, ')}; "
            "see docs/settings.md"
            for row in error.errors(include_url=False, include_input=False)
        ]
        raise SettingsError("\n".join(lines)) from error


def _place(place: tuple[int | str, ...]) -> str:
    """Return the name of a setting and, of one with many entries, which one is meant."""
    name, *entry = place
    shown = f"entry {entry[0] + 1}" if entry and isinstance(entry[0], int) else ""
    shown = shown or (f"{entry[0]!r}" if entry else "")
    return f"{str(name).upper()}: {shown}: " if shown else f"{str(name).upper()}: "


def _server_name(given: str) -> str:
    """Return a server as budgets name it: A-labels in lower case, the port where it is unusual."""
    parts = _NAME_AND_PORT.fullmatch(given.strip().lower())
    name = parts[1] if parts else ""
    with suppress(ValueError):  # a name that cannot be written so stays beyond ASCII
        name = name if name.isascii() else ada_url.idna_to_ascii(name).decode("ascii")
    if parts is None or not name or not name.isascii():
        raise ValueError(f"{given!r} is no server; write it as host or host:port")
    return name if parts[2] is None or int(parts[2]) in USUAL_PORTS else f"{name}:{parts[2]}"
