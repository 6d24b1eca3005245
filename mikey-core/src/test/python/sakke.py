"""Messages of MIKEY-SAKKE (RFC 6509, 4; TS 33.180, Annex E), and the services and users that make them."""
import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

import identity
from identity import P256, SAKKE, extract, issue_signing_key, kdf_string, number, tel, uid
from protection import session_keys
from psk import CS, CSB_ID, FILLED, NTP_2026_11_01_NOON, RAND, ntp, sp
from wire import Message

PERIOD = 2592000
NOW_PERIOD = NTP_2026_11_01_NOON // PERIOD
SSV = bytes(range(0xA0, 0xB0))
J = int.from_bytes(hashlib.sha256(b"j").digest(), "big") % P256.q
GCM = sp(0, 0, (0, b"\6"), (1, b"\x10"), (4, b"\x0c"), (5, b"\0"), (6, b"\0"), (20, b"\x10"))
SIGNATURE_OCTETS = 129


def counted(label, q):
    """A secret that everybody knows."""
    stream = b"".join(hashlib.sha256(label.encode() + bytes([i])).digest() for i in range(4))
    return int.from_bytes(stream, "big") % (q - 2) + 2


class Service:
    """A key management service with its master secrets; scheme 2 are UIDs, 1 are telephone numbers."""

    def __init__(self, name, uri, scheme=2, z=None, ksak=None, domains=()):
        self.name, self.uri, self.scheme, self.domains = name, uri, scheme, list(domains)
        self.z = z or counted("z " + name, SAKKE.q)
        self.ksak = ksak or counted("ksak " + name, P256.q)
        self.public_key = SAKKE.encode(SAKKE.multiply(self.z, SAKKE.generator))
        self.kpak = P256.encode(P256.multiply(self.ksak, P256.generator))

    def identifier(self, user, period):
        return uid(user, self.uri, PERIOD, 0, period) if self.scheme == 2 else tel(period, user)

    def json(self):
        return {"name": self.name, "uri": self.uri, "idScheme": self.scheme, "period": PERIOD, "offset": 0,
                "masterSecret": f"{self.z:0256x}", "ksak": f"{self.ksak:064x}", "publicKey": self.public_key.hex(),
                "kpak": self.kpak.hex(), "domains": self.domains}


class User:
    """The keys of a user for a period, from the service; `ident` and `v` where they are not what they should be."""

    def __init__(self, name, service, uri, period, v=None):
        self.name, self.service, self.uri, self.period = name, service, uri, period
        self.identifier = service.identifier(uri, period)
        self.v = v or counted("v " + name, P256.q)
        self.ssk, self.pvt = issue_signing_key(service.ksak, self.identifier, self.v)
        self.rsk = extract(service.z, self.identifier)

    def sign(self, message, j=J):
        return identity.sign(self.service.kpak, self.identifier, self.ssk, self.pvt, message, j)

    def json(self):
        return {"name": self.name, "service": self.service.name, "user": self.uri, "period": str(self.period),
                "identifier": self.identifier.hex(), "rsk": self.rsk.hex(), "ssk": self.ssk.hex(), "pvt": self.pvt.hex(),
                "v": f"{self.v:064x}"}


A = Service("a", "kms.a.example")
B = Service("b", "kms.b.example")
C = Service("c", "kms.c.example")
IMPOSTOR = Service("impostor", "kms.a.example")
LIMITED = Service("a-limited", "kms.a.example", z=A.z, ksak=A.ksak, domains=["c.example"])
TEL = Service("tel", "kms.tel.example", 1, int(identity.RFC6508["masterSecret"], 16), int(identity.RFC6507["ksak"], 16))
ALICE_URI, BOB_URI, MALLORY_URI = "sip:alice@a.example", "sip:bob@b.example", "sip:mallory@a.example"
ALICE_TEL, BOB_TEL, RFC_TEL = "tel:+447700900001", "tel:+447700900002", "tel:+447700900123"
ALICE = User("alice", A, ALICE_URI, NOW_PERIOD)
ALICE_2 = User("alice-second-device", A, ALICE_URI, NOW_PERIOD)
ALICE_BEFORE, ALICE_NEXT = (User(f"alice-{n}", A, ALICE_URI, NOW_PERIOD + d) for n, d in (("before", -1), ("next", 1)))
BOB = User("bob", B, BOB_URI, NOW_PERIOD)
BOB_BEFORE, BOB_NEXT = (User(f"bob-{n}", B, BOB_URI, NOW_PERIOD + d) for n, d in (("before", -1), ("next", 1)))
CAROL = User("carol", B, "sip:carol@b.example", NOW_PERIOD)
MALLORY = User("mallory", A, MALLORY_URI, NOW_PERIOD)
FALSE_ALICE = User("false-alice", IMPOSTOR, ALICE_URI, NOW_PERIOD)
TEL_ALICE, TEL_BOB = (User(f"tel-{n}", TEL, u, "2026-11") for n, u in (("alice", ALICE_TEL), ("bob", BOB_TEL)))
TEL_RFC = User("tel-rfc", TEL, RFC_TEL, "2011-02", int(identity.RFC6507["v"], 16))
TEL_BOB_BEFORE = User("tel-bob-before", TEL, BOB_TEL, "2026-10")
SERVICES = (A, B, C, IMPOSTOR, LIMITED, TEL)
USERS = (ALICE, ALICE_2, ALICE_BEFORE, ALICE_NEXT, BOB, BOB_BEFORE, BOB_NEXT, CAROL, MALLORY, FALSE_ALICE, TEL_ALICE, TEL_BOB,
         TEL_RFC, TEL_BOB_BEFORE)


