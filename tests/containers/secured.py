"""Kafka that takes SASL over TLS only, and PostgreSQL that takes TLS only, with certificates of a test's own authority."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kafka import KafkaAdminClient
from kafka.admin import ScramMechanism, UserScramCredentialUpsertion

from tests.containers.certificates import Authority
from tests.containers.servers import PASSWORD, kafka, postgres, started

LOGIN = "org.apache.kafka.common.security"
ONLY_TLS = "local all all trust\nhostssl all all all scram-sha-256\n"
START = "install -o postgres -m 600 /tls/postgres.key /tmp/postgres.key && exec docker-entrypoint.sh postgres " + " ".join(
    f"-c {each}" for each in ("ssl=on", "ssl_cert_file=/tls/postgres.pem", "ssl_key_file=/tmp/postgres.key", "hba_file=/tls/pg_hba.conf")
)


@dataclass(frozen=True)
class Secured:
    """Where they are, and what one needs to be let in."""

    kafka: str
    database: str
    """host:port/name, without user and scheme."""
    authority: Path
    certificate: Path
    key: Path


@contextmanager
def secured(folder: Path) -> Iterator[Secured]:
    """Both servers. Kafka knows `rcm` by SCRAM and `admin` by PLAIN, and asks for a client's certificate; passwords are PASSWORD."""
    authority = Authority(folder / "tls", "authority of a test")
    certificate, key = authority.sign("rcm")
    for name in ("kafka", "postgres"):
        _one_file(*authority.sign(name))
    (folder / "tls" / "pg_hba.conf").write_text(ONLY_TLS)
    (broker, kafka_port), (database, database_port) = kafka("SASL_SSL", **_security()), postgres()
    database.with_kwargs(entrypoint=["sh", "-c", START])
    with ExitStack() as ends:
        for container in (broker, database):
            container.with_volume_mapping(str(folder / "tls"), "/tls", "ro")
            ends.enter_context(started(container))
        found = Secured(f"127.0.0.1:{kafka_port}", f"127.0.0.1:{database_port}/rcm", authority.file, certificate, key)
        _add_user(found)
        yield found


def _one_file(certificate: Path, key: Path) -> None:
    """Kafka reads key and certificate from one PEM file."""
    key.chmod(0o644)
    (certificate.with_suffix(".both.pem")).write_bytes(key.read_bytes() + certificate.read_bytes())


def _security() -> dict[str, str]:
    return {
        "KAFKA_SASL_ENABLED_MECHANISMS": "PLAIN,SCRAM-SHA-512",
        "KAFKA_LISTENER_NAME_CLIENTS_PLAIN_SASL_JAAS_CONFIG": (
            f'{LOGIN}.plain.PlainLoginModule required username="admin" password="{PASSWORD}" user_admin="{PASSWORD}";'
        ),
        "KAFKA_LISTENER_NAME_CLIENTS_SCRAM___SHA___512_SASL_JAAS_CONFIG": f"{LOGIN}.scram.ScramLoginModule required;",
        "KAFKA_LISTENER_NAME_CLIENTS_SSL_KEYSTORE_TYPE": "PEM",
        "KAFKA_LISTENER_NAME_CLIENTS_SSL_KEYSTORE_LOCATION": "/tls/kafka.both.pem",
        "KAFKA_LISTENER_NAME_CLIENTS_SSL_TRUSTSTORE_TYPE": "PEM",
        "KAFKA_LISTENER_NAME_CLIENTS_SSL_TRUSTSTORE_LOCATION": "/tls/ca.pem",
        "KAFKA_LISTENER_NAME_CLIENTS_SSL_CLIENT_AUTH": "required",
    }


def _add_user(at: Secured) -> None:
    admin = KafkaAdminClient(
        bootstrap_servers=at.kafka,
        security_protocol="SASL_SSL",
        ssl_cafile=str(at.authority),
        ssl_certfile=str(at.certificate),
        ssl_keyfile=str(at.key),
        sasl_mechanism="PLAIN",
        sasl_plain_username="admin",
        sasl_plain_password=PASSWORD,
    )
    try:
        admin.alter_user_scram_credentials([UserScramCredentialUpsertion("rcm", ScramMechanism.SCRAM_SHA_512, PASSWORD.encode())])
    finally:
        admin.close()
