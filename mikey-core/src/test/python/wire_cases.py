"""Systematic cases of the wire format: every payload with every registered value and every edge of its fields, and every
fault that a field can have. What a fault breaks, and where, is known from how it was made; the reader has to agree."""
from wire import (ASSIGNED, GENERIC_ENTRY, NUMBER, ONLY_INSIDE, PAYLOADS, POINT_OCTETS, REGISTRIES, SIGN, Malformed, Message,
                  Reader, number)

NOTES = {
    "Canonical": "One payload as an ordinary message has it.",
    "Registered": "A value that IANA assigned.",
    "Unassigned": "A value that IANA left unassigned. Its length is known, so it is kept and can be skipped.",
    "PrivateUse": "A value left to private use. Its length is known, so it is kept and can be skipped.",
    "Length": "A field at the edge of what its length field can say.",
    "Reserved": "Reserved bits that are not zero. They are ignored; a MAC or signature covers them as they arrived.",
    "ShortRand": "A random value shorter than the 16 octets that RFC 3830, 6.11 recommends.",
    "EmptyMap": "RFC 4563, 5: with an empty map the policy comes from elsewhere.",
    "Truncated": "The octets end inside a field. A decoder that does not check reads beyond the end.",
    "LengthZero": "A length of 0 for something that cannot be empty, such as a key.",
    "LengthTooLong": "A length that says more octets than there are. A decoder that trusts it reads beyond the end.",
    "LengthOff": "A length that is wrong by one, so that what follows is read from the wrong place.",
    "UnknownType": "A type whose length nobody can know, so that nothing behind it can be read.",
    "ChainEnds": "A next payload field that says the message is over when it is not.",
    "ChainRunsOn": "A next payload field that names a payload where the octets end.",
    "Misplaced": "A payload inside encrypted data that only stands outside, or the other way round.",
    "Trailing": "Octets after the last payload, which no MAC of a KEMAC covers.",
    "Version": "RFC 3830, 6.1: the version is 1.",
    "MapCount": "Fewer crypto sessions than #CS says.",
    "Duplicate": "Something twice that must be distinct.",
    "PolicyParameters": "Policy parameters that do not add up to the length of their list.",
    "Header": "The common header, RFC 3830, 6.1.",
}

DATA = bytes(range(1, 65))
T = (5, {"tsType": 0, "tsValue": bytes.fromhex("e5a1b2c300000000")})
TICKET = {"ticketType": 1, "subtype": 1, "version": 1, "prfFunc": 1, "flags": 0x2c0, "tpData": DATA[:7]}

# One ordinary instance of each payload, and the data type of a message that carries it.
CANONICAL = {
    "KEMAC": (0, {"encrAlg": 1, "encrData": DATA[:20], "macAlg": 1, "mac": DATA[:20]}),
    "PKE": (2, {"c": 1, "data": DATA[:32]}),
    "DH": (4, {"dhGroup": 1, "dhValue": DATA + DATA[:32], "kv": 1, "spi": DATA[:4]}),
    "SIGN": (2, {"sType": 0, "signature": DATA[:32]}),
    "T": (0, {"tsType": 1, "tsValue": DATA[:8]}),
    "ID": (0, {"idType": 0, "idData": b"alice@example.org"}),
    "CERT": (2, {"certType": 1, "certData": b"http://example.org/alice.der"}),
    "CHASH": (2, {"hashFunc": 0, "hash": DATA[:20]}),
    "V": (1, {"authAlg": 1, "verData": DATA[:20]}),
    "SP": (0, {"policyNo": 1, "protType": 0, "policyParam": bytes.fromhex("000101010110")}),
    "RAND": (0, {"rand": DATA[:16]}),
    "ERR": (6, {"errorNo": 10}),
    "TR": (11, {"tsRole": 2, "tsType": 3, "tsValue": DATA[:4]}),
    "IDR": (11, {"idRole": 1, "idType": 1, "idData": b"sip:alice@example.org"}),
    "RANDR": (11, {"randRole": 1, "rand": DATA[:16]}),
    "TP": (11, TICKET),
    "TICKET": (14, dict(TICKET, ticketData=DATA[:9], initiatorData=DATA[:5])),
    "GENERAL_EXT": (0, {"extensionType": 1, "data": b"mikey"}),
    "IBAKE": (22, {"encrData": DATA[:24]}),
    "ESK": (22, {"encrData": DATA[:24]}),
    "SAKKE": (26, {"sakkeParams": 1, "idScheme": 1, "sakkeData": DATA}),
    "KEY_DATA": (0, {"keyType": 1, "kv": 1, "key": DATA[:16], "salt": DATA[:14], "spi": DATA[:4]}),
    "SK": (0, {"skType": 1, "kv": 1, "key": DATA[:16], "spi": DATA[:4]}),
    "ECCPT": (0, {"eccCurve": 8, "eccPoint": b"\x04" + DATA, "authAlg": 0, "tgkLen": 0, "kv": 0}),
}
UNKNOWN = {"PKE": (), "T": (4, 240, 241, 255), "TR": (4, 240, 241, 255), "CHASH": (3, 240, 241, 255),
           "V": (3, 240, 241, 255), "KEMAC": (3, 240, 241, 255), "DH": (3, 240, 241, 255), "ECCPT": (0, 17, 240, 255)}


