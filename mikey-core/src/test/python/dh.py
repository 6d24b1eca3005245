"""Messages of the Diffie-Hellman modes: under a pre-shared key (RFC 4650) and signed (RFC 3830, 3.3)."""
import json

from protection import MACS, Protection, session_keys
from psk import ALICE, BOB, CS, CSB_ID, FILLED, PSK, RAND, VALIDITY, ntp
from wire import DH_OCTETS, ROOT, Message

PRIMES = {int(name[0]): int(group["p"], 16)
          for name, group in json.loads((ROOT / "crypto/rfc3830.json").read_text())["dh_groups"].items()}
XI, XR = int.from_bytes(bytes(range(1, 33)), "big"), int.from_bytes(bytes(range(0x41, 0x61)), "big")
EXPONENT_OCTETS = 32


def public(group, exponent):
    return pow(2, exponent, PRIMES[group]).to_bytes(DH_OCTETS[group], "big")


def common(group, exponent, value):
    return pow(int.from_bytes(value, "big"), exponent, PRIMES[group]).to_bytes(DH_OCTETS[group], "big")


class MacSeal:
    """A KEMAC that carries nothing but the MAC (RFC 4650, 3 and 4.2)."""

    init, resp = 7, 8
    own = ()

    def __init__(self, psk=PSK, csb_id=CSB_ID, rand=RAND, mac=1, function=0, auth_octets=None):
        self.mac = mac
        self.protection = Protection(psk, csb_id, rand, 0, mac, function, auth_octets)

    def payload(self):
        return 1, {"encrAlg": 0, "encrData": b"", "macAlg": self.mac, "mac": bytes(MACS[self.mac][2])}

    def seal(self, message):
        covered = bytes(message.octets[:len(message.octets) - MACS[self.mac][2]])
        return covered + self.protection.tag(covered)


class DhOffer:
    """An I_MESSAGE with its half key; `seal` authenticates it, `peer` the answer."""

    def __init__(self, seal, peer=None, **given):
        self.seal, self.peer = seal, peer or seal
        self.given = given
        self.group = given.get("group", 0)
        self.csb_id, self.rand = given.get("csb_id", CSB_ID), given.get("rand", RAND)
        self.timestamp, self.ts_type = given.get("timestamp", ntp()), given.get("ts_type", 0)
        self.cs, self.prf = given.get("cs", CS), given.get("prf", 0)
        self.ids = given.get("ids", (ALICE, BOB))
        self.kv = {k: v for k, v in given.get("kv", {}).items()}
        self.update = given.get("update", False)

    def dh(self, value, **changed):
        return 3, {"dhGroup": self.group, "dhValue": value, "kv": 0, **self.kv, **changed}

    def dhi(self):
        return self.dh(self.given.get("value", public(self.group, XI)))

    def payloads(self):
        out = [(5, {"tsType": self.ts_type, "tsValue": self.timestamp})]
        if not self.update:
            out.append((11, {"rand": self.rand}))
        out += [self.ids[0], *self.seal.own, *self.ids[1:]] if self.ids else list(self.seal.own)
        out += list(self.given.get("policies", ())) + list(self.given.get("extensions", ()))
        return out + ([] if self.given.get("no_value") else [self.dhi()])

    def octets(self, payloads=None, seal=None, after=()):
        seal = seal or self.seal
        chain = [*(self.payloads() if payloads is None else payloads), seal.payload(), *after]
        return seal.seal(Message(self.given.get("data_type", seal.init), chain, v=self.given.get("v", 1), prf=self.prf,
                                 csb_id=self.csb_id, cs=self.cs, map_type=self.given.get("map_type", 0)))

    def answer(self, **changed):
        """HDR, T, IDr, IDi, DHr, DHi and what authenticates it."""
        seal = changed.get("seal", self.peer)
        values = changed.get("values", () if self.given.get("no_value") else (self.dh(public(self.group, XR)), self.dhi()))
        before = [(5, {"tsType": self.ts_type, "tsValue": changed.get("timestamp", self.timestamp)})]
        before += changed.get("ids", [BOB, *seal.own, ALICE])
        cs = changed.get("cs", [dict(entry, ssrc=entry["ssrc"] or FILLED) for entry in self.cs])
        return seal.seal(Message(changed.get("data_type", seal.resp),
                                 [*changed.get("payloads", before), *values, *changed.get("more", ()), seal.payload()],
                                 v=0, prf=changed.get("prf", self.prf), csb_id=changed.get("csb_id", self.csb_id), cs=cs,
                                 map_type=self.given.get("map_type", 0)))

    def session(self, sizes=(16, 14)):
        tgk = common(self.group, XR, self.dhi()[1]["dhValue"])
        out = []
        for position, entry in enumerate(self.cs, 1):
            tek, salt = session_keys({"keyType": 0, "key": tgk}, position, self.csb_id, self.rand, self.prf, *sizes)
            kv = {name: self.kv[name].hex() for name in VALIDITY if name in self.kv}
            out.append({"csId": position, "ssrc": f"{entry['ssrc'] or FILLED:08x}", "roc": f"{entry['roc']:08x}",
                        "tek": tek.hex(), "salt": salt.hex(), **kv})
        return out
