"""Answers in the shapes of the registries' own, for names that nobody has; written for these tests.

Boilerplate matters: real records speak of rate limits, high volumes and blacklists, and an answer
must not be taken for a refusal on their account.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

LONG_AGO = dt.datetime(2015, 6, 1, 9, 30, tzinfo=dt.UTC)
TEN_MEGABYTES = 10_000_000

TCI_HEAD = """% TCI Whois Service. Terms of use:
% https://tcinet.example/documents/whois_ru_rf.pdf (in Russian)
% https://tcinet.example/documents/whois_su.pdf (in Russian)

"""
TCI = (
    TCI_HEAD
    + """domain:        {NAME}
nserver:       ns1.hosting.example.
nserver:       ns2.hosting.example. 192.0.2.7
state:         REGISTERED, DELEGATED, UNVERIFIED
person:        Private Person
registrar:     REGISTRAR-RU
admin-contact: https://registrar.example/whois
created:       {iso}
paid-till:     2031-06-01T09:30:00Z
free-date:     2031-07-02
source:        TCI

Last updated on 2026-11-21T10:56:30Z

"""
)
TCI_FREE = (
    TCI_HEAD
    + """No entries found for the selected source(s).

Last updated on 2026-11-21T10:56:30Z

"""
)
TCI_BUSY = TCI_HEAD + "% You have exceeded allowed connection rate\n"
TCI_BANNED = (
    TCI_HEAD
    + """You are not allowed to connect due to excessive querying of the WHOIS database.
See https://tcinet.example/documents/whois_ru_rf.pdf (in Russian)
https://tcinet.example/documents/whois_su.pdf (in Russian) for details.
"""
)

VERISIGN_TERMS = """>>> Last update of whois database: 2026-11-21T21:10:52Z <<<

NOTICE: The day of expiry above is the registry's, and the registrar's own may
be another.

TERMS: Automated processes with a high volume of queries are not welcome here.
Whoever asks agrees to that, and to let the registry restrict or terminate the
access at any time, or to see queries rejected. If you
have exceeded the limit, please try again later. Your IP address may be
blocked where these terms are not kept; too many queries can lead to that.

This server knows ONLY .COM and .NET names and their registrars.
"""
VERISIGN = (
    """   Domain Name: {NAME}
   Registry Domain ID: 900000001_DOMAIN_COM-VRSN
   Registrar WHOIS Server: whois.registrar.example
   Registrar URL: http://www.registrar.example
   Updated Date: 2026-05-02T08:00:00Z
   Creation Date: {iso}
   Registry Expiry Date: 2031-06-01T09:30:00Z
   Registrar: Example Registrar, Inc.
   Registrar IANA ID: 9999
   Domain Status: clientTransferProhibited https://icann.org/epp#clientTransferProhibited
   Name Server: NS1.HOSTING.EXAMPLE
   Name Server: NS2.HOSTING.EXAMPLE
   DNSSEC: unsigned
"""
    + VERISIGN_TERMS
)
VERISIGN_FREE = 'No match for "{NAME}".\n' + VERISIGN_TERMS
THIN = (
    """   Domain Name: {NAME}
   Registrar: Example Registrar, Inc.
   Whois Server: whois.registrar.example
   Referral URL: http://www.registrar.example
   Name Server: NS1.HOSTING.EXAMPLE
"""
    + VERISIGN_TERMS
)

GTLD_TERMS = """>>> Last update of WHOIS database: 2026-11-21T02:49:26.0Z <<<

For more information on Whois status codes, please visit https://icann.org/epp

Asking here means agreeing (1) to keep no copy of the data and (2) to use no
automated high-volume processes. Breaking these terms will end in being
permanently blacklisted.

Access to this service is rate limited: see https://registry.example/guidance.
Queries exceeding the limit are refused; should you exceed the number of allowed
queries, wait an hour.
"""
GTLD = (
    """Domain Name: {NAME}
Registry Domain ID: D900000001-CNIC
Registrar WHOIS Server: whois.registrar.example
Updated Date: 2026-03-10T15:22:23.0Z
Creation Date: {iso}
Registry Expiry Date: 2031-03-20T23:59:59.0Z
Registrar: Example Registrar, Inc.
Registrant Organization: Creation Date: 1999-01-01T00:00:00Z
Registrant Country: US
Name Server: NS1.HOSTING.EXAMPLE
Name Server: NS2.HOSTING.EXAMPLE
DNSSEC: unsigned
"""
    + GTLD_TERMS
)
GTLD_FREE = "The queried object does not exist: DOMAIN NOT FOUND\n" + GTLD_TERMS
ORG_FREE = "Domain not found.\n" + GTLD_TERMS

BY = """Domain Name: {name}
Registrar: Example Registrar LLC
Person: HIDDEN!
Email: HIDDEN! Details are available at http://www.cctld.example/whois/
Name Server: ns1.hosting.example
Name Server: ns2.hosting.example
Updated Date: 2026-08-04
Creation Date: {day}
Expiration Date: 2031-07-25
-------------------------------------------
Service provided by Example Software, Ltd.
"""
KZ = """Domain Name............: {name}

