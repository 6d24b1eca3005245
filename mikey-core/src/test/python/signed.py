"""Messages of the modes with certificates: public key (RFC 3830, 3.2), signed Diffie-Hellman (3.3), RSA-R (RFC 4738)."""
from pki import CERTS, KEYS, envelope, sign
from protection import MACS, Protection, session_keys
from psk import ALICE, BOB, CS, CSB_ID, FILLED, RAND, TGK, VALIDITY, ntp
from wire import Message, number

ENVELOPE_KEY = bytes(range(0x30, 0x40))
GROUP_CSB_ID = 0xFEEDBEEF


def certs(chain, cert_type=0):
    return tuple((7, {"certType": cert_type, "certData": der}) for der in chain)


class SignSeal:
    """A signature at the end; `appended` is signed behind the message and not sent."""

    init, resp = 4, 5

    def __init__(self, name="alice", chain=None, appended=b"", hashing=None, scheme=0, headless=False, holder=None):
        self.name, self.appended, self.hashing, self.scheme, self.headless = name, appended, hashing, scheme, headless
        self.holder = holder or name
        self.own = certs(CERTS[name] if chain is None else chain)
        self.size = KEYS[self.holder].key_size // 8

    def payload(self):
        return 4, {"sType": self.scheme, "signature": bytes(self.size)}

    def seal(self, message):
        covered = bytes(message.octets[:len(message.octets) - self.size])
        return covered + sign(self.holder, covered[:-2 if self.headless else None] + self.appended, self.hashing)


class Enveloped:
    """What the two modes with envelope keys have in common."""

    def __init__(self, **given):
        self.given = given
        self.csb_id, self.rand = given.get("csb_id", CSB_ID), given.get("rand", RAND)
        self.timestamp, self.ts_type = given.get("timestamp", ntp()), given.get("ts_type", 0)
        self.cs, self.prf, self.v = given.get("cs", CS), given.get("prf", 0), given.get("v", 1)
        self.keys, self.ids = given.get("keys", (TGK,)), given.get("ids", (BOB,))
        self.encr, self.mac = given.get("encr", 1), given.get("mac", 1)
        self.update = given.get("update", False)
        self.inside = given.get("inside")

    def protection(self, csb_id=None, rand=None):
        return Protection(self.given.get("envelope_key", ENVELOPE_KEY), self.csb_id if csb_id is None else csb_id,
                          rand or self.rand, self.encr, self.mac, self.prf, self.given.get("auth_octets"))

    def t(self):
        return 5, {"tsType": self.ts_type, "tsValue": self.timestamp}

    def kemac(self, owner, protection):
        """Its MAC is over this payload alone, with the next payload counted as 0 (RFC 3830, 5.2)."""
        inside = self.inside
        if inside is None:
            inside = bytes(Message.chain([owner, *((20, key) for key in self.keys)]).octets)
        fields = {"encrAlg": self.encr, "encrData": protection.encrypt(inside, self.timestamp), "macAlg": self.mac,
                  "mac": bytes(MACS[self.mac][2])}
        alone = bytes(Message.chain([(1, fields)]).octets)
        size = MACS[self.mac][2]
        return 1, dict(fields, mac=protection.tag(alone[:len(alone) - size]))

    def pke(self, name):
        secret = self.given.get("envelope_key", ENVELOPE_KEY)
        return 2, {"c": self.given.get("cache", 0), "data": self.given.get("envelope", envelope(name, secret))}

    def session(self, sizes=(16, 14), cs=None, csb_id=None, rand=None, filled=FILLED):
        out = []
        for position, entry in enumerate(self.cs if cs is None else cs, 1):
            for key in self.keys:
                tek, salt = session_keys(key, position, self.csb_id if csb_id is None else csb_id, rand or self.rand, self.prf,
                                         *sizes)
                kv = {name: key[name].hex() for name in VALIDITY if key.get("kv") and name in key}
                out.append({"csId": position, "ssrc": f"{entry['ssrc'] or filled:08x}", "roc": f"{entry['roc']:08x}",
                            "tek": tek.hex(), "salt": salt.hex(), **kv})
        return out


