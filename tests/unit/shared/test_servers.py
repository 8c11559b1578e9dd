"""How Kafka and PostgreSQL are reached: what is missing or unsafe is said in a sentence before anything connects."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.servers import KafkaSecurity, SettingsError, database_access, kafka_security
from shared.settings import database_address

AT = "postgresql://rcm@db:5432/rcm"


def kafka(**given: str) -> KafkaSecurity:
    return kafka_security({f"RCM_KAFKA_{name}": value for name, value in given.items()})


@pytest.fixture
def password(tmp_path: Path) -> str:
    (tmp_path / "password").write_text("s3cret/with@signs\n")
    return str(tmp_path / "password")


def test_a_broker_on_loopback_needs_nothing() -> None:
    assert kafka().protocol == "PLAINTEXT"


def test_tls_alone_and_tls_with_a_login_have_kafkas_names(password: str) -> None:
    assert kafka(CA_FILE="system").protocol == "SSL"
    given = kafka(CA_FILE="system", USER="rcm", PASSWORD_FILE=password)
    assert (given.protocol, given.mechanism, given.password) == ("SASL_SSL", "SCRAM-SHA-512", "s3cret/with@signs")
    assert kafka(USER="rcm", PASSWORD_FILE=password, MECHANISM="scram-sha-256").protocol == "SASL_PLAINTEXT"


def test_secrets_are_not_shown(password: str) -> None:
    assert "s3cret" not in repr(kafka(CA_FILE="system", USER="rcm", PASSWORD_FILE=password))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"USER": "rcm"}, "has no password: set RCM_KAFKA_PASSWORD_FILE"),
        ({"USER": "rcm", "MECHANISM": "GSSAPI"}, "take SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN"),
        ({"USER": "rcm", "MECHANISM": "PLAIN"}, "would show the password to the network: set RCM_KAFKA_CA_FILE"),
        ({"CA_FILE": "/nowhere/ca.pem"}, "no readable file of certificates: No such file"),
        ({"CERT_FILE": "/nowhere/own.pem"}, "without RCM_KAFKA_CA_FILE"),
        ({"CA_FILE": "system", "CERT_FILE": "/nowhere/own.pem"}, "belong together: set both, or neither"),
        ({"CA_FILE": "system", "CERT_FILE": "/nowhere/own.pem", "KEY_FILE": "/nowhere/own.key"}, "no certificate with its key in PEM"),
    ],
)
def test_what_is_missing_or_unsafe_is_said(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence):
        kafka(**given)


def test_a_file_that_is_no_certificate_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("not a certificate")
    with pytest.raises(SettingsError, match="no readable file of certificates"):
        kafka(CA_FILE=str(tmp_path / "ca.pem"))


def test_the_password_of_a_file_goes_into_the_address_whatever_signs_it_has(password: str) -> None:
    given = {"RCM_DATABASE": f"{AT}?application_name=x", "RCM_DATABASE_PASSWORD_FILE": password}
    assert database_address(given) == "postgresql+asyncpg://rcm:s3cret%2Fwith%40signs@db:5432/rcm?application_name=x"


def test_a_password_in_the_address_is_kept(password: str) -> None:
    own = AT.replace("rcm@", "rcm:own@")
    assert database_access(own, {"RCM_DATABASE_PASSWORD_FILE": password}) == own


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("postgresql://db:5432/rcm", "names no user"),
        (f"{AT}?sslmode=full", "sslmode=full: there are disable"),
        (f"{AT}?sslmode=verify-full", "add &sslrootcert="),
        (f"{AT}?sslmode=verify-full&sslrootcert=/nowhere/ca.pem", "there is no such file"),
    ],
)
def test_an_address_that_cannot_work_is_refused_at_once(password: str, address: str, sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence):
        database_access(address, {"RCM_DATABASE_PASSWORD_FILE": password})


@pytest.mark.parametrize(("content", "sentence"), [(None, "cannot be read"), ("\n", "is empty")])
def test_a_secret_that_is_not_there_is_named_by_its_variable(tmp_path: Path, content: str | None, sentence: str) -> None:
    path = tmp_path / "password"
    if content is not None:
        path.write_text(content)
    with pytest.raises(SettingsError, match=f"RCM_DATABASE_PASSWORD_FILE names .* {sentence}|RCM_DATABASE_PASSWORD_FILE names .*which {sentence}"):
        database_access(AT, {"RCM_DATABASE_PASSWORD_FILE": str(path)})