def message(name, values=None, **header):
    """A message that carries this payload: T and the payload, or a KEMAC that is not encrypted around it."""
    data_type, canonical = CANONICAL[name]
    payload = (NUMBER[name], canonical if values is None else values)
    if payload[0] not in ONLY_INSIDE:
        return Message(data_type, [T, payload], **header)
    children = [payload] if name == "KEY_DATA" else [(NUMBER["KEY_DATA"], {"keyType": 2, "key": DATA[:2]}), payload]
    return Message(data_type, [T, (1, {"encrAlg": 0, "children": children, "macAlg": 0})], **header)


class Cases:
    def __init__(self):
        self.groups = {}
        self.seen = {}

    def _add(self, group, ident, comment, octets, flag, **more):
        if bytes(octets) in self.seen:
            return
        self.seen[bytes(octets)] = ident
        test = {"id": f"wire-{ident}".lower().replace("_", "-"), "comment": comment, "message": bytes(octets).hex(),
                "flags": [flag]}
        self.groups.setdefault(group, []).append(dict(test, **more))

    def readable(self, group, ident, comment, octets, flag):
        reader = Reader(octets)
        payloads = [{"name": n, "offset": o, "length": size, "fields": fields,
                     **({"inside": [{"name": i[0], "offset": i[1], "length": i[2], "fields": i[3]} for i in inside]}
                        if inside else {})} for n, o, size, fields, inside in reader.read()]
        broken = any(rule != "UNASSIGNED_VALUE" for rule, _ in reader.findings)
        self._add(group, ident, comment, octets, flag, result="acceptable" if broken else "valid",
                  expect={"payloads": payloads, "findings": reader.findings})

    def broken(self, group, ident, comment, octets, flag, rule, offset):
        try:
            Reader(octets).read()
        except Malformed as found:
            assert (found.rule, found.offset) == (rule, offset), (ident, str(found), rule, offset)
        else:
            raise AssertionError(f"{ident} is read")
        self._add(group, ident, comment, octets, flag, result="invalid", rule=rule, offset=offset)

    def either(self, group, ident, comment, octets, flag):
        """A fault whose consequence depends on what happens to stand where the wrong place leads: the reader decides."""
        try:
            Reader(octets).read()
        except Malformed as found:
            self._add(group, ident, comment, octets, flag, result="invalid", rule=found.rule, offset=found.offset)
        else:
            self.readable(group, ident, comment, octets, flag)


def set_octets(octets, at, value):
    changed = bytearray(octets)
    changed[at:at + len(value)] = value
    return changed


def flag_of(registry, value):
    entry = REGISTRIES[registry]
    if value in ASSIGNED[registry]:
        return "Registered"
    private = entry.get("privateUse", {"from": 1, "to": 0})
    return "PrivateUse" if private["from"] <= value <= private["to"] else "Unassigned"


