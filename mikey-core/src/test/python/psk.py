"""Messages of the pre-shared key method (RFC 3830, 3.1, 4.5 and 5.2)."""
from protection import MACS, Protection, session_keys
from wire import Message, number

PSK = bytes(range(1, 17))
RAND = bytes(range(0x10, 0x20))
CSB_ID = 0x6D696B65
NTP_2026_11_01_NOON = 0xEE91A840
NOW = "2026-11-01T12:00:00Z"
ALICE = (6, {"idType": 1, "idData": b"sip:alice@example.org"})
BOB = (6, {"idType": 1, "idData": b"sip:bob@example.org"})
TGK = {"keyType": 0, "key": bytes(range(0xA0, 0xB0))}
CS = [{"policyNo": 0, "ssrc": 0x11111111, "roc": 0}, {"policyNo": 0, "ssrc": 0, "roc": 7}]
FILLED = 0x22222222
VALIDITY = ("spi", "validFrom", "validTo")


def ntp(seconds=NTP_2026_11_01_NOON, fraction=0):
    return number(seconds % (1 << 32), 4) + number(fraction, 4)


def sp(policy_no=0, prot_type=0, *parameters):
    octets = b"".join(bytes([kind, len(value)]) + value for kind, value in parameters)
    return 10, {"policyNo": policy_no, "protType": prot_type, "policyParam": octets}


class Offer:
    """An I_MESSAGE with its keys. Everything that can be given is given, so that every octet is determined."""

    def __init__(self, **given):
        self.given = given
        self.psk = given.get("psk", PSK)
        self.rand = given.get("rand", RAND)
        self.csb_id = given.get("csb_id", CSB_ID)
        self.timestamp = given.get("timestamp", ntp())
        self.ts_type = given.get("ts_type", 0)
        self.ids = given.get("ids", (ALICE, BOB))
        self.cs = given.get("cs", CS)
        self.keys = given.get("keys", (TGK,))
        self.v = given.get("v", 1)
        self.prf = given.get("prf", 0)
        self.encr, self.mac = given.get("encr", 1), given.get("mac", 1)
        self.update = given.get("update", False)
        self.empty_last_block = given.get("empty_last_block", False)
        self.protection = Protection(self.psk, self.csb_id, self.rand, self.encr, self.mac, self.prf & 1,
                                     given.get("auth_octets"), self.empty_last_block)

    def payloads(self):
        """All payloads but the KEMAC, in the order of RFC 3830, 3.1."""
        out = [(5, {"tsType": self.ts_type, "tsValue": self.timestamp})]
        if not self.update and self.rand:
            out.append((11, {"rand": self.rand}))
        return out + list(self.ids) + list(self.given.get("policies", ())) + list(self.given.get("extensions", ()))

    def key_data(self):
        if "plain" in self.given:
            return self.given["plain"]
        return bytes(Message.chain([(20, key) for key in self.keys]).octets)

    def octets(self, payloads=None, after=()):
        """The message; `payloads` stand in for those before the KEMAC, `after` follow it."""
        encrypted = self.given.get("encrypted")
        if encrypted is None:
            encrypted = self.protection.encrypt(self.key_data(), self.timestamp)
        kemac = {"encrAlg": self.encr, "encrData": encrypted, "macAlg": self.mac, "mac": bytes(MACS[self.mac][2])}
        chain = (self.payloads() if payloads is None else list(payloads)) + [(1, kemac)] + list(after)
        message = Message(self.given.get("data_type", 0), chain, v=self.v, prf=self.prf, csb_id=self.csb_id, cs=self.cs,
                          map_type=self.given.get("map_type", 0))
        at = next(m[2] for m in reversed(message.marks) if m[:2] == ("KEMAC", "mac"))
        covered = bytes(message.octets[:at])
        return covered + self.protection.tag(covered) + bytes(message.octets[at + len(kemac["mac"]):])

    def session(self, sizes=(16, 14)):
        """What both ends hold in the end, a list with one entry for each crypto session and key."""
        out = []
        for position, entry in enumerate(self.cs, 1):
            ssrc = entry["ssrc"] or (FILLED if self.v else 0)
            for key in self.keys:
                tek, salt = session_keys(key, position, self.csb_id, self.rand, self.prf & 1, *sizes,
                                         empty_last_block=self.empty_last_block)
                kv = {name: key[name].hex() for name in VALIDITY if key.get("kv") and name in key}
                out.append({"csId": position, "ssrc": f"{ssrc:08x}", "roc": f"{entry['roc']:08x}", "tek": tek.hex(),
                            "salt": salt.hex(), **kv})
        return out

    def answer(self, **changed):
        """The verification message: HDR, T, IDr, V."""
        timestamp = changed.get("timestamp", self.timestamp)
        appended = changed.get("appended", b"".join(i[1]["idData"] for i in self.ids) + timestamp)
        cs = changed.get("cs", [dict(entry, ssrc=entry["ssrc"] or FILLED) for entry in self.cs])
        mac = changed.get("mac", self.mac)
        before = [(5, {"tsType": self.ts_type, "tsValue": timestamp}), *changed.get("ids", self.ids[1:2])]
        before = changed.get("payloads", before)
        message = Message(changed.get("data_type", 1), [*before, (9, {"authAlg": mac, "verData": bytes(MACS[mac][2])})],
                          v=changed.get("v", 0), prf=changed.get("prf", self.prf), csb_id=changed.get("csb_id", self.csb_id),
                          cs=cs, map_type=self.given.get("map_type", 0))
        covered = bytes(message.octets[:len(message.octets) - MACS[mac][2]])
        protection = changed.get("protection", self.protection)
        if mac != protection.mac:
            protection = Protection(self.psk, self.csb_id, self.rand, self.encr, mac, self.prf & 1)
        return covered + protection.tag(covered + appended)
