"""Cases of DHHMAC (RFC 4650), from both ends."""
from dh import DH_OCTETS, EXPONENT_OCTETS, PRIMES, XI, XR, DhOffer, MacSeal, public
from protection import MACS
from psk import ALICE, BOB, CS, CSB_ID, FILLED, NOW, NTP_2026_11_01_NOON, PSK, RAND, ntp, sp
from psk_cases import AGAIN, CM, OTHERS, changed, instead, refused, step
from wire import ASSIGNED, Message, number

NOTES = {
    "Algorithms": "A combination of group, PRF and MAC.",
    "Group": "A group that local policy does not allow, or a value that no honest peer sends (RFC 3830, 4.2.7).",
    "Map": "The crypto session map.",
    "Identity": "IDr is in every message, IDi in every answer (RFC 4650, 3).",
    "Policy": "The SRTP policy and general extensions.",
    "Time": "The timestamp against the local clock, and its echo (RFC 3830, 5.2 and 5.4).",
    "Replay": "The same message again (RFC 3830, 5.4).",
    "Update": "Updating a bundle (RFC 4650, 3.1).",
    "Tampered": "One bit is not what the sender sent.",
    "WrongKey": "Made without the key.",
    "Structure": "A payload is missing, twice, or not one of this message (RFC 4650, 3 and 4.1).",
    "Kemac": "The KEMAC carries the MAC and nothing else (RFC 4650, 4.2).",
    "DataType": "Not a message of this mode.",
    "Error": "The Responder reports an error (RFC 3830, 5.1.2).",
    "Malformed": "Not a well-formed message; see the wire vectors.",
}
SMALL = ["ALLOW_SMALL_GROUPS"]
MALLORY = (6, {"idType": 1, "idData": b"sip:mallory@example.org"})


def exponent(x):
    return x.to_bytes(EXPONENT_OCTETS, "big").hex()


def identity(payload):
    return {"type": payload[1]["idType"], "data": payload[1]["idData"].hex()}


def offer(**given):
    seal = MacSeal(given.get("psk", PSK), given.get("csb_id", CSB_ID), given.get("rand", RAND), given.get("mac", 1),
                   given.get("prf", 0), given.get("auth_octets"))
    return DhOffer(seal, **given)


def accepted(made, sizes=(16, 14), **more):
    return step(made.octets(), "accepted", keys=made.session(sizes), answer=made.answer().hex(), **more)


class Cases:
    def __init__(self, role, x):
        self.role, self.x = role, x
        self.tests = {}

    def add(self, group, ident, comment, flag, steps, result=None, **setup):
        if result is None:
            result = "invalid" if steps[-1]["result"] == "refused" else "valid"
        self.tests.setdefault(group, []).append(
            {"id": f"dhhmac-{self.role}-{group}-{ident}".lower().replace("_", "-"), "comment": comment, "result": result,
             "flags": [flag], "setup": {"psk": PSK.hex(), "exponent": exponent(self.x), **setup}, "steps": steps})


class ResponderCases(Cases):
    def __init__(self):
        super().__init__("responder", XR)

    def add(self, group, ident, comment, flag, steps, result=None, **setup):
        super().add(group, ident, comment, flag, steps, result,
                    **{"responder": identity(BOB), "fill": f"{FILLED:08x}", **setup})

    def valid(self, group, ident, comment, flag, made, sizes=(16, 14), **setup):
        self.add(group, ident, comment, flag, [accepted(made, sizes)], "acceptable" if setup.get("options") else "valid", **setup)

    def invalid(self, group, ident, comment, flag, message, reason, error=None, authenticated=False, **setup):
        self.add(group, ident, comment, flag, [refused(message, reason, error, authenticated)], **setup)