Organization Using Domain Name
Name...................: Example Org
Organization Name......: Example Org

Nameserver in listed order

Primary server.........: ns1.hosting.example
Primary ip address.....: 192.0.2.10

Secondary server.......: ns2.hosting.example
Secondary ip address...: 192.0.2.11


Domain created: {space} (GMT+0:00)
Last modified : 2026-11-10 03:16:59 (GMT+0:00)
Domain status : ok - Normal state.

Registar created: EXAMPLE
Current Registar: EXAMPLE
"""
UA = """% Request from 192.0.2.9
% This is the Ukrainian Whois query server #S.
% The Whois is subject to Terms of use
% See https://hostmaster.example/services/
%

domain:           {name}
dom-public:       NO
mnt-by:           ua.example
nserver:          ns1.hosting.example
nserver:          ns2.hosting.example
status:           ok
created:          {space}+00
modified:         2026-11-02 11:52:29+02
expires:          2031-12-04 00:00:00+02
source:           UAEPP

% Registrar:
% ==========
registrar:        ua.example
organization:     Example Registrar
source:           UAEPP

% Registrant:
% ===========
person:           n/a
status:           linked
created:          2001-02-27 21:07:26+02
source:           UAEPP

% Query time:     23 msec
"""
UA_FREE = "% This is the Ukrainian Whois query server #F.\n%\n\n% No entries found for {name}\n\n"
MD = """Domain   name:  {name}
Domain  state:  OKDelegated

Registered on:  {day}
Expires    on:  2031-05-02

Nameserver:     ns1.hosting.example
Nameserver:     ns2.hosting.example
"""
UZ = """
% Uzbekistan Whois Server Version 1.0

% Names are sold by registrars, which are listed
% at http://www.cctld.example/

   Domain Name: {NAME}
   Registrar: Example
   Whois Server: www.whois.example
   Referral URL: http://www.cctld.example/
   Name Server: ns1.hosting.example.
   Name Server: ns2.hosting.example.
   Status: ACTIVE
   Creation Date: {short}
   Expiration Date: 22-Apr-2031

%  The Whois Server (ver. 1.0) of ccTLD.UZ
"""
UZ_FREE = """
% Uzbekistan Whois Server Version 1.0

Sorry, but domain: "{name}", not found in database
"""
KG = """% This is the .kg ccTLD Whois server
% Register your own domain at http://www.domain.example

Domain {NAME} (ACTIVE)

Administrative Contact:
   Name: Example Person

Record created: {long}
Record last updated on Tue Nov 17 15:27:58 2026
Record expires on Sun Jun  1 23:59:00 2031

Name servers in the listed order:

ns1.hosting.example
ns2.hosting.example
"""
KG_FREE = (
    "% This is the .kg ccTLD Whois server\n\nDomain {NAME}\n\n"
    "Data not found. This domain is available for registration.\n"
)
AM = """%
%AM TLD whois server #1
%
   Domain name: {name}
   Registrar:   example (Example LLC)
   Status:      active

   Registrant:
      Example LLC

   DNS servers:
      ns1.hosting.example
      ns2.hosting.example

   Registered:    {day}
   Last modified: 2026-04-14
   Expires:       2031-04-14

"""
GE = """Domain Name: {NAME}
   Creation Date: {day}
   Registry Expiry Date: 2031-07-29
   Registrar: example ltd
   Domain Status: Ok
   Name Server: ns1.hosting.example
   Name Server: ns2.hosting.example
"""
LT = """% Hello, this is the DOMREG whois service.
%
Domain:\t\t\t{name}
Status:\t\t\tregistered
Registered:\t\t{day}
Expires:\t\t2031-12-08
%
Registrar:\t\tExample Registrar
Nameserver:\t\tns1.hosting.example\t
Nameserver:\t\tns2.hosting.example\t
"""
EE = """Estonia .ee Top Level Domain WHOIS server

Domain:
name:       {name}
status:     ok (paid and in zone)
registered: {iso_offset}
changed:    2026-06-15 08:21:31 +03:00
expire:     2031-07-05

Name servers:
nserver:   ns1.hosting.example
nserver:   ns2.hosting.example

Registrar:
name:       Example Registrar
url:        http://www.registrar.example
"""
PL = """
DOMAIN NAME:           {name}
registrant type:       organization
nameservers:           ns1.hosting.example. [192.0.2.1]
                       ns2.hosting.example. [192.0.2.2]
created:               {dotted}
last modified:         2026.10.17 07:01:25
renewal date:          2031.10.26 15:00:00

option created:        2014.06.02 23:44:16

dnssec:                Unsigned

REGISTRAR:
Example Registrar
1 Example Street

The data shown here may be a quarter of an hour behind the registry's
"""
NO_DATE = """% Copyright (c) the registry

