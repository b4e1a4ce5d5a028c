"""Replication between sites, over a line that others may listen to."""

import datetime
import ipaddress

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from deploy.mariadb.tests.servers import do


def certificate(name: str, issuer=None):
    """A key and a certificate for 127.0.0.1; without an issuer, an authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    signed_by, signing_key = (issuer[1].subject, issuer[0]) if issuer else (subject, key)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signed_by)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(address, critical=False)
        .sign(signing_key, hashes.SHA256())
    )
    return key, made


def write(directory, name: str, key, made) -> None:
    private = serialization.PrivateFormat.TraditionalOpenSSL
    text = key.private_bytes(serialization.Encoding.PEM, private, serialization.NoEncryption())
    (directory / f"{name}.key").write_bytes(text)
    (directory / f"{name}.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))


def test_it_works_and_a_stranger_is_not_the_primary(servers, tmp_path):
    authority, stranger = certificate("authority"), certificate("stranger")
    write(tmp_path, "authority", *authority)
    write(tmp_path, "stranger", *stranger)
    write(tmp_path, "server", *certificate("seoul", authority))
    primary = servers.add("seoul", 1)
    primary.more = f"ssl_cert={tmp_path}/server.pem\nssl_key={tmp_path}/server.key\n"
    primary.restart("primary")
    replica = servers.add("seoul-2", 2, "replica")
    trust(primary, tmp_path / "authority.pem")
    do("accounts", primary)
    primary.run("CREATE DATABASE picup; CREATE TABLE picup.t (id INT PRIMARY KEY)")
    assert "lag 0" in do("add-replica", primary, replica)
    (channel,) = replica.replication()
    assert channel["Master_SSL_Allowed"] == channel["Master_SSL_Verify_Server_Cert"] == "Yes"
    trust(primary, tmp_path / "stranger.pem")
    assert "SSL connection error" in do("repoint", replica, primary, "--wait", "2", code=1)


def trust(node, ca) -> None:
    lines = [line for line in node.file.read_text().splitlines() if not line.startswith("ca=")]
    lines.insert(lines.index("[replication]") + 1, f"ca={ca}")
    node.file.write_text("\n".join(lines))
