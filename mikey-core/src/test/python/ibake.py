"""Messages of MIKEY-IBAKE (RFC 6267, 4.2.2), written a second time, and the services and users that make them."""
import hashlib

from cryptography.hazmat.primitives.asymmetric import ec

from ibe import BF, private_key
from protection import MACS, Protection, label, prf, session_keys
from psk import NTP_2026_11_01_NOON, ntp
from wire import Message

P_256, P_384, P_521 = 8, 11, 14
CURVES = {P_256: ec.SECP256R1(), P_384: ec.SECP384R1(), P_521: ec.SECP521R1(), 5: ec.SECP224R1(), 1: ec.SECP192R1()}
OCTETS = {P_256: 32, P_384: 48, P_521: 66, 5: 28, 1: 24}
MPK, TGK = 0x220E99A2, 0x1F4D675B
KEY_OCTETS = 32
IDI, IDR = 1, 2
ALICE, BOB, CAROL, MAILBOX = (b"sip:%s@example.org" % name for name in (b"alice", b"bob", b"carol", b"mailbox"))
DAVE = b"sip:dave@example.net"
CSB_ID = 0x6962616B
RAND = bytes(range(0x10, 0x20))
CS = [{"policyNo": 0, "ssrc": 0x11111111, "roc": 0}, {"policyNo": 0, "ssrc": 0, "roc": 7}]
FILLED = 0x22222222
LATER = ntp(NTP_2026_11_01_NOON + 1)
SECRET_KEY = bytes(range(0xC0, 0xD0))


def counted(label_, octets):
    """A secret that everybody knows."""
    stream = b"".join(hashlib.sha256(label_.encode() + bytes([i])).digest() for i in range(4))
    return stream[:octets]


class Service:
    """A key management service; its keys serve for a month or a day."""

    def __init__(self, name, dates, domain):
        self.name, self.dates, self.domain = name, dates, domain
        self.s = int.from_bytes(counted("s " + name, 32), "big") % (BF.q - 2) + 2
        self.public_point = BF.multiply(self.s, BF.generator)

    def identity(self, user, date=None):
        return user + (date or {"month": b"2026-11", "day": b"2026-11-01"}[self.dates])

    def json(self):
        return {"name": self.name, "dates": self.dates, "domain": self.domain, "masterSecret": f"{self.s:064x}",
                "publicPoint": BF.encode(self.public_point).hex()}


A, B = Service("a", "month", "example.org"), Service("b", "day", "example.net")
SERVICES = [A, B]
USERS = [(ALICE, A), (BOB, A), (CAROL, A), (MAILBOX, A), (DAVE, B)]
HOME = dict(USERS)


def user_json(user, service):
    identity = service.identity(user)
    return {"user": user.decode(), "service": service.name, "identity": identity.hex(),
            "key": private_key(BF.multiply(service.s, BF.point(identity))).hex()}


def encrypt(user, payloads, rho, date=None, service=None):
    service = service or HOME[user]
    plain = payloads if isinstance(payloads, bytes) else bytes(Message.chain(payloads).octets)
    return BF.encrypt(service.public_point, service.identity(user, date), plain, rho)


def idr(role, data, kind=1):
    return 14, {"idRole": role, "idType": kind, "idData": data}


def ident(data, kind=1):
    return 6, {"idType": kind, "idData": data}


def kind_of(user):
    return 1 if b":" in user else 0


def secret(name, curve=P_256):
    """A multiplier less than the order, whatever the curve."""
    return bytes(1) + counted(name, OCTETS[curve] - 1)


def encoded(numbers, octets):
    return b"\4" + numbers.x.to_bytes(octets, "big") + numbers.y.to_bytes(octets, "big")


def field_octets(curve):
    return (CURVES[curve].key_size + 7) // 8


def point(multiplier, curve=P_256):
    key = ec.derive_private_key(int.from_bytes(multiplier, "big"), CURVES[curve])
    return encoded(key.public_key().public_numbers(), field_octets(curve))


ORDERS = {P_256: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551,
          P_384: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973,
          P_521: int("01" + "ff" * 32 + "fa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409", 16)}


def common(x, y, curve=P_256):
    """[x][y]P: OpenSSL multiplies P by the product."""
    product = int.from_bytes(x, "big") * int.from_bytes(y, "big") % ORDERS[curve]
    return point(product.to_bytes(OCTETS[curve], "big"), curve)


def eccpt(octets, curve=P_256, function=1, kv=None, **more):
    return 25, {"eccCurve": curve, "eccPoint": octets, "authAlg": 2 if function else 1, "tgkLen": KEY_OCTETS, **(kv or {"kv": 0}), **more}


