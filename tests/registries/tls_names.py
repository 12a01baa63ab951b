"""Certificates for names of tests, from an authority that only tests believe."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from pathlib import Path


def write_authority(folder: Path, name: str) -> tuple[Path, Path, Path]:
    """Write an authority's certificate, one of its for ``name``, and the key of that one."""
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _certificate("An authority for tests", root_key.public_key(), None)
    root_signed = root.issuer_name(_name("An authority for tests")).sign(root_key, hashes.SHA256())
    leaf = _certificate(name, key.public_key(), x509.DNSName(name))
    leaf_signed = leaf.issuer_name(root_signed.subject).sign(root_key, hashes.SHA256())
    files = [folder / file for file in ("roots.pem", "chain.pem", "key.pem")]
    for file, signed in zip(files, (root_signed, leaf_signed), strict=False):
        file.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    files[2].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files[0], files[1], files[2]


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(
    name: str, key: ec.EllipticCurvePublicKey, for_host: x509.DNSName | None
) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=for_host is None, path_length=None), critical=True)
    )
    if for_host is None:
        return made
    return made.add_extension(x509.SubjectAlternativeName([for_host]), critical=False)
