"""Certificates for the modes with signatures, made again from the keys in `certs/` so that every octet is determined."""
from datetime import datetime, timedelta, timezone

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.x509.oid import NameOID, ObjectIdentifier

from wire import ROOT

NOW = datetime(2026, 11, 1, 12, tzinfo=timezone.utc)
DAY = timedelta(days=1)


def key(name):
    return serialization.load_pem_private_key((ROOT / f"certs/{name}.key.pem").read_bytes(), None)


KEYS = {name: key(name) for name in ("root", "alice", "bob", "carol", "mallory", "middle", "weak")}


def usage(ca, **changed):
    bits = dict.fromkeys(("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
                          "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False)
    bits.update({"key_cert_sign": True, "crl_sign": True} if ca else {"digital_signature": True, "key_encipherment": True})
    bits.update(changed)
    return x509.KeyUsage(**bits)


def certificate(serial, subject, holder, issuer="root", signer=None, ca=False, path=None, names=(), valid=(-30, 3650),
                hashing=None, critical=False, **bits):
    builder = (x509.CertificateBuilder().serial_number(serial)
               .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
               .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
               .not_valid_before(NOW + valid[0] * DAY).not_valid_after(NOW + valid[1] * DAY)
               .public_key(KEYS[holder].public_key())
               .add_extension(x509.BasicConstraints(ca, path), True).add_extension(usage(ca, **bits), True))
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), False)
    if critical:
        builder = builder.add_extension(
            x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.4.1.99999.1"), b"\5\0"), True)
    made = builder.sign(KEYS[signer or issuer], hashing or hashes.SHA256())
    return made.public_bytes(serialization.Encoding.DER)


def user(serial, name, holder=None, **more):
    return certificate(serial, name, holder or name, names=[x509.UniformResourceIdentifier(f"sip:{name}@example.org")], **more)


ROOT_CERT = certificate(1, "root", "root", ca=True)
CERTS = {
    "alice": [user(2, "alice")],
    "bob": [user(3, "bob")],
    "carol": [user(4, "carol")],
}
MIDDLE = certificate(10, "middle", "middle", ca=True)
SHALLOW = certificate(11, "shallow", "middle", ca=True, path=0)
BELOW = certificate(12, "below", "mallory", issuer="shallow", signer="middle", ca=True)


def flipped(der):
    return der[:-1] + bytes([der[-1] ^ 1])


# Chains for Alice that must be refused, each for its own cause.
REFUSED = {
    "expired": [user(20, "alice", valid=(-30, -1))],
    "not-yet-valid": [user(21, "alice", valid=(1, 30))],
    "wrong-usage": [user(22, "alice", digital_signature=False)],
    "wrong-name": [user(23, "carol", "alice")],
    "domain-of-another": [certificate(24, "example.com", "alice", names=[x509.DNSName("example.com")])],
    "common-name-only": [certificate(25, "example.org", "alice")],
    "unknown-issuer": [user(26, "alice", issuer="elsewhere", signer="mallory")],
    "issuer-of-the-same-name": [user(27, "alice", signer="mallory")],
    "self-signed": [user(28, "alice", issuer="alice", signer="alice")],
    "issued-by-a-user": [user(29, "alice", issuer="carol", signer="carol"), CERTS["carol"][0]],
    "path-too-long": [user(30, "alice", issuer="below", signer="mallory"), BELOW, SHALLOW],
    "middle-missing": [user(31, "alice", issuer="middle")],
    "unknown-critical-extension": [user(33, "alice", critical=True)],
    "signature-flipped": [flipped(CERTS["alice"][0])],
    "weak-key": [user(34, "alice", "weak")],
    "no-certificate-octets": [b"\x30\x03\x02\x01\x01"],
}
ACCEPTED = {
    "through-middle": [user(40, "alice", issuer="middle"), MIDDLE],
    "with-root": [user(41, "alice", issuer="middle"), MIDDLE, ROOT_CERT],
    "domain": [certificate(42, "example.org", "alice", names=[x509.DNSName("example.org")])],
    "sip-domain": [certificate(43, "example.org", "alice", names=[x509.UniformResourceIdentifier("sip:example.org")])],
}


def sign(name, octets, hashing=None):
    return KEYS[name].sign(octets, padding.PKCS1v15(), hashing or hashes.SHA256())


def raw_envelope(name, padded):
    numbers = KEYS[name].public_key().public_numbers()
    return pow(int.from_bytes(padded, "big"), numbers.e, numbers.n).to_bytes(len(padded), "big")


def padded(secret, size=256):
    """RSAES-PKCS1-v1_5 with padding octets that count up, where random ones belong (RFC 8017, 7.2.1)."""
    filling = bytes(1 + i % 255 for i in range(size - 3 - len(secret)))
    return b"\0\2" + filling + b"\0" + secret


def envelope(name, secret):
    return raw_envelope(name, padded(secret))


def pem(der):
    return x509.load_der_x509_certificate(der).public_bytes(serialization.Encoding.PEM).decode()