class Call:
    """The four messages of an exchange. Everything that is drawn is given, so that every octet is determined."""

    def __init__(self, **given):
        self.given = given
        self.initiator, self.asked = given.get("initiator", ALICE), given.get("asked", BOB)
        self.responder = given.get("responder", self.asked)
        self.deferred = given.get("deferred", False)
        self.curve, self.function = given.get("curve", P_256), given.get("function", 1)
        self.csb_id, self.rand, self.cs = given.get("csb_id", CSB_ID), given.get("rand", RAND), given.get("cs", CS)
        self.first_time, self.second_time = given.get("first_time", ntp()), given.get("second_time", LATER)
        self.ts_type = given.get("ts_type", 0)
        self.x, self.y = given.get("x", secret("x", self.curve)), given.get("y", secret("y", self.curve))
        self.rho = [counted(f"rho {i}", 32) for i in range(6)]
        self.mac = 2 if self.function else 1
        kv = given.get("kv")
        self.ours = eccpt(point(self.x, self.curve), self.curve, self.function, kv, **given.get("said", {}))
        self.theirs = eccpt(point(self.y, self.curve), self.curve, self.function, None if self.deferred else kv)

    def header(self, v=1, cs=None):
        return {"v": v, "prf": self.function, "csb_id": self.csb_id, "cs": self.cs if cs is None else cs}

    def message(self, data_type, payloads, v=1, cs=None, **changed):
        return bytes(Message(data_type, payloads, **{**self.header(v, cs), **changed}).octets)

    def t(self, value):
        return 5, {"tsType": self.ts_type, "tsValue": value}

    def names(self, responder):
        return [idr(IDI, self.initiator, kind_of(self.initiator)), idr(IDR, responder, kind_of(responder))]

    # I_MESSAGE_1
    def first_inside(self):
        i, r = self.names(self.asked)
        return [i, self.ours, r]

    def first_payloads(self, inside=None, to=None, **how):
        sealed = encrypt(to or self.asked, self.first_inside() if inside is None else inside, self.rho[0], **how)
        out = [self.t(self.first_time), (11, {"rand": self.rand}), *self.names(self.asked), (22, {"encrData": sealed})]
        if "secret_key" in self.given:
            out.append((23, {"encrData": encrypt(self.asked, self.esk(self.given["secret_key"]), self.rho[4])}))
        return out

    def esk(self, key):
        return [ident(self.initiator, kind_of(self.initiator)), (24, {"skType": 1, "key": key, "kv": 0})]

    def first(self, payloads=None, **changed):
        return self.message(22, self.first_payloads() if payloads is None else payloads, **changed)

    # R_MESSAGE_1
    def first_answer_inside(self):
        i, r = self.names(self.responder)
        return [i, *([] if self.deferred else [self.ours]), r, self.theirs]

    def first_answer_payloads(self, inside=None, to=None, **how):
        sealed = encrypt(to or self.initiator, self.first_answer_inside() if inside is None else inside, self.rho[1], **how)
        return [self.t(self.first_time), *self.names(self.responder), (22, {"encrData": sealed})]

    def first_answer(self, payloads=None, **changed):
        return self.message(23, self.first_answer_payloads() if payloads is None else payloads, **changed)

    # I_MESSAGE_2
    def second_inside(self):
        i, r = self.names(self.responder)
        return [i, *([self.ours] if self.deferred else []), r, self.theirs]

    def second_payloads(self, inside=None, to=None, esk=True, **how):
        sealed = encrypt(to or self.responder, self.second_inside() if inside is None else inside, self.rho[2], **how)
        out = [self.t(self.second_time), (11, {"rand": self.rand}), *self.names(self.responder), (22, {"encrData": sealed})]
        if self.deferred and esk:
            out.append((23, {"encrData": encrypt(self.asked, self.esk(SECRET_KEY), self.rho[3])}))
        return out

    def second(self, payloads=None, **changed):
        return self.message(24, self.second_payloads() if payloads is None else payloads, **changed)

    # R_MESSAGE_2
    def session_key(self):
        return common(self.x, self.y, self.curve)

    def derived(self, constant):
        return prf(self.function, self.session_key(), label(constant, 0xFF, 0xFFFFFFFF, self.rand), KEY_OCTETS)

    def filled(self):
        return [dict(entry, ssrc=entry["ssrc"] or FILLED) for entry in self.cs]

    def second_answer_payloads(self, names=True):
        out = [self.t(self.second_time), *(self.names(self.responder) if names else [])]
        if self.deferred:
            echo = [self.names(self.responder)[0], self.ours]
            out.append((22, {"encrData": encrypt(self.initiator, echo, self.rho[5])}))
        return out

    def second_answer(self, payloads=None, mac=None, mpk=None, appended=None, cs=None, **changed):
        mac = self.mac if mac is None else mac
        size = MACS[mac][2]
        octets = self.message(25, [*(self.second_answer_payloads() if payloads is None else payloads),
                                   (9, {"authAlg": mac, "verData": bytes(size)})], 0, self.filled() if cs is None else cs, **changed)
        keeper = Protection(mpk or self.derived(MPK), self.csb_id, self.rand, 0, mac, self.function)
        covered = octets[:len(octets) - size]
        return covered + keeper.tag(covered + (self.initiator + self.responder if appended is None else appended))

    def session(self):
        keys = []
        tgk = {"keyType": 0, "key": self.derived(TGK)}
        for i, entry in enumerate(self.filled()):
            tek, salt = session_keys(tgk, i + 1, self.csb_id, self.rand, self.function)
            more = {name: value.hex() for name, value in (self.given.get("kv") or {}).items() if name != "kv"}
            keys.append({"csId": i + 1, "ssrc": f"{entry['ssrc']:08x}", "roc": f"{entry['roc']:08x}", "tek": tek.hex(),
                         "salt": salt.hex(), **more})
        return keys


def check():
    """The orders, and that the common point is the one whose x OpenSSL agrees on."""
    for curve in CURVES:
        if curve in ORDERS:
            x, y = secret("x", curve), secret("y", curve)
            own = ec.derive_private_key(int.from_bytes(x, "big"), CURVES[curve])
            peer = ec.derive_private_key(int.from_bytes(y, "big"), CURVES[curve]).public_key()
            agreed = own.exchange(ec.ECDH(), peer)
            assert common(x, y, curve)[1:1 + len(agreed)] == agreed, curve