def edges(registry, bits):
    top = (1 << bits) - 1
    unassigned = [v for v in range(top + 1) if v not in ASSIGNED[registry]][:1]
    return sorted(ASSIGNED[registry] | set(unassigned) | {v for v in (240, 241, 254, 255, 61440, 65534, top) if v <= top})


def registered_values(cases, name):
    """Every field that a registry governs and whose value does not decide how to read on."""
    data_type, canonical = CANONICAL[name]
    for spec in PAYLOADS[NUMBER[name]][1]:
        parts = [(spec["name"], 8 * spec["octets"], spec["registry"])] if spec["kind"] == "U" else spec.get("parts", [])
        for field, bits, registry in parts:
            if registry and registry != "reserved":
                for value in edges(registry, bits):
                    if (field, value) == ("encrAlg", 0):
                        continue  # Data that is not encrypted has to be keys; see key_data_cases.
                    cases.readable(name, f"{name}-{field}-{value}", f"{field} {value}",
                                   message(name, dict(canonical, **{field: value})).octets, flag_of(registry, value))
            elif registry == "reserved":
                for value in (1, (1 << bits) - 1):
                    cases.readable(name, f"{name}-{field}-{value}", f"{field} is {value}, not 0",
                                   message(name, dict(canonical, **{field: value})).octets, "Reserved")


def implied_lengths(cases, name):
    """Every value whose meaning decides how many octets follow, and values that nobody can read on from."""
    canonical = CANONICAL[name][1]
    for spec in PAYLOADS[NUMBER[name]][1]:
        if spec["kind"] != "F":
            continue
        for value, octets in sorted(spec["table"].items()):
            data = (b"\x04" + DATA * 3)[:octets]
            changed = message(name, dict(canonical, **{spec["by"]: value, spec["name"]: data}))
            cases.readable(name, f"{name}-{spec['by']}-{value}", f"{spec['by']} {value}: {octets} octets", changed.octets,
                           "Registered")
        whole = message(name)
        at = next(m[2] for m in whole.marks if m[:2] == (name, spec["by"]))
        for value in UNKNOWN[name]:
            cases.broken(name, f"{name}-{spec['by']}-{value}", f"{spec['by']} {value}: nobody knows how many octets follow",
                         set_octets(whole.octets, at, bytes([value])), "UnknownType", spec["rule"], at)


def fault_of_cut(whole, mark, cut):
    """The rule that a message breaks which ends here, and where."""
    _, field, at, _, spec = mark
    if field == "csId":
        return "CS_COUNT_MISMATCH", at
    if spec["kind"] == "NEXT" or field == "signatureLen" and cut == at:
        return "CHAIN_RUNS_ON", at
    if spec["kind"] == "D":
        return "LENGTH_OVERRUN", max(m[2] for m in whole.marks if m[1] == spec["length"] and m[2] < at)
    return "TRUNCATED", at


