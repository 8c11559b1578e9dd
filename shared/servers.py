"""How Kafka and PostgreSQL are reached besides by their address: encrypted or not, and as whom. `shared.settings` reads this with the rest.

RCM_DATABASE_OWNER           where migrations log in as another role than the service, the schema's owner; its password in the address or in
                             RCM_DATABASE_OWNER_PASSWORD_FILE
RCM_DATABASE_PASSWORD_FILE   the password, when the address of RCM_DATABASE holds none; TLS is asked for in that address, as libpq knows it:
                             postgresql://rcm@host/name?sslmode=verify-full&sslrootcert=/path/ca.pem
RCM_KAFKA_CA_FILE            turns TLS on: the authority that signed the brokers' certificates, or the word `system` for those of this machine
RCM_KAFKA_CERT_FILE          our own certificate, where the brokers want one; its key in RCM_KAFKA_KEY_FILE
RCM_KAFKA_USER               turns SASL on; the password in RCM_KAFKA_PASSWORD_FILE
RCM_KAFKA_MECHANISM          SCRAM-SHA-512 (the default), SCRAM-SHA-256 or PLAIN, which sends the password itself and is refused without TLS
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

MECHANISMS = ("SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN")
SYSTEM = "system"
TLS_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


class SettingsError(Exception):
    """A setting is missing or wrong; the text says which one and what to do."""


@dataclass(frozen=True, slots=True)
class KafkaSecurity:
    """What Kafka's clients need beside the brokers' addresses; nothing of it for a broker on loopback."""

    tls: ssl.SSLContext | None = field(default=None, repr=False)
    mechanism: str = ""
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def protocol(self) -> str:
        """As Kafka calls it: PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL."""
        secure = "SSL" if self.tls else "PLAINTEXT"
        return f"SASL_{secure}" if self.user else secure


def kafka_security(environment: Mapping[str, str]) -> KafkaSecurity:
    """Read and check everything that begins with RCM_KAFKA_, the files included."""
    tls, user = _tls(environment), _text(environment, "RCM_KAFKA_USER")
    if not user:
        return KafkaSecurity(tls)
    mechanism = (_text(environment, "RCM_KAFKA_MECHANISM") or MECHANISMS[0]).upper()
    if mechanism not in MECHANISMS:
        raise SettingsError(f"RCM_KAFKA_MECHANISM is {mechanism!r}: take {', '.join(MECHANISMS[:-1])} or {MECHANISMS[-1]}.")
    if mechanism == "PLAIN" and tls is None:
        raise SettingsError("RCM_KAFKA_MECHANISM is PLAIN without TLS, which would show the password to the network: set RCM_KAFKA_CA_FILE too.")
    password = secret_file(environment, "RCM_KAFKA_PASSWORD_FILE")
    if password is None:
        raise SettingsError(f"RCM_KAFKA_USER is {user!r} and has no password: set RCM_KAFKA_PASSWORD_FILE to a file that holds it.")
    return KafkaSecurity(tls, mechanism, user, password)


def _tls(environment: Mapping[str, str]) -> ssl.SSLContext | None:
    names = ("RCM_KAFKA_CA_FILE", "RCM_KAFKA_CERT_FILE", "RCM_KAFKA_KEY_FILE")
    authority, certificate, key = (_text(environment, name) for name in names)
    if not authority:
        if certificate or key:
            raise SettingsError("RCM_KAFKA_CERT_FILE is set without RCM_KAFKA_CA_FILE: name the authority of the brokers' certificates, too.")
        return None
    if bool(certificate) != bool(key):
        raise SettingsError("RCM_KAFKA_CERT_FILE and RCM_KAFKA_KEY_FILE belong together: set both, or neither.")
    try:
        context = ssl.create_default_context(cafile=None if authority == SYSTEM else authority)
    except OSError as fault:
        raise SettingsError(f"RCM_KAFKA_CA_FILE names {authority}, which is no readable file of certificates: {_why(fault)}.") from None
    try:
        if certificate and key:
            context.load_cert_chain(certificate, key)
    except OSError as fault:
        raise SettingsError(f"RCM_KAFKA_CERT_FILE and RCM_KAFKA_KEY_FILE are no certificate with its key in PEM: {_why(fault)}.") from None
    return context


def database_access(address: str, environment: Mapping[str, str], name: str = "RCM_DATABASE") -> str:
    """The address of a setting with its password, from the file unless it is there already; what it asks of TLS is checked before the first query."""
    _check_tls_of(address)
    parts = urlsplit(address)
    password = secret_file(environment, f"{name}_PASSWORD_FILE")
    if password is None or parts.password is not None:
        return address
    if parts.username is None:
        raise SettingsError(f"{name}_PASSWORD_FILE is set, but {name} names no user: write postgresql://user@host:5432/name.")
    user, _, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user}:{quote(password, safe='')}@{host}").geturl()


def _check_tls_of(address: str) -> None:
    asked = {name: values[-1] for name, values in parse_qs(urlsplit(address).query).items()}
    mode, authority = asked.get("sslmode", "prefer"), asked.get("sslrootcert")
    if mode not in TLS_MODES:
        raise SettingsError(f"RCM_DATABASE asks for sslmode={mode}: there are {', '.join(TLS_MODES)}; take verify-full beyond loopback.")
    if mode.startswith("verify") and not authority:
        raise SettingsError(f"RCM_DATABASE asks for sslmode={mode}: add &sslrootcert= with the file of the authority that signed its certificate.")
    for name in ("sslrootcert", "sslcert", "sslkey"):
        if name in asked and not Path(asked[name]).is_file():
            raise SettingsError(f"RCM_DATABASE names {asked[name]} as {name}, and there is no such file: mount it, or correct the path.")


def secret_file(environment: Mapping[str, str], name: str) -> str | None:
    """What a secret's file holds, without the line's end; None when the variable is not set."""
    path = _text(environment, name)
    if not path:
        return None
    try:
        secret = Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise SettingsError(f"{name} names {path}, which cannot be read ({_why(fault)}): let the user that runs this process read it.") from None
    if not secret:
        raise SettingsError(f"{name} names {path}, which is empty: put the secret into it.")
    return secret


def _text(environment: Mapping[str, str], name: str) -> str:
    return environment.get(name, "").strip()


def _why(fault: Exception) -> str:
    return getattr(fault, "reason", None) or getattr(fault, "strerror", None) or type(fault).__name__