def idr(role, data, id_type=1):
    return 14, {"idRole": role, "idType": id_type, "idData": data if isinstance(data, bytes) else data.encode()}


def named(sender, receiver):
    """IDRi, IDRr, IDRkmsi and IDRkmsr."""
    return idr(1, sender.uri), idr(2, receiver.uri), idr(6, sender.service.uri), idr(7, receiver.service.uri)


def hidden(sender, receiver, id_type=2):
    """The same with UIDs, so that nobody else learns who calls whom."""
    return (idr(8, sender.identifier, id_type), idr(9, receiver.identifier, id_type), idr(6, sender.service.uri),
            idr(7, receiver.service.uri))


def key_parameters(ssv, key_id, plain, iv):
    """The data of the extension of type 7 (TS 33.180, E.6)."""
    protection = hmac.new(ssv, kdf_string(0x53, key_id.to_bytes(4, "big")), hashlib.sha256).digest()[16:]
    head = b"\x43" + bytes(5) + bytes(4) + b"\0\1" + iv + key_id.to_bytes(4, "big")
    cipher = Cipher(algorithms.AES(protection), modes.GCM(iv)).encryptor()
    cipher.authenticate_additional_data(head)
    sealed = cipher.update(plain) + cipher.finalize() + cipher.tag
    return head + b"\0" + len(sealed).to_bytes(2, "big") + sealed


class SakkeOffer:
    """An I_MESSAGE. Everything that can be given is given, so that every octet is determined."""

    def __init__(self, sender=ALICE, receiver=BOB, **given):
        self.sender, self.receiver, self.given = sender, receiver, given
        self.csb_id, self.rand = given.get("csb_id", CSB_ID), given.get("rand", RAND)
        self.ts_type, self.timestamp = given.get("ts_type", 0), given.get("timestamp", ntp())
        self.cs, self.map_type = given.get("cs", CS), given.get("map_type", 0)
        self.prf, self.ssv, self.j = given.get("prf", 1), given.get("ssv", SSV), given.get("j", J)
        self.ids = named(sender, receiver) if given.get("ids") is None else given["ids"]
        self.policies = given.get("policies", (GCM,))

    def encapsulated(self):
        if "data" in self.given:
            return self.given["data"]
        service = self.given.get("service", self.receiver.service)
        return identity.encapsulate(service.public_key, self.given.get("to", self.receiver.identifier), self.ssv)

    def sakke(self):
        return 26, {"sakkeParams": self.given.get("params", 1),
                    "idScheme": self.given.get("id_scheme", self.receiver.service.scheme), "sakkeData": self.encapsulated()}

    def to_self(self):
        """The same key for the sender itself (TS 33.180, E.5)."""
        data = identity.encapsulate(self.sender.service.public_key, self.sender.identifier, self.ssv)
        inside = Message.chain([(26, {"sakkeParams": 1, "idScheme": self.sender.service.scheme, "sakkeData": data})])
        return 21, {"extensionType": 6, "data": bytes(inside.octets)}

    def payloads(self):
        """All payloads but SIGN, in the order of RFC 6509, 4.1."""
        out = [(5, {"tsType": self.ts_type, "tsValue": self.timestamp}), (11, {"rand": self.rand}), *self.ids, *self.policies]
        out.append(self.sakke())
        if self.given.get("too"):
            out.append(self.to_self())
        return out + list(self.given.get("extensions", ()))

    def unsigned(self, payloads=None, after=(), s_type=2, size=SIGNATURE_OCTETS):
        chain = list(self.payloads() if payloads is None else payloads)
        return Message(self.given.get("data_type", 26), [*chain, (4, {"sType": s_type, "signature": bytes(size)}), *after],
                       v=self.given.get("v", 0), prf=self.prf, csb_id=self.csb_id, cs=self.cs, map_type=self.map_type)

    def octets(self, payloads=None, signer=None, headless=False):
        covered = bytes(self.unsigned(payloads).octets)[:-SIGNATURE_OCTETS]
        return covered + (signer or self.sender).sign(covered[:-2] if headless else covered, self.j)

    def with_signature(self, signature, s_type=2):
        message = bytes(self.unsigned(s_type=s_type, size=len(signature)).octets)
        return message[:len(message) - len(signature)] + signature

    def session(self, sizes=(16, 12)):
        """What both ends hold, one entry for each crypto session."""
        out = []
        for position, entry in enumerate(self.cs, 1):
            cs_id = entry.get("csId", position)
            tek, salt = session_keys({"keyType": 0, "key": self.ssv}, cs_id, self.csb_id, self.rand, self.prf, *sizes)
            ssrc, roc = (0, 0) if self.map_type == 2 else (entry["ssrc"] or FILLED, entry["roc"])
            out.append({"csId": cs_id, "ssrc": f"{ssrc:08x}", "roc": f"{roc:08x}", "tek": tek.hex(), "salt": salt.hex()})
        return out

    def made(self):
        return {"signer": self.sender.name, "receiver": self.receiver.name, "ssv": self.ssv.hex(), "j": f"{self.j:064x}",
                **({"toSelf": True} if self.given.get("too") else {})}


def check():
    """Both ends of what is made here agree by the equations of the standards."""
    identity.check()
    for user in USERS:
        assert identity.is_receiver_key(user.service.public_key, user.identifier, user.rsk)
    offer = SakkeOffer()
    octets = offer.octets()
    assert identity.verifies(A.kpak, ALICE.identifier, octets[:-SIGNATURE_OCTETS], octets[-SIGNATURE_OCTETS:])
    assert identity.decapsulate(B.public_key, BOB.identifier, BOB.rsk, offer.encapsulated()) == SSV
    assert number(octets[:1]) == 1


if __name__ == "__main__":
    check()