class PkOffer(Enveloped):
    def __init__(self, **given):
        super().__init__(**given)
        self.seal = given.get("seal", SignSeal())

    def payloads(self):
        out = [self.t()] if self.update else [self.t(), (11, {"rand": self.rand})]
        out += [*self.seal.own, *self.ids, *self.given.get("policies", ()), *self.given.get("extensions", ())]
        return [*out, self.kemac(self.given.get("owner", ALICE), self.protection()), *self.given.get("chash", ()), self.pke("bob")]

    def message(self, payloads=None, after=()):
        chain = [*(self.payloads() if payloads is None else payloads), self.seal.payload(), *after]
        return Message(self.given.get("data_type", 2), chain, v=self.v, prf=self.prf, csb_id=self.csb_id, cs=self.cs)

    def octets(self, payloads=None, seal=None, after=()):
        return (seal or self.seal).seal(self.message(payloads, after))

    def answer(self):
        cs = [dict(entry, ssrc=entry["ssrc"] or FILLED) for entry in self.cs]
        size = MACS[self.mac][2]
        made = Message(3, [self.t(), BOB, (9, {"authAlg": self.mac, "verData": bytes(size)})], v=0, prf=self.prf,
                       csb_id=self.csb_id, cs=cs)
        covered = bytes(made.octets[:len(made.octets) - size])
        return covered + self.protection().tag(covered + ALICE[1]["idData"] + BOB[1]["idData"] + self.timestamp)


class RsarOffer(Enveloped):
    """A request; `group` if it is answered for a group, whose RAND and CSB ID are then the answer's."""

    def __init__(self, **given):
        super().__init__(**given)
        self.group, self.with_rand = given.get("group", False), given.get("with_rand", not given.get("group", False))
        self.seal = given.get("seal", SignSeal())
        if self.group:
            self.cs = given.get("cs", [])
        self.answered = given.get("answered", [{"policyNo": 0, "ssrc": 0x77777777, "roc": 0}] if self.group else
                                  [dict(entry, ssrc=entry["ssrc"] or FILLED) for entry in self.cs])
        self.effective = GROUP_CSB_ID if self.group else self.csb_id

    def payloads(self):
        out = [self.t()]
        if self.with_rand:
            out.append((11, {"rand": self.rand}))
        return [*out, *self.given.get("idi", (ALICE,)), *self.seal.own, *self.ids, *self.given.get("policies", ())]

    def message(self, payloads=None, after=()):
        chain = [*(self.payloads() if payloads is None else payloads), self.seal.payload(), *after]
        return Message(self.given.get("data_type", 9), chain, v=1, prf=self.prf, csb_id=self.csb_id, cs=self.cs)

    def octets(self, payloads=None, seal=None, after=()):
        return (seal or self.seal).seal(self.message(payloads, after))

    def answer_payloads(self, **changed):
        protection = self.protection(changed.get("protecting", self.effective))
        extension = [(21, {"extensionType": 4, "data": number(GROUP_CSB_ID, 4)})] if self.group else []
        rand = [] if self.with_rand else [(11, {"rand": self.rand})]
        chain = certs(changed.get("chain", CERTS["bob"]))
        return {"extension": extension, "t": [(5, {"tsType": 0, "tsValue": changed.get("timestamp", self.timestamp)})],
                "rand": rand, "idr": changed.get("ids", [BOB]), "certr": list(chain),
                "sp": list(changed.get("policies", self.given.get("answer_policies", ()))),
                "kemac": [self.kemac(changed.get("owner", BOB), protection)], "pke": [self.pke("alice")]}

    def answer(self, parts=None, **changed):
        parts = parts or self.answer_payloads(**changed)
        payloads = [payload for part in parts.values() for payload in part]
        idr = b"".join(p[1]["idData"] for p in parts["idr"][:1])
        appended = changed.get("appended", ALICE[1]["idData"] + idr + self.timestamp)
        seal = SignSeal(changed.get("signer", "bob"), appended=appended, headless=changed.get("headless", False))
        return seal.seal(Message(changed.get("data_type", 10), [*payloads, seal.payload()], v=0,
                                 prf=changed.get("prf", self.prf), csb_id=changed.get("csb_id", self.csb_id),
                                 cs=changed.get("cs", self.answered)))

    def held(self, sizes=(16, 14)):
        return self.session(sizes, self.answered, self.effective)
