"""ECCSI (RFC 6507), SAKKE (RFC 6508) and the identifiers of RFC 6509 and TS 33.180, written a second time on Python's integers.

`python3 identity.py` checks it against the numbers that RFC 6507 and RFC 6508 print (test-vectors/identity).
"""
import functools
import hashlib
import hmac
import json

from wire import ROOT


class Curve:
    """y^2 = x^3 + ax + b modulo p; points are (x, y), None is the point at infinity."""

    def __init__(self, p, a, b, q, generator):
        self.p, self.a, self.b, self.q, self.generator = p, a, b, q, generator
        self.octets = (p.bit_length() + 7) // 8

    def has(self, point):
        x, y = point
        return (y * y - x * x * x - self.a * x - self.b) % self.p == 0

    def add(self, one, other):
        if one is None or other is None:
            return one or other
        (x1, y1), (x2, y2) = one, other
        if x1 == x2:
            if (y1 + y2) % self.p == 0:
                return None
            slope = (3 * x1 * x1 + self.a) * pow(2 * y1, -1, self.p)
        else:
            slope = (y2 - y1) * pow(x2 - x1, -1, self.p)
        x = (slope * slope - x1 - x2) % self.p
        return x, (slope * (x1 - x) - y1) % self.p

    def multiply(self, k, point):
        """Left to right in Jacobian coordinates, with one division at the end."""
        x, y, z = 1, 1, 0
        for bit in bin(k)[2:] if k else "":
            x, y, z = self._double(x, y, z)
            if bit == "1":
                x, y, z = self._add(x, y, z, point)
        if z == 0:
            return None
        inverse = pow(z, -1, self.p)
        return x * inverse ** 2 % self.p, y * inverse ** 3 % self.p

    def _double(self, x, y, z):
        if z == 0 or y == 0:
            return 1, 1, 0
        s = 4 * x * y * y % self.p
        m = (3 * x * x + self.a * pow(z, 4, self.p)) % self.p
        x3 = (m * m - 2 * s) % self.p
        return x3, (m * (s - x3) - 8 * pow(y, 4, self.p)) % self.p, 2 * y * z % self.p

    def _add(self, x, y, z, point):
        if z == 0:
            return (*point, 1)
        zz = z * z % self.p
        h = (point[0] * zz - x) % self.p
        r = (point[1] * zz * z - y) % self.p
        if h == 0:
            return self._double(x, y, z) if r == 0 else (1, 1, 0)
        hh = h * h % self.p
        v = x * hh % self.p
        x3 = (r * r - hh * h - 2 * v) % self.p
        return x3, (r * (v - x3) - y * hh * h) % self.p, z * h % self.p

    def encode(self, point):
        return b"\4" + b"".join(c.to_bytes(self.octets, "big") for c in point)

    def decode(self, octets):
        size = self.octets
        assert octets[0] == 4 and len(octets) == 1 + 2 * size
        point = int.from_bytes(octets[1:1 + size], "big"), int.from_bytes(octets[1 + size:], "big")
        assert self.has(point)
        return point


def _published(name):
    return json.loads((ROOT / "identity" / name).read_text())


RFC6507, RFC6508 = _published("rfc6507.json"), _published("rfc6508.json")
SET = {name: int(value, 16) for name, value in RFC6508["parameters"].items()}
P256 = Curve(2 ** 256 - 2 ** 224 + 2 ** 192 + 2 ** 96 - 1, -3, 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
             0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
             (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
              0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5))
SAKKE = Curve(SET["p"], -3, 0, SET["q"], (SET["x"], SET["y"]))
G = SET["g"]


def number(octets):
    return int.from_bytes(octets, "big")


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


# ECCSI

def hs(kpak, identifier, pvt):
    return sha256(P256.encode(P256.generator), kpak, identifier, pvt)


def issue_signing_key(ksak, identifier, v):
    kpak, pvt = (P256.encode(P256.multiply(k, P256.generator)) for k in (ksak, v))
    return ((ksak + number(hs(kpak, identifier, pvt)) * v) % P256.q).to_bytes(32, "big"), pvt


def sign(kpak, identifier, ssk, pvt, message, j):
    r = P256.multiply(j, P256.generator)[0].to_bytes(32, "big")
    he = number(sha256(hs(kpak, identifier, pvt), r, message))
    s = pow(he + number(r) * number(ssk), -1, P256.q) * j % P256.q
    return r + s.to_bytes(32, "big") + pvt


def verifies(kpak, identifier, message, signature):
    r, s, pvt = signature[:32], number(signature[32:64]), signature[64:]
    digest = hs(kpak, identifier, pvt)
    he = number(sha256(digest, r, message))
    y = P256.add(P256.multiply(number(digest), P256.decode(pvt)), P256.decode(kpak))
    inside = P256.add(P256.multiply(he % P256.q, P256.generator), P256.multiply(number(r) % P256.q, y))
    point = P256.multiply(s % P256.q, inside)
    return point is not None and point[0] % P256.p == number(r) % P256.p != 0


# SAKKE

def hash_to_range(octets, n):
    a, h, out = sha256(octets), bytes(32), b""
    while len(out) * 8 < (n - 1).bit_length():
        h = sha256(h)
        out += sha256(h, a)
    return number(out) % n