def bad_values(group):
    size, p = DH_OCTETS[group], PRIMES[group]
    non_square = next(n for n in range(3, 100) if pow(n, (p - 1) // 2, p) == p - 1)
    for label, value in (("zero", 0), ("one", 1), ("minus-one", p - 1), ("p", p), ("above-p", p + 2), ("max", (1 << 8 * size) - 1),
                         ("non-square", non_square)):
        yield label, value.to_bytes(size, "big")


def offers(cases):
    for group in (0, 1, 2):
        for function in (0, 1):
            for mac in (1, 2):
                setup = {"options": SMALL} if group else {}
                cases.valid("algorithms", f"group-{group}-prf-{function}-mac-{mac}", "a combination of group, PRF and MAC",
                            "Algorithms", offer(group=group, prf=function, mac=mac), **setup)
    for v in (0, 1):
        cases.valid("algorithms", f"v-{v}", "there is always an answer, whatever V says", "Algorithms", offer(v=v))
    for group in (1, 2):
        cases.invalid("group", f"group-{group}", "a small group that policy does not allow", "Group", offer(group=group).octets(),
                      "UNSUPPORTED_DH", 6, True)
    for label, value in bad_values(0):
        cases.invalid("group", f"value-{label}", f"a value that no honest peer sends: {label}", "Group",
                      offer(value=value).octets(), "UNSUPPORTED_DH", 6, True)
    for label, kv in (("spi", {"kv": 1, "spi": b"\0\0\0\1"}), ("interval", {"kv": 2, "validFrom": bytes(6), "validTo": b"\xff" * 6})):
        cases.valid("algorithms", f"kv-{label}", f"a key with {label}", "Algorithms", offer(kv=kv))
    for count in (0, 1, 3):
        cs = [{"policyNo": 0, "ssrc": i % 2 * (i + 1), "roc": i} for i in range(count)]
        cases.valid("map", f"cs-{count}", f"{count} crypto sessions", "Map", offer(cs=cs))
    for label, parameters, sizes in (("cm-256", {**CM, 1: b"\x20"}, (32, 14)), ("gcm", {0: b"\6"}, (16, 12))):
        cases.valid("policy", label, f"a policy: {label}", "Policy", offer(policies=(sp(0, 0, *parameters.items()),)), sizes)
    cases.invalid("policy", "prot-type", "a policy for another security protocol", "Policy", offer(policies=(sp(0, 1),)).octets(),
                  "UNSUPPORTED_PROTOCOL", 9, True)
    cases.invalid("policy", "parameter", "a policy that cannot be met", "Policy",
                  offer(policies=(sp(0, 0, (0, b"\x63")),)).octets(), "POLICY_REFUSED", 10, True)
    cases.valid("policy", "extension", "a general extension", "Policy",
                offer(extensions=((21, {"extensionType": 1, "data": b"mikey"}),)))


def offer_identities(cases):
    no_idi = offer(ids=(BOB,))
    cases.add("identities", "idi-known", "IDi is left out and belongs to the key", "Identity",
              [instead(accepted(offer()), no_idi.octets())], initiator=identity(ALICE))
    cases.invalid("identities", "idi-unknown", "IDi is left out and nobody knows it", "Identity", no_idi.octets(),
                  "MISSING_PAYLOAD", 12)
    cases.invalid("identities", "none", "no identity", "Identity", offer(ids=()).octets(), "MISSING_PAYLOAD", 12)
    cases.invalid("identities", "idr", "a message for somebody else", "Identity", offer(ids=(ALICE, MALLORY)).octets(),
                  "IDENTITY_REFUSED", 7)
    cases.invalid("identities", "three", "three identities", "Identity", offer(ids=(ALICE, BOB, MALLORY)).octets(),
                  "UNEXPECTED_PAYLOAD", 12)


def offer_times(cases):
    for label, seconds in (("earliest", -300), ("latest", 300)):
        cases.valid("time", label, f"{seconds} s from now", "Time", offer(timestamp=ntp(NTP_2026_11_01_NOON + seconds)))
    for label, seconds in (("early", -301), ("late", 301), ("day", 86400)):
        cases.invalid("time", label, f"{seconds} s from now", "Time", offer(timestamp=ntp(NTP_2026_11_01_NOON + seconds)).octets(),
                      "TIMESTAMP_OUTSIDE_WINDOW")
    one = offer()
    cases.add("replay", "again", "the same message a second later", "Replay",
              [accepted(one), refused(one.octets(), "REPLAYED", at=AGAIN)])
    cases.add("replay", "retransmission", "the same message in the same context", "Replay",
              [accepted(one, context="01"), step(one.octets(), "repeated", at=AGAIN, context="01", answer=one.answer().hex())])
    cases.add("replay", "forged-first", "a forgery does not fill the cache", "Replay",
              [refused(changed(one.octets(), -1, 1), "AUTHENTICATION_FAILED", 0), accepted(one)])
    later = {"update": True, "timestamp": ntp(NTP_2026_11_01_NOON + 1)}
    kept = offer(no_value=True, **later)
    shown = dict(accepted(kept, update=True), keys=one.session())
    cases.add("update", "keeps", "an update without a value keeps the key", "Update", [accepted(one), shown])
    renewed = offer(kv={"kv": 1, "spi": b"\2"}, **later)
    cases.add("update", "renews", "an update with a value makes a new key", "Update", [accepted(one), accepted(renewed, update=True)])
    for label, made, reason, error, authenticated in (
            ("same-time", offer(update=True), "TIMESTAMP_NOT_NEWER", None, False),
            ("rand", offer(timestamp=later["timestamp"]), "UNEXPECTED_PAYLOAD", 12, False),
            ("csb-id", offer(csb_id=7, **later), "MISMATCH", None, False),
            ("other-key", offer(psk=bytes(16), **later), "AUTHENTICATION_FAILED", 0, False)):
        cases.add("update", label, f"an update that is not one: {label}", "Update",
                  [accepted(one), refused(made.octets(), reason, error, authenticated, update=True)])
    cases.invalid("update", "unknown", "an update where there is no bundle", "Update", kept.octets(), "MISSING_PAYLOAD", 12)


def offer_forgeries(cases):
    reason = "AUTHENTICATION_FAILED"
    for mac in (1, 2):
        whole, size = offer(mac=mac).octets(), MACS[mac][2]
        for i in range(0, size, 3):
            cases.invalid("forged", f"mac-{mac}-octet-{i}", f"bit {i % 8} of octet {i} of the MAC", "Tampered",
                          changed(whole, len(whole) - size + i, 1 << i % 8), reason, 0)
    made = offer(policies=(sp(0, 0, *CM.items()),))
    octets = made.octets()
    message = Message(7, made.payloads(), v=1, csb_id=CSB_ID, cs=CS)
    for payload, field, at, size, _ in message.marks:
        if field in ("csbId", "ssrc", "roc", "rand", "v", "dhValue", "idData"):
            # A message for another Responder is not looked at any further.
            found = ("IDENTITY_REFUSED", 7) if field == "idData" and octets[at:at + size] == BOB[1]["idData"] else (reason, 0)
            for i in sorted({0, size // 2, size - 1}):
                cases.invalid("forged", f"{payload}-{field}-{at + i}", f"a bit of octet {at + i}, {payload} {field}", "Tampered",
                              changed(octets, at + i, 0x80 if field == "v" else 1), *found)
    for label, seal in (("psk", MacSeal(bytes(16))), ("rand", MacSeal(rand=bytes(16))), ("prf", MacSeal(function=1)),
                        ("auth-key-128", MacSeal(auth_octets=16))):
        cases.invalid("forged", f"other-{label}", f"a MAC under another {label}", "WrongKey", made.octets(seal=seal), reason, 0)
    cases.invalid("forged", "no-key", "the Responder knows no key for the sender", "WrongKey", octets, reason, 0, psk=None)


def offer_structure(cases):
    group, made = "structure", offer()
    for data_type in sorted(ASSIGNED["data-type"] - {7}) + [27, 255]:
        told = {} if data_type == 6 else {"error": 11}
        cases.invalid(group, f"data-type-{data_type}", f"data type {data_type}", "DataType", offer(data_type=data_type).octets(),
                      "WRONG_DATA_TYPE", **told)
    t, rand, *ids, dhi = made.payloads()
    for label, payloads, reason, error in (
            ("no-t", [rand, *ids, dhi], "MISSING_PAYLOAD", None), ("no-rand", [t, *ids, dhi], "MISSING_PAYLOAD", 12),
            ("no-dh", [t, rand, *ids], "MISSING_PAYLOAD", 12), ("t-twice", [t, t, rand, *ids, dhi], "UNEXPECTED_PAYLOAD", 12),
            ("rand-twice", [t, rand, rand, *ids, dhi], "UNEXPECTED_PAYLOAD", 12),
            ("dh-twice", [t, rand, *ids, dhi, dhi], "UNEXPECTED_PAYLOAD", 12)):
        cases.invalid(group, label, f"the payloads of the message: {label}", "Structure", made.octets(payloads), reason, error)
    for label, payload in OTHERS.items():
        if label != "dh":
            cases.invalid(group, f"with-{label}", f"{label.upper()} has no place here", "Structure",
                          made.octets([t, rand, *ids, dhi, payload]), "UNEXPECTED_PAYLOAD", 12)
    cases.invalid(group, "sign-last", "SIGN behind the KEMAC", "Structure",
                  made.octets(after=[(4, {"sType": 0, "signature": bytes(64)})]), "UNEXPECTED_PAYLOAD", 12)
    cases.invalid(group, "no-kemac", "no KEMAC", "Structure", Message(7, made.payloads(), csb_id=CSB_ID, cs=CS).octets,
                  "MISSING_PAYLOAD", 12)
    for label, kemac, reason, error in (
            ("null-mac", {"encrAlg": 0, "encrData": b"", "macAlg": 0}, "UNSUPPORTED_MAC", 3),
            ("encrypts", {"encrAlg": 1, "encrData": bytes(20), "macAlg": 1, "mac": bytes(20)}, "UNSUPPORTED_ENCRYPTION", 4),
            ("key-wrap", {"encrAlg": 2, "encrData": bytes(24), "macAlg": 1, "mac": bytes(20)}, "UNSUPPORTED_ENCRYPTION", 4),
            ("clear-data", {"encrAlg": 0, "encrData": bytes(20), "macAlg": 1, "mac": bytes(20)}, "UNSUPPORTED_ENCRYPTION", 4),
            ("encr-alg-1", {"encrAlg": 1, "encrData": b"", "macAlg": 1, "mac": bytes(20)}, "UNSUPPORTED_ENCRYPTION", 4)):
        cases.invalid("kemac", label, f"a KEMAC that does more, or less, than it may: {label}", "Kemac",
                      Message(7, [*made.payloads(), (1, kemac)], v=1, csb_id=CSB_ID, cs=CS).octets, reason, error)
    whole = made.octets()
    for cut in (0, 9, 27, len(whole) - 21, len(whole) - 1):
        told = {"error": 12} if cut >= 38 else {}
        cases.invalid(group, f"cut-at-{cut}", f"the first {cut} octets", "Malformed", whole[:cut], "MALFORMED", **told)
    cases.invalid(group, "trailing", "an octet behind the message", "Malformed", whole + b"\0", "MALFORMED", 12)


class InitiatorCases(Cases):
    def __init__(self):
        super().__init__("initiator", XI)

    def add(self, group, ident, comment, flag, made, steps, result=None, **setup):
        super().add(group, ident, comment, flag, steps, result, offer=made.octets().hex(), **setup)

    def valid(self, group, ident, comment, flag, made, message, sizes=(16, 14), **setup):
        self.add(group, ident, comment, flag, made, [step(message, "accepted", keys=made.session(sizes))],
                 "acceptable" if setup.get("options") else "valid", **setup)

    def invalid(self, group, ident, comment, flag, made, message, reason, **setup):
        self.add(group, ident, comment, flag, made, [refused(message, reason)], **setup)


def answers(cases):
    for group in (0, 1, 2):
        for function in (0, 1):
            for mac in (1, 2):
                made = offer(group=group, prf=function, mac=mac)
                setup = {"options": SMALL} if group else {}
                cases.valid("answers", f"group-{group}-prf-{function}-mac-{mac}", "a combination of group, PRF and MAC",
                            "Algorithms", made, made.answer(), **setup)
    made = offer()
    cases.valid("answers", "idr-left-out", "IDr is left out", "Identity", made, made.answer(ids=[ALICE]))
    cases.valid("answers", "spi", "the key has the SPI of the offer", "Algorithms", offer(kv={"kv": 1, "spi": b"\7"}),
                offer(kv={"kv": 1, "spi": b"\7"}).answer())
    whole, size = made.answer(), 20
    for i in range(0, size, 3):
        cases.invalid("forged", f"mac-octet-{i}", f"bit {i % 8} of octet {i} of the MAC", "Tampered", made,
                      changed(whole, len(whole) - size + i, 1 << i % 8), "AUTHENTICATION_FAILED")
    for label, seal in (("psk", MacSeal(bytes(16))), ("rand", MacSeal(rand=bytes(16))), ("mac-alg", MacSeal(mac=2))):
        cases.invalid("forged", f"other-{label}", f"a MAC under another {label}", "WrongKey", made, made.answer(seal=seal),
                      "AUTHENTICATION_FAILED")
    cases.invalid("forged", "reflected", "the I_message itself comes back", "WrongKey", made, made.octets(), "WRONG_DATA_TYPE")


def unfitting(cases):
    made = offer()
    dhr, dhi = made.dh(public(0, XR)), made.dhi()
    other = made.dh(public(0, XR + 1))
    for label, values, reason in (
            ("dhi-other", (dhr, other), "MISMATCH"), ("dhr-is-dhi", (dhi, dhi), "MISMATCH"), ("swapped", (dhi, dhr), "MISMATCH"),
            ("dhr-alone", (dhr,), "MISSING_PAYLOAD"), ("none", (), "MISSING_PAYLOAD"), ("three", (dhr, dhi, dhi), "UNEXPECTED_PAYLOAD"),
            ("dhr-other-group", ((3, {"dhGroup": 2, "dhValue": public(2, XR)}), dhi), "UNSUPPORTED_DH"),
            ("dhr-other-kv", (made.dh(public(0, XR), kv=1, spi=b"\1"), dhi), "MISMATCH"),
            ("dhi-other-kv", (dhr, made.dh(public(0, XI), kv=1, spi=b"\1")), "MISMATCH")):
        cases.invalid("values", label, f"the values of the answer: {label}", "Group", made, made.answer(values=values), reason)
    for label, value in bad_values(0):
        cases.invalid("values", f"bad-{label}", f"a value that no honest peer sends: {label}", "Group", made,
                      made.answer(values=(made.dh(value), dhi)), "UNSUPPORTED_DH")
    for label, ids, reason in (("none", [], "MISSING_PAYLOAD"), ("idi-other", [BOB, MALLORY], "IDENTITY_REFUSED"),
                               ("idr-other", [MALLORY, ALICE], "IDENTITY_REFUSED"), ("swapped", [ALICE, BOB], "IDENTITY_REFUSED"),
                               ("three", [BOB, MALLORY, ALICE], "UNEXPECTED_PAYLOAD")):
        cases.invalid("identities", label, f"the identities of the answer: {label}", "Identity", made, made.answer(ids=ids), reason)
    filled = [dict(entry, ssrc=entry["ssrc"] or FILLED) for entry in CS]
    for label, cs in (("fewer", filled[:1]), ("ssrc-changed", [dict(filled[0], ssrc=9), filled[1]]),
                      ("policy-changed", [dict(filled[0], policyNo=1), filled[1]])):
        cases.invalid("mismatch", f"map-{label}", f"the map of the answer: {label}", "Map", made, made.answer(cs=cs), "MISMATCH")
    cases.invalid("mismatch", "time", "a timestamp of its own", "Time", made,
                  made.answer(timestamp=ntp(NTP_2026_11_01_NOON + 1)), "MISMATCH")
    cases.invalid("mismatch", "csb-id", "another CSB ID", "Structure", made, made.answer(csb_id=CSB_ID ^ 1), "MISMATCH")
    cases.invalid("mismatch", "prf", "another PRF", "Structure", made, made.answer(prf=1), "MISMATCH")
    for data_type in sorted(ASSIGNED["data-type"] - {6, 8}):
        cases.invalid("structure", f"data-type-{data_type}", f"data type {data_type}", "DataType", made,
                      made.answer(data_type=data_type), "WRONG_DATA_TYPE")
    cases.invalid("structure", "no-t", "no T", "Structure", made, made.answer(payloads=[BOB, ALICE]), "MISSING_PAYLOAD")
    for label in ("pke", "cert", "chash", "v", "err", "sakke"):
        cases.invalid("structure", f"with-{label}", f"{label.upper()} has no place here", "Structure", made,
                      made.answer(more=[OTHERS[label]]), "UNEXPECTED_PAYLOAD")
    cases.invalid("structure", "cut", "an octet is missing", "Malformed", made, made.answer()[:-1], "MALFORMED")


def errors(cases):
    made = offer()
    t = (5, {"tsType": 0, "tsValue": made.timestamp})
    for err in (0, 6, 10, 12, 255):
        bare = bytes(Message(6, [t, (12, {"errorNo": err})], csb_id=CSB_ID).octets)
        sealed = made.seal.seal(Message(6, [t, (12, {"errorNo": err}), made.seal.payload()], csb_id=CSB_ID))
        for label, message, authenticated in (("hint", bare, False), ("authenticated", sealed, True),
                                              ("forged", changed(sealed, -1, 1), False)):
            cases.add("error", f"{err}-{label}", f"error {err}, {label}", "Error", made,
                      [refused(message, "PEER_ERROR", err, authenticated)])
    cases.add("error", "then-answer", "a forged error does not end the exchange", "Error", made,
              [refused(bytes(Message(6, [t, (12, {"errorNo": 6})], csb_id=CSB_ID).octets), "PEER_ERROR", 6, False),
               step(made.answer(), "accepted", keys=made.session())])


def responder_groups():
    cases = ResponderCases()
    for make in (offers, offer_identities, offer_times, offer_forgeries, offer_structure):
        make(cases)
    return cases.tests


def initiator_groups():
    cases = InitiatorCases()
    for make in (answers, unfitting, errors):
        make(cases)
    return cases.tests
