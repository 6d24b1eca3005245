"""Identity-based encryption by Boneh and Franklin (RFC 5091), on plain integers, checked against the numbers that the RFC prints."""
import functools
import hashlib

from identity import Curve

FULL = {  # the domain of mikey4j for n = 3072 (RFC 5091, 5.1.2), with P hashed from its label
    "p": "9a5cccc4f0bdcd918dfb5fa1b4ef52b147b8c7d5a15a0de5bee43ddda60e7d49b13f331a22b285aa78cb70a3d0163927"
         "65ea1294110731e78ff6a9fe2141a5162d373d9e4b8d58a29665b2ee90ce3cda986d99d32a514456ef635b5707b2205c"
         "14973df20c4efbfd93dc4019358ce9d7e3c8fc9266f72e20988e808307df3406644fef53fdceaa744ca759900a2933d8"
         "a9b6d15d83d3b75459aba569833528773ea8d0d1fd18e6559eece7a876acc35ce9071b0a364de6db3b44fd61d6c3fa13",
    "q": "8000000000000000000000000000000000000000000000000000020000000001",
}
LABEL = b"mikey4j Boneh-Franklin 3072"


class Domain(Curve):
    """y^2 = x^3 + 1 over F_p, a generator of order q, and a hash function."""

    def __init__(self, p, q, generator, hashing):
        super().__init__(p, 0, 1, q, generator)
        self.hash = hashing
        self.size = hashing().digest_size
        self.cofactor = (p + 1) // q
        root = pow(3, (p + 1) // 4, p)
        half = pow(2, -1, p)
        self.zeta = (-half % p, -root * half % p)  # the cube root of unity that gives what RFC 5091, 7.3 prints
        self.generator = generator or self.point(LABEL)

    # Hashes (RFC 5091, 4.1, 4.2 and 4.4)
    def digest(self, octets):
        return self.hash(octets).digest()

    def to_range(self, octets, bound):
        h, v = bytes(self.size), 0
        for _ in range(2):
            h = self.digest(h + octets)
            v = (v << 8 * self.size) + int.from_bytes(h, "big")
        return v % bound

    def stream(self, octets, seed):
        key, h, out = self.digest(seed), bytes(self.size), b""
        while len(out) < octets:
            h = self.digest(h)
            out += self.digest(h + key)
        return out[:octets]

    @functools.lru_cache(maxsize=None)
    def point(self, identity):
        y = self.to_range(identity, self.p)
        x = pow(y * y - 1, (2 * self.p - 1) // 3, self.p)
        return self.multiply(self.cofactor, (x, y))

    # F_p(i) with i^2 = -1
    def times(self, a, b):
        return (a[0] * b[0] - a[1] * b[1]) % self.p, (a[0] * b[1] + a[1] * b[0]) % self.p

    def power(self, a, exponent):
        result = (1, 0)
        for bit in bin(exponent)[2:]:
            result = self.times(result, result)
            if bit == "1":
                result = self.times(result, a)
        return result

    def inverse(self, a):
        norm = pow(a[0] * a[0] + a[1] * a[1], -1, self.p)
        return a[0] * norm % self.p, -a[1] * norm % self.p

    @functools.lru_cache(maxsize=None)
    def pairing(self, a, b):
        """e'(A, B): lines with affine slopes through multiples of A, at (zeta x, y) of B; numerators and denominators apart."""
        p, (x, y) = self.p, ((self.zeta[0] * b[0] % self.p, self.zeta[1] * b[0] % self.p), b[1])
        above, below, v = (1, 0), (1, 0), a

        def step(v, w):
            if v[0] == w[0] and (v[1] + w[1]) % p == 0:
                return ((x[0] - v[0]) % p, x[1]), (1, 0), None
            total = self.add(v, w)
            slope = (3 * v[0] * v[0] * pow(2 * v[1], -1, p) if v == w else (w[1] - v[1]) * pow(w[0] - v[0], -1, p)) % p
            line = (y - v[1] - slope * (x[0] - v[0])) % p, -slope * x[1] % p
            return line, ((x[0] - total[0]) % p, x[1]), total

        for bit in bin(self.q)[3:]:
            line, vertical, total = step(v, v)
            above, below, v = self.times(self.times(above, above), line), self.times(self.times(below, below), vertical), total
            if bit == "1":
                line, vertical, v = step(v, a)
                above, below = self.times(above, line), self.times(below, vertical)
        f = self.times(above, self.inverse(below))
        return self.power(self.times((f[0], -f[1] % p), self.inverse(f)), (p + 1) // self.q)

    def canonical(self, value):
        return value[0].to_bytes(self.octets, "big") + value[1].to_bytes(self.octets, "big")

    # Encryption (RFC 5091, 5.4 and 5.5)
    @functools.lru_cache(maxsize=None)
    def encrypt(self, public_point, identity, message, rho):
        l = self.to_range(rho + self.digest(message), self.q)
        shared = self.power(self.pairing(public_point, self.point(identity)), l)
        v = xor(self.digest(self.canonical(shared)), rho)
        return ciphertext(self.multiply(l, self.generator), v, xor(self.stream(len(message), rho), message))


def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


def der(tag, content):
    if len(content) < 128:
        return bytes([tag, len(content)]) + content
    size = (len(content).bit_length() + 7) // 8
    return bytes([tag, 128 + size]) + len(content).to_bytes(size, "big") + content


def integer(value):
    return der(2, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def der_point(point):
    return der(0x30, integer(point[0]) + integer(point[1]))


def private_key(point):
    """BFPrivateKeyBlock (RFC 5091, 8)."""
    return der(0x30, integer(2) + der_point(point))


def ciphertext(u, v, w):
    """BFCiphertextBlock (RFC 5091, 8)."""
    return der(0x30, integer(2) + der_point(u) + der(4, v) + der(4, w))


BF = Domain(int(FULL["p"], 16), int(FULL["q"], 16), None, hashlib.sha256)


def check():
    """The numbers of RFC 5091, 7, which are of small domains, and that the full one is a domain."""
    tiny = Domain(0xbffffffffffffffffffffffffffcffff3, 0xfffffffffffffffffffffffffffbffff,
                  (0x489a03c58dcf7fcfc97e99ffef0bb4634, 0x510c6972d795ec0c2b081b81de767f808), hashlib.sha1)
    value = tiny.pairing(tiny.generator, (0x40e98b9382e0b1fa6747dcb1655f54f75, 0xb497a6a02e7611511d0db2ff133b32a3f))
    assert value == (0x8b2cac13cbd422658f9e5757b85493818, 0xbc6af59f54d0a5d83c8efd8f5214fad3c), "7.3"
    small = Domain(0xa6a0ffd016103ffffffffff595f002fe9ef195f002fe9efb, 0xffffffffffffffffffffffeffffffffffff,
                   (0x6924c354256acf5a0ff7f61be4f0495b54540a5bf6395b3d, 0x024fd8e2eb7c09104bca116f41c035219955237c0eac19ab),
                   hashlib.sha1)
    s = 0x0749e52ddb807e0220054417e514742b05a0
    public = small.multiply(s, small.generator)
    assert small.point(b"Bob")[0] == 0x22fa1207e0d19e1a4825009e0e88e35eb57ba79391498f59, "7.4"
    assert small.multiply(s, small.point(b"Bob"))[0] == 0x8212b74ea75c841a9d1accc914ca140f4032d191b5ce5501, "7.5"
    made = small.encrypt(public, b"Bob", b"Hi there!", bytes.fromhex("ed5397ff77b567ba5ecb644d7671d6b6f2082968"))
    assert made.hex() == ("305a020102303402184c1a590bf1191150b44786af914729b08ff7128b752dbab70218279e159efd9a5f834d673ada217035e5"
                          "0ef1ea33c047d1bf0414379d3f9c38adf1deaf09e4fb48c538b61a5d3d8f04091c04aaec1308e0f32b"), "7.7"
    assert BF.p % 12 == 11 and (BF.p + 1) % BF.q == 0 and pow(2, BF.p - 1, BF.p) == 1 and pow(2, BF.q - 1, BF.q) == 1
    assert BF.has(BF.generator) and BF.multiply(BF.q, BF.generator) is None
