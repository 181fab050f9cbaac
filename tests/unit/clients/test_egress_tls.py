import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from commissions.clients import egress
from commissions.clients.http import Http
from commissions.clients.http_errors import NotProcessed
from tests.unit.clients.fake_server import FakeClock, FakeServer, a_reply, answering

pytestmark = pytest.mark.enable_socket

SHOP = "shop.example.com"


@cache
def a_certificate(host: str) -> bytes:
    """A key and its certificate, which vouches for itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return secret + certificate.public_bytes(serialization.Encoding.PEM)


@contextmanager
def a_tls_store(pem: Path, asked_for: list[str]) -> Iterator[FakeServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    context.sni_callback = lambda sock, name, same: asked_for.append(name or "")
    with answering(a_reply(body=b'{"id": 7}'), tls=context) as played:
        yield played


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    path = tmp_path / "shop.pem"
    path.write_bytes(a_certificate(SHOP))
    return path


def a_network(pem: Path) -> egress.Network:
    return egress.Network(
        resolve=lambda host, port: ["127.0.0.1"],
        trust=ssl.create_default_context(cadata=pem.read_text()),
    )


def test_the_connection_goes_to_the_address_and_tls_proves_the_name(pem: Path) -> None:
    asked_for: list[str] = []
    with a_tls_store(pem, asked_for) as played:
        port = played.url.rpartition(":")[2]
        http = Http(f"https://{SHOP}:{port}", private=[SHOP], network=a_network(pem))
        assert http.get("/orders").payload == {"id": 7}
        http.close()

    assert asked_for == [SHOP]
    assert played.asked[0].headers["host"] == f"{SHOP}:{port}"


def test_a_host_that_cannot_prove_its_name_is_told_nothing(pem: Path) -> None:
    other = "other.example.com"
    with a_tls_store(pem, []) as played:
        port = played.url.rpartition(":")[2]
        http = Http(
            f"https://{other}:{port}",
            private=[other],
            network=a_network(pem),
            budget=FakeClock().budget(0),
        )
        with pytest.raises(NotProcessed, match="certificate does not prove the host"):
            http.get("/orders")
        http.close()

    assert played.asked == []