Domain: {name}
Nserver: ns1.hosting.example
Status: connect
"""

RECORDS = {
    "ru": TCI, "su": TCI, "xn--p1ai": TCI, "com": VERISIGN, "net": VERISIGN, "by": BY,
    "xn--90ais": BY, "kz": KZ, "xn--80ao21a": KZ, "ua": UA, "md": MD, "uz": UZ, "kg": KG, "am": AM,
    "ge": GE, "lt": LT, "ee": EE, "pl": PL, "de": NO_DATE,
}  # fmt: skip
"""Ending to its registry's format; all others are new generic endings (``GTLD``)."""

FREE = {
    "ru": TCI_FREE, "com": VERISIGN_FREE, "site": GTLD_FREE, "org": ORG_FREE, "ua": UA_FREE,
    "uz": UZ_FREE, "kg": KG_FREE,
    "by": "Object does not exist\n",
    "kz": "*** Nothing found for this query.\n",
    "md": "No match for {name}\n",
    "am": "%\n%AM TLD whois server #1\n%\n   No match\n%\n",
    "ge": "No match for {name}\n",
    "lt": "% DOMREG\n%\nDomain:\t\t\t{name}\nStatus:\t\t\tavailable\n",
    "lv": "[Domain]\nDomain: {name}\nStatus: free\n",
    "ee": "Estonia .ee Top Level Domain WHOIS server\n\nDomain not found\n",
    "pl": "\nNo information available about domain name {name} in the Registry NASK database.\n",
    "de": "Domain: {name}\nStatus: free\n",
    "eu": "% The WHOIS service\n%\nDomain: {name}\nScript: LATIN\n\nStatus: AVAILABLE\n",
    "io": "Domain not found.\n>>> Last update of WHOIS database: 2026-11-21T02:49:26Z <<<\n",
    "top": "The queried object does not exist: previous registration\n",
    "tm": "Domain {name} - Available for purchase\n",
    "fr": "%%\n%% This is the WHOIS server\n%%\n\n%% NOT FOUND\n",
    "at": "% Copyright (c)2026\n\n% nothing found\n",
    "xn--p1acf": "Домен {name} не зарегистрирован\n",
}  # fmt: skip
"""Ending to what its registry says of a free name."""


def filled(shape: str, domain: str, since: dt.datetime) -> str:
    """Return an answer with a name and a date in it, the date in the shape's way."""
    return shape.format(
        name=domain,
        NAME=domain.upper(),
        iso=f"{since:%Y-%m-%dT%H:%M:%SZ}",
        iso_offset=f"{since:%Y-%m-%d %H:%M:%S} +00:00",
        space=f"{since:%Y-%m-%d %H:%M:%S}",
        day=f"{since:%Y-%m-%d}",
        dotted=f"{since:%Y.%m.%d %H:%M:%S}",
        short=f"{since:%d-%b-%Y}",
        long=f"{since:%a %b %d %H:%M:%S %Y}",
    )


def record_for(domain: str) -> bytes:
    """Return the record of a registered domain, in its registry's format."""
    days = re.match(r"days(\d{1,4})", domain)
    since = LONG_AGO
    if days:
        since = dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(int(days[1]))
    shape = RECORDS.get(domain.rpartition(".")[2], GTLD)
    return filled(shape, domain, since).replace("\n", "\r\n").encode()


def of_a_firm(name: str, charset: str) -> bytes:
    """Return a record with a firm's name beyond ASCII in it, in some charset."""
    text = f"domain: x.example\norg-loc: {name}\nregistrar: {name}\ncreated: 2015-06-01\n"
    return text.encode(charset)


@dataclass(frozen=True, slots=True)
class Habit:
    """How a server answers: what, after which pause (seconds), how much more, how it ends."""

    data: bytes = b""
    more: int = 0
    pause: float = 0.0
    drip: float = 0.0
    stays_open: bool = False
    resets: bool = False


_WHOLE = filled(TCI, "half.ru", LONG_AGO).encode()

HABITS = {
    "free": Habit(TCI_FREE.encode()),
    "busy": Habit(TCI_BUSY.encode()),
    "banned": Habit(TCI_BANNED.encode()),
    "thin": Habit(filled(THIN, "thin.com", LONG_AGO).encode()),
    "slow": Habit(_WHOLE, pause=3.0),
    "silent": Habit(stays_open=True),
    "closed": Habit(),
    "reset": Habit(resets=True),
    "half": Habit(_WHOLE[: _WHOLE.index(b"created:") + 20]),
    "broken": Habit(_WHOLE[: _WHOLE.index(b"created:") + 20], resets=True),
    "lingers": Habit(_WHOLE, stays_open=True),
    "drips": Habit(b"% wait", drip=0.02),
    "garbage": Habit(bytes(range(256)) * 8),
    "huge": Habit(b"% no date here\n", more=TEN_MEGABYTES),
    "long": Habit(_WHOLE, more=TEN_MEGABYTES),
    "latin": Habit(of_a_firm("Müller Gebäude", "latin-1")),
    "koi": Habit(of_a_firm("Рога и Копыта", "koi8-r")),
    "cp1251": Habit(of_a_firm("Рога и Копыта", "cp1251")),
}
"""First label of a domain (up to a hyphen) to the habit that it meets."""
