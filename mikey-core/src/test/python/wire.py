"""The wire format of MIKEY, written a second time: a table of fields per payload, an encoder and a strict reader.

Nothing here is shared with the Java code. The table follows RFC 3830 section 6 and RFC 4563, 6043, 6267 and 6509; the names
of registries are those of test-vectors/registries/iana.json, the names of rules those that test-vectors/README.md explains.
"""
import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[4] / "test-vectors"
REGISTRIES = {r["id"]: r for r in json.loads((ROOT / "registries/iana.json").read_text())["registries"]}
ASSIGNED = {name: {v["value"] for v in r["values"]} for name, r in REGISTRIES.items()}

MAC_OCTETS = {0: 0, 1: 20, 2: 32}
HASH_OCTETS = {0: 20, 1: 16, 2: 32}
DH_OCTETS = {0: 192, 1: 96, 2: 128}
TS_OCTETS = {0: 8, 1: 8, 2: 4, 3: 4}
FIELD_BITS = {1: 192, 2: 163, 3: 163, 4: 163, 5: 224, 6: 233, 7: 233, 8: 256, 9: 283, 10: 283, 11: 384, 12: 409, 13: 409,
              14: 521, 15: 571, 16: 571}
POINT_OCTETS = {curve: 1 + 2 * ((bits + 7) // 8) for curve, bits in FIELD_BITS.items()}
SALTED = {1, 3, 5}


class Malformed(Exception):
    """A rule is broken at an octet."""

    def __init__(self, rule, offset):
        super().__init__(f"{rule} at {offset}")
        self.rule = rule
        self.offset = offset


# Kinds of fields. U: a number of so many octets. B: several numbers in so many octets. D: octets that a length field before
# them counts, at least so many. F: octets whose number follows from another field. V: the validity of a key.
def U(name, octets=1, registry=None):
    return {"kind": "U", "name": name, "octets": octets, "registry": registry}


def B(octets, *parts):
    return {"kind": "B", "octets": octets, "parts": parts}


def D(name, length, least=0):
    return {"kind": "D", "name": name, "length": length, "least": least}


def F(name, table, by, rule):
    return {"kind": "F", "name": name, "table": table, "by": by, "rule": rule}


PAD = {"kind": "PAD"}
SALT = {"kind": "SALT"}
KEY_VALIDITY = {"kind": "V"}
TICKET_POLICY = [
    U("ticketType", 2, "ticket-type"), U("subtype"), U("version"),
    B(3, ("prfFunc", 7, "prf-func"), ("flags", 12, None), ("res", 5, "reserved")),
    U("tpDataLength", 2), D("tpData", "tpDataLength"),
]

PAYLOADS = {
    1: ("KEMAC", [U("encrAlg", 1, "encr-alg"), U("encrDataLen", 2), D("encrData", "encrDataLen"), U("macAlg"),
                  F("mac", MAC_OCTETS, "macAlg", "UNKNOWN_MAC_ALG")]),
    2: ("PKE", [B(2, ("c", 2, "cache-indicator"), ("dataLen", 14, None)), D("data", "dataLen", 1)]),
    3: ("DH", [U("dhGroup"), F("dhValue", DH_OCTETS, "dhGroup", "UNKNOWN_DH_GROUP"),
               B(1, ("reserv", 4, "reserved"), ("kv", 4, None)), KEY_VALIDITY]),
    4: ("SIGN", [B(2, ("sType", 4, "s-type"), ("signatureLen", 12, None)), D("signature", "signatureLen", 1)]),
    5: ("T", [U("tsType"), F("tsValue", TS_OCTETS, "tsType", "UNKNOWN_TS_TYPE")]),
    6: ("ID", [U("idType", 1, "id-type"), U("idLen", 2), D("idData", "idLen", 1)]),
    7: ("CERT", [U("certType", 1, "cert-type"), U("certLen", 2), D("certData", "certLen", 1)]),
    8: ("CHASH", [U("hashFunc"), F("hash", HASH_OCTETS, "hashFunc", "UNKNOWN_HASH_FUNC")]),
    9: ("V", [U("authAlg"), F("verData", MAC_OCTETS, "authAlg", "UNKNOWN_MAC_ALG")]),
    10: ("SP", [U("policyNo"), U("protType", 1, "prot-type"), U("policyParamLength", 2),
                D("policyParam", "policyParamLength")]),
    11: ("RAND", [U("randLen"), D("rand", "randLen", 1)]),
    12: ("ERR", [U("errorNo", 1, "error-no"), B(2, ("reserved", 16, "reserved"))]),
    13: ("TR", [U("tsRole", 1, "ts-role"), U("tsType"), F("tsValue", TS_OCTETS, "tsType", "UNKNOWN_TS_TYPE")]),
    14: ("IDR", [U("idRole", 1, "id-role"), U("idType", 1, "id-type"), U("idLen", 2), D("idData", "idLen", 1)]),
    15: ("RANDR", [U("randRole", 1, "rand-role"), U("randLength"), D("rand", "randLength", 1)]),
    16: ("TP", TICKET_POLICY),
    17: ("TICKET", TICKET_POLICY + [U("ticketDataLength", 2), D("ticketData", "ticketDataLength"),
                                    U("initiatorDataLength", 2), D("initiatorData", "initiatorDataLength")]),
    20: ("KEY_DATA", [B(1, ("keyType", 4, None), ("kv", 4, None)), U("keyDataLen", 2), D("key", "keyDataLen", 1), SALT,
                      KEY_VALIDITY]),
    21: ("GENERAL_EXT", [U("extensionType", 1, "general-extension-type"), U("length", 2), D("data", "length")]),
    22: ("IBAKE", [U("encrDataLen", 2), D("encrData", "encrDataLen", 1)]),
    23: ("ESK", [U("encrDataLen", 2), D("encrData", "encrDataLen", 1)]),
    24: ("SK", [B(1, ("skType", 4, "sk-type"), ("kv", 4, None)), U("keyDataLen", 2), D("key", "keyDataLen", 1),
                KEY_VALIDITY]),
    25: ("ECCPT", [U("eccCurve"), F("eccPoint", POINT_OCTETS, "eccCurve", "UNKNOWN_ECC_CURVE"), PAD, U("authAlg"),
                   U("tgkLen", 2), B(1, ("reserv", 4, "reserved"), ("kv", 4, None)), KEY_VALIDITY]),
    26: ("SAKKE", [U("sakkeParams", 1, "sakke-params"), U("idScheme", 1, "id-scheme"), U("sakkeDataLength", 2),
                   D("sakkeData", "sakkeDataLength", 1)]),
}
NUMBER = {name: number for number, (name, _) in PAYLOADS.items()}
SIGN = NUMBER["SIGN"]
ONLY_INSIDE = {NUMBER["KEY_DATA"], NUMBER["SK"], NUMBER["ECCPT"]}
ALSO_INSIDE = ONLY_INSIDE | {NUMBER["ID"], NUMBER["IDR"]}
FIRST_IN_KEMAC = {0: 20, 2: 6, 10: 6, 13: 20, 14: 20, 15: 20, 18: 20, 21: 6}
SRTP_ENTRY = [U("policyNo"), U("ssrc", 4), U("roc", 4)]
GENERIC_ENTRY = [U("csId"), U("protType", 1, "prot-type"), B(1, ("s", 1, None), ("numberOfPs", 7, None)),
                 D("ps", "numberOfPs"), U("sessionDataLength", 2), D("sessionData", "sessionDataLength"), U("spiLength"),
                 D("spi", "spiLength")]


def number(value, octets):
    return value.to_bytes(octets, "big")


class Message:
    """The octets of a message and where each of its fields stands: tuples (payload, field, offset, octets, spec)."""

    def __init__(self, data_type, payloads, v=0, prf=0, csb_id=0x01020304, cs=(), map_type=0, version=1):
        self.octets = bytearray()
        self.marks = []
        self.starts = []
        self._header(version, data_type, payloads, v, prf, csb_id, cs, map_type)
        for i, payload in enumerate(payloads):
            following = payloads[i + 1][0] if i + 1 < len(payloads) else 0
            self.add(payload, following)

    def _header(self, version, data_type, payloads, v, prf, csb_id, cs, map_type):
        self.starts.append((0, "HDR"))
        following = payloads[0][0] if payloads else 0
        for name, value, octets in (("version", version, 1), ("dataType", data_type, 1), ("nextPayload", following, 1),
                                    ("v", v << 7 | prf, 1), ("csbId", csb_id, 4), ("numberOfCs", len(cs), 1),
                                    ("csIdMapType", map_type, 1)):
            self._put("HDR", name, number(value, octets), U(name, octets))
        for entry in cs:
            specs = GENERIC_ENTRY if map_type == 2 else SRTP_ENTRY
            self._fields("HDR", specs, entry)

    def _put(self, payload, name, octets, spec):
        self.marks.append((payload, name, len(self.octets), len(octets), spec))
        self.octets += octets

    def add(self, payload, following):
        kind, values = payload
        name, specs = PAYLOADS[kind]
        self.starts.append((len(self.octets), name))
        if kind != SIGN:
            self._put(name, "nextPayload", number(following, 1), {"kind": "NEXT"})
        if "children" in values:
            inner = Message.chain(values["children"])
            values = dict(values, encrData=bytes(inner.octets))
        self._fields(name, specs, values)
        if "children" in values:
            base = next(m[2] for m in reversed(self.marks) if m[1] == "encrData")
            self.marks = [m for m in self.marks if m[2:4] != (base, len(inner.octets)) or m[1] != "encrData"]
            self.marks += [(p, n, base + at, size, spec) for p, n, at, size, spec in inner.marks]
            self.starts += [(base + at, n) for at, n in inner.starts]

    @staticmethod
    def chain(payloads):
        chain = object.__new__(Message)
        chain.octets, chain.marks, chain.starts = bytearray(), [], []
        for i, payload in enumerate(payloads):
            chain.add(payload, payloads[i + 1][0] if i + 1 < len(payloads) else 0)
        return chain

    def _fields(self, payload, specs, values):
        start = len(self.octets) - 1
        lengths = {s["length"]: s["name"] for s in specs if s["kind"] == "D"}

        def value(name):
            return values.get(name, len(values.get(lengths[name], b"")) if name in lengths else 0)

        for spec in specs:
            kind = spec["kind"]
            if kind == "U":
                self._put(payload, spec["name"], number(value(spec["name"]), spec["octets"]), spec)
            elif kind == "B":
                packed = 0
                for name, bits, _ in spec["parts"]:
                    packed = packed << bits | value(name)
                self._put(payload, spec["parts"][-1][0], number(packed, spec["octets"]), spec)
            elif kind in "DF":
                self._put(payload, spec["name"], bytes(values.get(spec["name"], b"")), spec)
            elif kind == "PAD":
                self._put(payload, "padding", values.get("padding", bytes(-(len(self.octets) - start) % 4)), spec)
            elif kind == "SALT" and values["keyType"] in SALTED:
                self._put(payload, "saltLen", number(values.get("saltLen", len(values["salt"])), 2), U("saltLen", 2))
                self._put(payload, "salt", values["salt"], D("salt", "saltLen", 1))
            elif kind == "V":
                for length, name in {1: [("spiLength", "spi")],
                                     2: [("vfLength", "validFrom"), ("vtLength", "validTo")]}.get(values.get("kv", 0), []):
                    self._put(payload, length, number(values.get(length, len(values[name])), 1), U(length))
                    self._put(payload, name, values[name], D(name, length, 1))


class Reader:
    """A strict reader. `read` gives the payloads as [name, offset, length, fields, children] and the findings."""

    def __init__(self, octets):
        self.octets = bytes(octets)
        self.at = 0
        self.end = len(self.octets)
        self.findings = []

    def _take(self, octets):
        if self.end - self.at < octets:
            raise Malformed("TRUNCATED", self.at)
        taken = self.octets[self.at:self.at + octets]
        self.at += octets
        return taken

    def _number(self, octets):
        return int.from_bytes(self._take(octets), "big")

    def _check(self, registry, value, at):
        if registry == "reserved":
            if value:
                self.findings.append(["RESERVED_NOT_ZERO", at])
        elif registry and value not in ASSIGNED[registry]:
            self.findings.append(["UNASSIGNED_VALUE", at])

    def _data(self, length, length_at, least):
        if length < least:
            raise Malformed("ZERO_LENGTH", length_at)
        if length > self.end - self.at:
            raise Malformed("LENGTH_OVERRUN", length_at)
        return self._take(length)

    def _validity(self, kv, kv_at, fields):
        if kv not in (0, 1, 2):
            raise Malformed("UNKNOWN_KV_TYPE", kv_at)
        for length, name in {1: [("spiLength", "spi")], 2: [("vfLength", "validFrom"), ("vtLength", "validTo")]}.get(kv, []):
            at = self.at
            fields.append([length, self._number(1)])
            fields.append([name, self._data(fields[-1][1], at, 1).hex()])

    def _specs(self, specs, start):
        fields, where = [], {}
        for spec in specs:
            at, kind = self.at, spec["kind"]
            known = dict((name, value) for name, value in fields)
            if kind == "U":
                fields.append([spec["name"], self._number(spec["octets"])])
                where[spec["name"]] = at
                self._check(spec["registry"], fields[-1][1], at)
            elif kind == "B":
                packed, left = self._number(spec["octets"]), spec["octets"] * 8
                for name, bits, registry in spec["parts"]:
                    left -= bits
                    fields.append([name, packed >> left & (1 << bits) - 1])
                    where[name] = at
                    self._check(registry, fields[-1][1], at)
                if "keyType" in where and fields[0][1] not in ASSIGNED["key-data-type"]:
                    raise Malformed("UNKNOWN_KEY_DATA_TYPE", at)
            elif kind == "D":
                data = self._data(known[spec["length"]], where[spec["length"]], spec["least"])
                where[spec["name"]] = at
                if data:
                    fields.append([spec["name"], data.hex()])
            elif kind == "F":
                if known[spec["by"]] not in spec["table"]:
                    raise Malformed(spec["rule"], where[spec["by"]])
                data = self._take(spec["table"][known[spec["by"]]])
                if data:
                    fields.append([spec["name"], data.hex()])
            elif kind == "PAD":
                padding = self._take(-(self.at - start) % 4)
                if padding:
                    fields.append(["padding", padding.hex()])
                    if any(padding):
                        self.findings.append(["RESERVED_NOT_ZERO", at])
            elif kind == "SALT" and known["keyType"] in SALTED:
                fields.append(["saltLen", self._number(2)])
                fields.append(["salt", self._data(fields[-1][1], at, 1).hex()])
            elif kind == "V":
                self._validity(known["kv"], where["kv"], fields)
        return fields, where

    def read(self):
        header = self._header()
        values = dict(header[3][:8])
        payloads, policies = [header], set()
        kind = values["nextPayload"]
        while kind:
            kind = self._payload(kind, values, payloads, policies, inside=False)
        if self.at < self.end:
            raise Malformed("TRAILING_OCTETS", self.at)
        return payloads

    def _header(self):
        fields = []
        for name, octets in (("version", 1), ("dataType", 1), ("nextPayload", 1), ("v", 1), ("csbId", 4),
                             ("numberOfCs", 1), ("csIdMapType", 1)):
            at = self.at
            value = self._number(octets)
            if name == "version" and value != 1:
                raise Malformed("UNSUPPORTED_VERSION", at)
            if name == "v":
                fields += [["v", value >> 7], ["prfFunc", value & 0x7f]]
                self._check("prf-func", value & 0x7f, at)
                continue
            fields.append([name, value])
            self._check({"dataType": "data-type", "csIdMapType": "cs-id-map-type"}.get(name), value, at)
        count, map_type = fields[-2][1], fields[-1][1]
        if map_type == 0:
            if self.end - self.at < 9 * count:
                raise Malformed("CS_COUNT_MISMATCH", self.at)
            if count:
                fields.append(["csIdMapInfo", self._take(9 * count).hex()])
        elif map_type == 2:
            for _ in range(count):
                if self.at == self.end:
                    raise Malformed("CS_COUNT_MISMATCH", self.at)
                fields += self._specs(GENERIC_ENTRY, self.at)[0]
        elif map_type != 1 and count:
            raise Malformed("UNKNOWN_CS_ID_MAP_TYPE", self.at - 1)
        return ["HDR", 0, self.at, fields, []]

    def _payload(self, kind, header, into, policies, inside):
        start = self.at
        if start == self.end:
            raise Malformed("CHAIN_RUNS_ON", start)
        following = 0 if kind == SIGN else self._number(1)
        if not inside and kind in ONLY_INSIDE or inside and kind in PAYLOADS and kind not in ALSO_INSIDE:
            raise Malformed("MISPLACED_PAYLOAD", start)
        if kind not in PAYLOADS:
            raise Malformed("UNKNOWN_PAYLOAD_TYPE", start)
        name, specs = PAYLOADS[kind]
        children = []
        if name == "KEMAC":
            fields = self._kemac(specs, start, header, children)
        else:
            fields, where = self._specs(specs, start)
            if name == "SP":
                self._parameters(fields, where)
                if header["csIdMapType"] == 1 and not policies:
                    self.findings.append(["SP_WITH_EMPTY_MAP", start])
                if fields[0][1] in policies:
                    raise Malformed("DUPLICATE_POLICY_NO", start + 1)
                policies.add(fields[0][1])
            if name in ("RAND", "RANDR") and len(fields[-1][1]) < 32:
                self.findings.append(["SHORT_RAND", where["rand"]])
        fields = fields if kind == SIGN else [["nextPayload", following]] + fields
        into.append([name, start, self.at - start, fields, children])
        return following

    def _kemac(self, specs, start, header, children):
        before, where = self._specs(specs[:3], start)
        values = dict(before)
        if values["encrAlg"] == 0 and values["encrDataLen"] and header["dataType"] in FIRST_IN_KEMAC:
            inner = Reader(self.octets)
            inner.at, inner.end, inner.findings = where["encrData"], self.at, self.findings
            kind = FIRST_IN_KEMAC[header["dataType"]]
            while kind:
                kind = inner._payload(kind, header, children, set(), inside=True)
            if inner.at < inner.end:
                raise Malformed("TRAILING_OCTETS", inner.at)
        return before + self._specs(specs[3:], start)[0]

    @staticmethod
    def _parameters(fields, where):
        values = dict(fields)
        octets, at = bytes.fromhex(values.get("policyParam", "")), 0
        while at < len(octets):
            if at + 2 > len(octets) or at + 2 + octets[at + 1] > len(octets):
                raise Malformed("SP_PARAM_OVERRUN", where["policyParam"] + at)
            at += 2 + octets[at + 1]