def cuts(whole):
    """Every field, and the middle of every field of more than one octet."""
    for mark in whole.marks:
        _, _, at, size, _ = mark
        for cut in [at] + ([at + size // 2] if size > 1 else []):
            if size:
                yield mark, cut


def truncations(cases, group, ident, whole, first=0):
    for mark, cut in cuts(whole):
        if cut >= first:
            where = "before" if cut == mark[2] else "inside"
            cases.broken(group, f"{ident}-cut-at-{cut}", f"ends {where} {mark[0]} {mark[1]}", whole.octets[:cut], "Truncated",
                         *fault_of_cut(whole, mark, cut))


def lengths(cases, name):
    whole = message(name)
    by_length = {m[4]["length"]: m for m in whole.marks if m[0] == name and m[4]["kind"] == "D"}
    for payload, field, at, size, spec in whole.marks:
        if payload != name or field not in by_length:
            continue
        bits = dict((p[0], p[1]) for p in spec.get("parts", [])).get(field, 8 * size)
        keep = int.from_bytes(whole.octets[at:at + size], "big") >> bits << bits
        true, least = by_length[field][3], by_length[field][4]["least"]
        top = (1 << bits) - 1

        def with_length(value):
            return set_octets(whole.octets, at, number(keep | value, size))

        if least:
            cases.broken(name, f"{name}-{field}-zero", f"{field} is 0", with_length(0), "LengthZero", "ZERO_LENGTH", at)
        else:
            cases.either(name, f"{name}-{field}-zero", f"{field} is 0 before {true} octets", with_length(0), "LengthOff")
        cases.broken(name, f"{name}-{field}-max", f"{field} is {top}", with_length(top), "LengthTooLong", "LENGTH_OVERRUN", at)
        cases.either(name, f"{name}-{field}-plus-1", f"{field} is one too many", with_length(true + 1), "LengthOff")
        cases.either(name, f"{name}-{field}-minus-1", f"{field} is one too few", with_length(true - 1), "LengthOff")
        left = len(whole.octets) - at - size
        cases.broken(name, f"{name}-{field}-all-and-1", f"{field} is one more than the octets that are left",
                     with_length(left + 1), "LengthTooLong", "LENGTH_OVERRUN", at)


def data_sizes(cases, name):
    """The smallest and larger sizes of what a length counts."""
    canonical = CANONICAL[name][1]
    for spec in PAYLOADS[NUMBER[name]][1]:
        if spec["kind"] == "D" and name not in ("SP", "KEMAC"):
            for size in {spec["least"], 1, 127, 128, 255, 256, 300}:
                try:
                    octets = message(name, dict(canonical, **{spec["name"]: (DATA * 5)[:size]})).octets
                except OverflowError:
                    continue
                cases.readable(name, f"{name}-{spec['name']}-{size}", f"{spec['name']} of {size} octets", octets,
                               "ShortRand" if spec["name"] == "rand" and size < 16 else "Length")


def chains(cases, name):
    whole = message(name)
    inside = NUMBER[name] in ONLY_INSIDE
    start = next(at for at, n in reversed(whole.starts) if n == name)
    end = len(whole.octets) - (1 if inside else 0)
    if name != "SIGN":
        for following in (11, 6, 27, 240, 255):
            octets = set_octets(whole.octets, start, bytes([following]))
            cases.broken(name, f"{name}-next-{following}", f"the next payload field of {name} names {following}", octets,
                         "ChainRunsOn", "CHAIN_RUNS_ON", end)
    before = max((m for m in whole.marks if m[1] == "nextPayload" and m[2] < start), key=lambda m: m[2])[2]
    first_inside = inside and name == "KEY_DATA"
    if not first_inside:
        cases.broken(name, f"{name}-chain-ends", f"the payload before {name} says that it is the last",
                     set_octets(whole.octets, before, b"\0"), "ChainEnds", "TRAILING_OCTETS", start)
        for kind in (18, 19, 27, 240, 241, 255):
            cases.broken(name, f"{name}-called-{kind}", f"{name} is announced as payload {kind}",
                         set_octets(whole.octets, before, bytes([kind])), "UnknownType", "UNKNOWN_PAYLOAD_TYPE", start)
        for kind in ((1, 5, 11, 21) if inside else sorted(ONLY_INSIDE)):
            cases.broken(name, f"{name}-called-{kind}", f"{name} is announced as payload {kind}",
                         set_octets(whole.octets, before, bytes([kind])), "Misplaced", "MISPLACED_PAYLOAD", start)
    if not inside:
        for tail in ("00", "ff", "0000", "0b000100"):
            cases.broken(name, f"{name}-then-{tail}", f"{len(tail) // 2} octets after the last payload",
                         whole.octets + bytes.fromhex(tail), "Trailing", "TRAILING_OCTETS", end)


def header_cases(cases):
    group = "HDR"
    for data_type in sorted(ASSIGNED["data-type"]) + [27, 240, 241, 255]:
        cases.readable(group, f"hdr-data-type-{data_type}", f"data type {data_type}, T alone", Message(data_type, [T]).octets,
                       flag_of("data-type", data_type))
    for prf in (0, 1, 2, 111, 112, 127):
        for v in (0, 1):
            cases.readable(group, f"hdr-v-{v}-prf-{prf}", f"V is {v}, PRF func {prf}", Message(0, [T], v=v, prf=prf).octets,
                           flag_of("prf-func", prf))
    for csb_id in (0, 1, 0x7fffffff, 0x80000000, 0xffffffff):
        cases.readable(group, f"hdr-csb-id-{csb_id:08x}", "an edge of the CSB ID", Message(0, [T], csb_id=csb_id).octets,
                       "Header")
    for version in (0, 2, 3, 127, 128, 255):
        cases.broken(group, f"hdr-version-{version}", f"version {version}", Message(0, [T], version=version).octets, "Version",
                     "UNSUPPORTED_VERSION", 0)
    entry = {"policyNo": 3, "ssrc": 0xdeadbeef, "roc": 0x01020304}
    generic = {"csId": 9, "protType": 0, "s": 1, "ps": b"\x01\x02", "sessionData": DATA[:10], "spi": DATA[:4]}
    for count in (0, 1, 2, 3, 127, 128, 255):
        cases.readable(group, f"hdr-srtp-map-{count}", f"{count} crypto sessions", Message(0, [T], cs=[entry] * count).octets,
                       "Header")
    for count in (0, 1, 2, 5):
        cases.readable(group, f"hdr-generic-map-{count}", f"{count} entries of a GENERIC-ID map",
                       Message(14, [T], cs=[generic] * count, map_type=2).octets, "Header")
    for field, values in (("ps", (b"", DATA + DATA[:63])), ("sessionData", (b"", DATA[:4], DATA * 4)),
                          ("spi", (b"", DATA * 3 + DATA[:63])), ("protType", (1, 2, 255)), ("csId", (0, 255)), ("s", (0,))):
        for value in values:
            label = value if isinstance(value, int) else f"{len(value)}-octets"
            cases.readable(group, f"hdr-generic-{field}-{label}", f"a GENERIC-ID entry with {field} {label}",
                           Message(14, [T], cs=[dict(generic, **{field: value})], map_type=2).octets, "Header")
    for count in (0, 1, 255):
        octets = set_octets(Message(0, [T], map_type=1).octets, 8, bytes([count]))
        cases.readable(group, f"hdr-empty-map-{count}", f"an empty map, #CS {count}", octets, "EmptyMap")
    for kind in (3, 7, 240, 241, 255):
        cases.readable(group, f"hdr-map-type-{kind}-no-cs", f"map type {kind} without crypto sessions",
                       Message(0, [T], map_type=kind).octets, flag_of("cs-id-map-type", kind))
        octets = Message(0, [T], cs=[entry], map_type=0).octets
        cases.broken(group, f"hdr-map-type-{kind}", f"map type {kind} with a crypto session", set_octets(octets, 9, bytes([kind])),
                     "UnknownType", "UNKNOWN_CS_ID_MAP_TYPE", 9)
    bare = Message(0, [], cs=[entry, entry])
    for count in (3, 4, 255):
        cases.broken(group, f"hdr-srtp-map-says-{count}", f"#CS says {count}, there are 2",
                     set_octets(bare.octets, 8, bytes([count])), "MapCount", "CS_COUNT_MISMATCH", 10)
    for cut in range(1, 18):
        cases.broken(group, f"hdr-srtp-map-cut-{cut}", f"two entries, of which {cut} octets are there",
                     bare.octets[:10 + cut], "MapCount", "CS_COUNT_MISMATCH", 10)
    for cut in range(0, 10):
        cases.broken(group, f"hdr-cut-{cut}", f"{cut} octets of a header", bare.octets[:cut], "Truncated", "TRUNCATED",
                     4 if 4 <= cut < 8 else cut)
    alone = Message(14, [], cs=[generic], map_type=2)
    cases.broken(group, "hdr-generic-map-says-2", "#CS says 2, there is 1", set_octets(alone.octets, 8, b"\x02"), "MapCount",
                 "CS_COUNT_MISMATCH", len(alone.octets))
    truncations(cases, group, "hdr-generic", Message(14, [], cs=[generic, generic], map_type=2), first=11)
    for field, octets in (("s", 1), ("sessionDataLength", 2), ("spiLength", 1)):
        at = next(m[2] for m in alone.marks if m[1] in (field, {"s": "numberOfPs"}.get(field)) and m[2] > 9)
        top = b"\x7f" if field == "s" else b"\xff" * octets
        cases.broken(group, f"hdr-generic-{field}-max", f"{field} says more than there is", set_octets(alone.octets, at, top),
                     "LengthTooLong", "LENGTH_OVERRUN", at)


def key_data_cases(cases):
    name = "KEY_DATA"
    for key_type in range(8):
        for kv in (0, 1, 2):
            values = {"keyType": key_type, "kv": kv, "key": DATA[:16], "spi": DATA[:4], "validFrom": DATA[:6],
                      "validTo": DATA[6:12], **({"salt": DATA[:14]} if key_type in (1, 3, 5) else {})}
            cases.readable(name, f"key-data-type-{key_type}-kv-{kv}", f"key data type {key_type}, KV {kv}",
                           message(name, values).octets, "Registered")
    whole = message(name)
    at = next(m[2] for m in whole.marks if m[:2] == (name, "kv"))
    for key_type in range(8, 16):
        cases.broken(name, f"key-data-type-{key_type}", f"key data type {key_type}: nobody knows whether a salt follows",
                     set_octets(whole.octets, at, bytes([key_type << 4])), "UnknownType", "UNKNOWN_KEY_DATA_TYPE", at)
    for kv in range(3, 16):
        cases.broken(name, f"key-data-kv-{kv}", f"KV {kv}: nobody knows what follows",
                     set_octets(whole.octets, at, bytes([0x10 | kv])), "UnknownType", "UNKNOWN_KV_TYPE", at)
    interval = dict(CANONICAL[name][1], kv=2, validFrom=DATA[:6], validTo=DATA[:6])
    whole = message(name, interval)
    for field in ("vfLength", "vtLength"):
        at = next(m[2] for m in whole.marks if m[1] == field)
        cases.broken(name, f"key-data-{field}-zero", f"{field} is 0", set_octets(whole.octets, at, b"\0"), "LengthZero",
                     "ZERO_LENGTH", at)
        cases.broken(name, f"key-data-{field}-max", f"{field} is 255", set_octets(whole.octets, at, b"\xff"), "LengthTooLong",
                     "LENGTH_OVERRUN", at)
    for count in (2, 3, 10):
        keys = [(20, {"keyType": 2, "kv": 1, "key": DATA[:16], "spi": bytes([i])}) for i in range(count)]
        cases.readable(name, f"key-data-times-{count}", f"{count} keys",
                       Message(0, [T, (1, {"encrAlg": 0, "children": keys, "macAlg": 0})]).octets, "Canonical")
    data_type, first = 2, (6, {"idType": 1, "idData": b"sip:alice@example.org"})
    keys = [first, (20, {"keyType": 0, "key": DATA[:16]})]
    cases.readable(name, "key-data-after-id", "in the public-key mode the identity comes first",
                   Message(data_type, [T, (1, {"encrAlg": 0, "children": keys, "macAlg": 0})]).octets, "Canonical")
    for data_type in (0, 2, 13, 21):
        octets = Message(data_type, [T, (1, {"encrAlg": 0, "encrData": b"", "macAlg": 0})]).octets
        cases.readable(name, f"key-data-none-{data_type}", "no key data, as in an update", octets, "Length")


def nested_truncations(cases, name):
    """Shortens the data of a KEMAC that is not encrypted, whose own length stays right."""
    whole = message(name)
    kemac = next(m for m in whole.marks if m[:2] == ("KEMAC", "encrDataLen"))
    base = kemac[2] + 2
    end = len(whole.octets) - 1
    for mark, cut in cuts(whole):
        if base < cut < end:
            octets = set_octets(whole.octets[:cut] + b"\0", kemac[2], number(cut - base, 2))
            cases.broken(name, f"{name}-inside-cut-at-{cut}", f"key data that ends at or in {mark[0]} {mark[1]}", octets,
                         "Truncated", *fault_of_cut(whole, mark, cut))
    for tail in ("00", "ff", "0b000100"):
        octets = set_octets(whole.octets[:end] + bytes.fromhex(tail) + b"\0", kemac[2],
                            number(end - base + len(tail) // 2, 2))
        cases.broken(name, f"{name}-inside-then-{tail}", "octets after the last key", octets, "Trailing", "TRAILING_OCTETS", end)


def policy_cases(cases):
    name, values = "SP", CANONICAL["SP"][1]
    for kind in sorted(ASSIGNED["srtp-param"]) + [21, 240, 255]:
        for size in (0, 1, 2, 255):
            octets = message(name, dict(values, policyParam=bytes([kind, size]) + (DATA * 4)[:size])).octets
            if size == 1 or kind in (0, 20):
                cases.readable(name, f"sp-param-{kind}-size-{size}", f"parameter {kind} of {size} octets", octets,
                               flag_of("srtp-param", kind))
    for label, octets in (("none", b""), ("same-twice", bytes.fromhex("000101000102")),
                          ("all", b"".join(bytes([k, 1, 1]) for k in range(21)))):
        cases.readable(name, f"sp-params-{label}", f"parameters: {label}", message(name, dict(values, policyParam=octets)).octets,
                       "Canonical")
    base = next(m[2] for m in message(name).marks if m[1] == "policyParam")
    for label, octets, at in (("type-alone", "00", 0), ("value-missing", "0001", 0), ("value-short", "000201", 0),
                              ("second-alone", "00010101", 3), ("second-missing", "0001010101", 3),
                              ("second-short", "000101010210", 3), ("length-255", "00ff", 0)):
        cases.broken(name, f"sp-params-{label}", f"policy parameters {octets}",
                     message(name, dict(values, policyParam=bytes.fromhex(octets))).octets, "PolicyParameters",
                     "SP_PARAM_OVERRUN", base + at)
    for first, second in ((0, 0), (1, 1), (255, 255)):
        whole = Message(0, [T, (10, dict(values, policyNo=first)), (10, dict(values, policyNo=second))])
        at = [m[2] for m in whole.marks if m[1] == "policyNo"][1]
        cases.broken(name, f"sp-policy-no-{first}-twice", f"two policies with the number {first}", whole.octets, "Duplicate",
                     "DUPLICATE_POLICY_NO", at)
    three = Message(0, [T] + [(10, dict(values, policyNo=n)) for n in (1, 2, 1)])
    cases.broken(name, "sp-policy-no-apart", "two policies with the number 1 and another between them", three.octets,
                 "Duplicate", "DUPLICATE_POLICY_NO", [m[2] for m in three.marks if m[1] == "policyNo"][2])
    cases.readable(name, "sp-policy-nos", "policies 0, 255 and 7",
                   Message(0, [T] + [(10, dict(values, policyNo=n)) for n in (0, 255, 7)]).octets, "Canonical")
    cases.readable(name, "sp-with-empty-map", "a policy beside an empty map", Message(0, [T, (10, values)], map_type=1).octets,
                   "EmptyMap")


def groups():
    cases = Cases()
    header_cases(cases)
    for name in CANONICAL:
        cases.readable(name, f"{name}-canonical", f"{name} as an ordinary message has it", message(name).octets, "Canonical")
        registered_values(cases, name)
        if name in UNKNOWN and name != "PKE":
            implied_lengths(cases, name)
        data_sizes(cases, name)
        lengths(cases, name)
        chains(cases, name)
        if NUMBER[name] in ONLY_INSIDE:
            nested_truncations(cases, name)
        else:
            truncations(cases, name, name, message(name), first=20)
    key_data_cases(cases)
    policy_cases(cases)
    return cases.groups
