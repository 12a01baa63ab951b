"""``sverka age`` and ``sverka age-servers``: names, options and help of their commands.

As in ``server.cli.main``, the module that does the work is imported when its command runs.
"""

from __future__ import annotations

from typing import Annotated

import typer

age_servers_app = typer.Typer(no_args_is_help=True, help="Whom to ask about domains' ages.")


def age(
    name: Annotated[
        str, typer.Argument(metavar="DOMAIN", help="A domain, a host or a link; also Cyrillic.")
    ],
    *,
    raw: Annotated[
        bool, typer.Option("--raw", help="Ask now, and show what the servers said.")
    ] = False,
    wait: Annotated[
        float, typer.Option(min=0, max=600, help="Seconds to wait for the registries.")
    ] = 20.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Tell when a domain was registered, who says so, and what may still be asked this minute.

    Only the registered domain leaves this machine; the site itself is not looked up or fetched.
    """
    from server.cli.age import age as work

    work(name, raw=raw, wait=wait, as_json=as_json)


@age_servers_app.command("update")
def age_servers_update(
    *,
    url: Annotated[
        str | None, typer.Option(metavar="URL", help="Where the list is; else at IANA.")
    ] = None,
) -> None:
    """Fetch IANA's list of RDAP servers into the data folder; it is used from the next start on."""
    from server.cli.age_servers import update as work

    work(url)
