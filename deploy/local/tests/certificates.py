"""A certificate authority of a test's own, and what it signs for 127.0.0.1."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PEM = serialization.Encoding.PEM


class Authority:
    """`ca`, `certificate` and `key` are paths in `directory`."""

    def __init__(self, directory: Path, name: str = "Pic-up's test"):
        directory.mkdir(parents=True, exist_ok=True)
        self.ca, self.certificate, self.key = (directory / f"{each}.pem" for each in ("ca", "server", "key"))
        ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        issuer = subject_of(name)
        only_ca = x509.BasicConstraints(ca=True, path_length=0)
        ca = self.begin(issuer, issuer, ca_key).add_extension(only_ca, critical=True)
        self.ca.write_bytes(ca.sign(ca_key, hashes.SHA256()).public_bytes(PEM))
        address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
        server = self.begin(subject_of("127.0.0.1"), issuer, key).add_extension(address, critical=False)
        self.certificate.write_bytes(server.sign(ca_key, hashes.SHA256()).public_bytes(PEM))
        self.key.write_bytes(
            key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        )
        self.key.chmod(0o600)

    def begin(self, subject, issuer, key) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
        )


def subject_of(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
