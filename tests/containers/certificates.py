"""An authority of a test's own, and certificates that it signed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


class Authority:
    """Writes `<folder>/ca.pem`, and with `sign` certificates and keys beside it."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self._key = folder, generate_private_key(SECP256R1())
        folder.mkdir(parents=True, exist_ok=True)
        self._name = _named(name)
        uses = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        made = self._draft(self._name, self._key).add_extension(x509.BasicConstraints(True, 0), critical=True).add_extension(uses, critical=True)
        self.file = folder / "ca.pem"
        self.file.write_bytes(made.sign(self._key, SHA256()).public_bytes(Encoding.PEM))

    def sign(self, name: str) -> tuple[Path, Path]:
        """Certificate and key (PKCS 8) of a server on 127.0.0.1, or of a client of this name."""
        key = generate_private_key(SECP256R1())
        places = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
        made = self._draft(_named(name), key).add_extension(places, critical=False).add_extension(x509.BasicConstraints(False, None), critical=True)
        certificate, secret = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        certificate.write_bytes(made.sign(self._key, SHA256()).public_bytes(Encoding.PEM))
        secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return certificate, secret

    def _draft(self, subject: x509.Name, key: EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        draft = x509.CertificateBuilder().subject_name(subject).issuer_name(self._name).public_key(key.public_key())
        return draft.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=2))


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
