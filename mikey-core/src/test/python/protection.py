"""Keys, ciphers and MACs of MIKEY (RFC 3830, 4; RFC 6043, 6), written a second time on Python's hmac and OpenSSL's AES."""
import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

HASHES = {0: hashlib.sha1, 1: hashlib.sha256}
TEK, SALT = 0x2AD01C64, 0x39A2C14B
ENCR, AUTH, MESSAGE_SALT = 0x150533E1, 0x2D22AC75, 0x29B88916
MESSAGE_CS_ID = 0xFF
CIPHERS = {0: (0, 0), 1: (16, 14), 2: (16, 8), 3: (32, 14)}
MACS = {0: (None, 0, 0), 1: (hashlib.sha1, 20, 20), 2: (hashlib.sha256, 32, 32)}


def prf(function, inkey, label, octets, empty_last_block=False):
    """RFC 3830, 4.1.2. `empty_last_block` is what minisip computes for keys of full blocks."""
    blocks = [inkey[i:i + 32] for i in range(0, len(inkey), 32)]
    if empty_last_block and len(inkey) % 32 == 0:
        blocks[-1] = b""
    out = bytes(octets)
    for block in blocks:
        a, stream = label, b""
        while len(stream) < octets:
            a = hmac.new(block, a, HASHES[function]).digest()
            stream += hmac.new(block, a + label, HASHES[function]).digest()
        out = bytes(x ^ y for x, y in zip(out, stream))
    return out


def label(constant, cs_id, csb_id, rand):
    return constant.to_bytes(4, "big") + bytes([cs_id]) + csb_id.to_bytes(4, "big") + rand


class Protection:
    """The keys that protect the messages of one bundle, from a PSK or an envelope key."""

    def __init__(self, inkey, csb_id, rand, encr=1, mac=1, function=0, auth_octets=None, empty_last_block=False):
        self.encr, self.mac, self.csb_id = encr, mac, csb_id
        key_octets, salt_octets = CIPHERS.get(encr, (16, 14))
        if auth_octets is None:
            auth_octets = MACS[mac][1]

        def derive(constant, octets):
            return prf(function, inkey, label(constant, MESSAGE_CS_ID, csb_id, rand), octets, empty_last_block)

        self.encr_key, self.salt = derive(ENCR, key_octets), derive(MESSAGE_SALT, salt_octets)
        self.auth_key = derive(AUTH, auth_octets)

    def encrypt(self, data, timestamp):
        """Encrypts key data; `timestamp` as the TS value on the wire."""
        if self.encr == 0 or not data:
            return data
        if self.encr == 2:
            return wrap(self.encr_key, self.salt, data)
        operand = bytes(2) + self.csb_id.to_bytes(4, "big") + timestamp.rjust(8, b"\0")
        iv = bytes(x ^ y for x, y in zip(self.salt, operand)) + bytes(2)
        return Cipher(algorithms.AES(self.encr_key), modes.CTR(iv)).encryptor().update(data)

    def tag(self, octets):
        hashing = MACS[self.mac][0]
        return hmac.new(self.auth_key, octets, hashing).digest() if hashing else b""


def wrap(key, initial, data):
    """AES key wrap, RFC 3394, 2.2.1, with the salt as its initial value."""
    block = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    a, r = initial, [data[i:i + 8] for i in range(0, len(data), 8)]
    for j in range(6):
        for i in range(len(r)):
            b = block.update(a + r[i])
            a = bytes(x ^ y for x, y in zip(b[:8], (len(r) * j + i + 1).to_bytes(8, "big")))
            r[i] = b[8:]
    return a + b"".join(r)


def session_keys(key, cs_id, csb_id, rand, function=0, key_octets=16, salt_octets=14, empty_last_block=False):
    """TEK and salt of a crypto session from one transported key (RFC 3830, 4.1.3)."""
    salt = key.get("salt", b"")
    if key["keyType"] in (2, 3):
        return key["key"], salt
    tek = prf(function, key["key"], label(TEK, cs_id, csb_id, rand), key_octets, empty_last_block)
    return tek, salt or prf(function, key["key"], label(SALT, cs_id, csb_id, rand), salt_octets, empty_last_block)