def pairing(r, point):
    """<R, Q> as RFC 6508, 3.2 has it, one affine step after the other; the value is that of F_p."""
    p, (qx, qy) = SAKKE.p, point

    def times(v, line, x, y):
        a, b = (line * (qx + x) - y) % p, qy
        return (v[0] * a - v[1] * b) % p, (v[0] * b + v[1] * a) % p

    v, c = (1, 0), r
    for bit in bin(SAKKE.q - 1)[3:]:
        line = 3 * (c[0] * c[0] - 1) * pow(2 * c[1], -1, p)
        v = (v[0] * v[0] - v[1] * v[1]) % p, 2 * v[0] * v[1] % p
        v, c = times(v, line, *c), SAKKE.add(c, c)
        if bit == "1":
            line = (c[1] - r[1]) * pow(c[0] - r[0], -1, p)
            v, c = times(v, line, *c), SAKKE.add(c, r)
    for _ in range(2):
        v = (v[0] * v[0] - v[1] * v[1]) % p, 2 * v[0] * v[1] % p
    return v[1] * pow(v[0], -1, p) % p


def power(exponent):
    """g^exponent in PF_p: numbers 1 + ig, multiplied, and divided at the end."""
    p, out = SAKKE.p, (1, 0)
    for bit in bin(exponent)[2:]:
        out = (out[0] * out[0] - out[1] * out[1]) % p, 2 * out[0] * out[1] % p
        if bit == "1":
            out = (out[0] - out[1] * G) % p, (out[0] * G + out[1]) % p
    return out[1] * pow(out[0], -1, p) % p


def extract(z, identifier):
    return SAKKE.encode(SAKKE.multiply(pow(number(identifier) + z, -1, SAKKE.q), SAKKE.generator))


def is_receiver_key(public_key, identifier, rsk):
    point = SAKKE.add(SAKKE.multiply(number(identifier), SAKKE.generator), SAKKE.decode(public_key))
    return pairing(point, SAKKE.decode(rsk)) == G


def _mask(value, ssv):
    n = len(ssv)
    key = hash_to_range(value.to_bytes(128, "big"), 1 << 8 * n)
    return (number(ssv) ^ key).to_bytes(n, "big")


def _point(public_key, identifier, r):
    base = SAKKE.add(SAKKE.multiply(number(identifier), SAKKE.generator), SAKKE.decode(public_key))
    return SAKKE.multiply(r, base)


@functools.lru_cache(maxsize=None)
def encapsulate(public_key, identifier, ssv):
    r = hash_to_range(ssv + identifier, SAKKE.q)
    return SAKKE.encode(_point(public_key, identifier, r)) + _mask(power(r), ssv)


def decapsulate(public_key, identifier, rsk, data):
    """The shared secret value, or nothing if the data are not for this identifier."""
    point = SAKKE.decode(data[:257])
    ssv = _mask(pairing(point, SAKKE.decode(rsk)), data[257:])
    return ssv if _point(public_key, identifier, hash_to_range(ssv + identifier, SAKKE.q)) == point else None


# Identifiers

def kdf_string(fc, *parameters):
    return bytes([fc]) + b"".join(p + len(p).to_bytes(2, "big") for p in parameters)


def minimal(value):
    return value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big")


def uid(user, kms, period, offset, count):
    return sha256(kdf_string(0, b"MIKEY-SAKKE-UID", user.encode(), kms.encode(), minimal(period), minimal(offset), minimal(count)))


def tel(month, uri):
    return f"{month}\0{uri}\0".encode()


def user_key_id(key, key_id, user):
    """GUK-ID of a GMK: the last 28 bits of KDF(key, 50, user) on those of the key's identifier (TS 33.180, F.1.3)."""
    salt = number(hmac.new(key, kdf_string(0x50, user.encode()), hashlib.sha256).digest()) & 0xFFFFFFF
    return key_id ^ salt


def check():
    """The numbers of both standards come out."""
    e, s = ({n: v for n, v in file.items()} for file in (RFC6507, RFC6508))
    ident = bytes.fromhex(e["identifier"])
    kpak = bytes.fromhex(e["kpak"])
    ssk, pvt = issue_signing_key(int(e["ksak"], 16), ident, int(e["v"], 16))
    message = bytes.fromhex(e["message"])
    signature = sign(kpak, ident, ssk, pvt, message, int(e["j"], 16))
    assert (ssk.hex(), pvt.hex(), signature.hex()) == (e["ssk"], e["pvt"], e["signature"])
    assert verifies(kpak, ident, message, signature) and not verifies(kpak, ident, message[:-1], signature)
    z, ssv, public = int(s["masterSecret"], 16), bytes.fromhex(s["ssv"]), bytes.fromhex(s["publicKey"])
    assert SAKKE.encode(SAKKE.multiply(z, SAKKE.generator)) == public
    rsk = extract(z, ident)
    assert rsk.hex() == s["rsk"] and is_receiver_key(public, ident, rsk)
    data = encapsulate(public, ident, ssv)
    assert data.hex() == "04" + s["rx"] + s["ry"] + s["h"] and decapsulate(public, ident, rsk, data) == ssv
    assert ident == tel("2011-02", "tel:+447700900123")


if __name__ == "__main__":
    check()
