"""What every Kafka client is given to reach the brokers: the only place that puts addresses, TLS and SASL together."""

from __future__ import annotations

from typing import Any

from shared.settings import Settings


def client_arguments(settings: Settings) -> dict[str, Any]:
    """Arguments of aiokafka's and kafka-python's clients, which name them alike."""
    security = settings.kafka_security
    arguments: dict[str, Any] = {"bootstrap_servers": settings.kafka.split(","), "security_protocol": security.protocol}
    if security.tls:
        arguments["ssl_context"] = security.tls
    if security.user:
        arguments |= {"sasl_mechanism": security.mechanism, "sasl_plain_username": security.user, "sasl_plain_password": security.password}
    return arguments


def suspicion(settings: Settings) -> str:
    """What else a silent broker may mean: one that refuses a login or a certificate often just hangs up."""
    security = settings.kafka_security
    if security.protocol == "PLAINTEXT":
        return ""
    login = f" and the login of {security.user} ({security.mechanism})" if security.user else ""
    return f"; protocol={security.protocol}: a broker that refuses us looks the same, so check the certificates{login}"
