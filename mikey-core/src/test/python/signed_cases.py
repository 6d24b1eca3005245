"""Cases of the modes with certificates, from both ends."""
from cryptography.hazmat.primitives import hashes

from dh import XI, XR, DhOffer, public
from dhhmac_cases import bad_values, exponent, identity
from pki import ACCEPTED, CERTS, REFUSED, envelope, padded, raw_envelope, user
from psk import ALICE, BOB, CS, CSB_ID, FILLED, NTP_2026_11_01_NOON, RAND, TGK, ntp, sp
from psk_cases import AGAIN, CM, OTHERS, changed, instead, refused, step
from signed import ENVELOPE_KEY, GROUP_CSB_ID, PkOffer, RsarOffer, SignSeal, certs
from wire import ASSIGNED, Message, number

NOTES = {
    "Algorithms": "A combination of algorithms.",
    "Keys": "A kind or a number of keys.",
    "Certificate": "The certificates of the other end, each refused chain for a cause of its own (RFC 3830, 4.3; RFC 5280, 6).",
    "Identity": "Whose identities are there, and whether they are the right ones.",
    "Envelope": "The envelope cannot be opened, or not to the right key. All cases must look alike from outside (RFC 3830, 4.2.5).",
    "KeyData": "Signed and authentic, but the key data makes no sense (RFC 3830, 6.13).",
    "Group": "A Diffie-Hellman group or value, or the keys of a group of members (RFC 4738, 3.2).",
    "Map": "The crypto session map.",
    "Policy": "The SRTP policy.",
    "Time": "The timestamp against the local clock, and its echo.",
    "Replay": "The same message again (RFC 3830, 5.4).",
    "Tampered": "One bit is not what the sender sent.",
    "WrongKey": "Signed by another key, or over something else.",
    "Compatibility": "Another reading of the standard, accepted by name only.",
    "Structure": "A payload is missing, twice, or not one of this message.",
    "DataType": "Not a message of this mode.",
    "Error": "The Responder reports an error (RFC 3830, 5.1.2).",
    "Malformed": "Not a well-formed message; see the wire vectors.",
}
CAROL = (6, {"idType": 1, "idData": b"sip:carol@example.org"})
MISNAMED = ("wrong-name", "domain-of-another", "common-name-only")
MISSING, UNEXPECTED, FORGED = "MISSING_PAYLOAD", "UNEXPECTED_PAYLOAD", "AUTHENTICATION_FAILED"


class Cases:
    def __init__(self, mode, role, **setup):
        self.prefix, self.setup = f"{mode}-{role}", {"psk": None, **setup}
        self.tests = {}

    def add(self, group, ident, comment, flag, steps, result=None, **setup):
        if result is None:
            result = "invalid" if steps[-1]["result"] == "refused" else "acceptable" if setup.get("options") else "valid"
        self.tests.setdefault(group, []).append(
            {"id": f"{self.prefix}-{group}-{ident}".lower().replace("_", "-"), "comment": comment, "result": result,
             "flags": [flag], "setup": {**self.setup, **setup}, "steps": steps})

    def invalid(self, group, ident, comment, flag, message, reason, error=None, authenticated=False, **setup):
        self.add(group, ident, comment, flag, [refused(message, reason, error, authenticated)], **setup)


def responder(mode, **setup):
    return Cases(mode, "responder", responder=identity(BOB), fill=f"{FILLED:08x}", own="bob", **setup)


def seal(name="alice", chain=None, **more):
    return SignSeal(name, chain, **more)


def dh_offer(**given):
    own = given.pop("seal", None) or SignSeal()
    return DhOffer(own, SignSeal("bob"), **given)


def accepted(made, sizes=(16, 14), **more):
    told = {"answer": made.answer().hex()} if getattr(made, "v", 1) else {}
    filled = {} if getattr(made, "v", 1) else {"filled": 0}
    return step(made.octets(), "accepted", keys=made.session(sizes, **filled), **told, **more)


def requests(cases, make):
    """What all I_MESSAGEs with a signature have in common; `make` makes one of the mode."""
    made = make()
    octets, init = made.octets(), {"pk": 2, "dh": 4, "rsar": 9}[cases.prefix.split("-")[0]]
    for label, chain in REFUSED.items():
        holder = "weak" if label == "weak-key" else "alice"
        # The identity of the public-key method is encrypted, so that the name is compared with it only after that.
        found = ("IDENTITY_REFUSED", 7, True) if init == 2 and label in MISNAMED else ("CERTIFICATE_REFUSED", 8)
        cases.invalid("certificates", label, f"a certificate that must be refused: {label}", "Certificate",
                      make(seal=seal(chain=chain, holder=holder)).octets(), *found)
    cases.invalid("certificates", "none", "no certificate, and nobody knows one", "Certificate", make(seal=seal(chain=[])).octets(),
                  "CERTIFICATE_REFUSED", 8)
    cases.invalid("certificates", "type-encr", "a certificate that is marked for encryption", "Certificate",
                  typed(make, 3).octets(), "CERTIFICATE_REFUSED", 8)
    cases.invalid("certificates", "type-url", "a URL, which is not followed", "Certificate",
                  typed(make, 1, b"http://example.org/alice.cer").octets(), "CERTIFICATE_REFUSED", 8)
    cases.invalid("certificates", "type-unknown", "a certificate of a type that nobody knows", "Certificate",
                  typed(make, 200).octets(), "CERTIFICATE_REFUSED", 8)
    for label, other in (("other-key", seal(holder="carol")), ("sha-512", seal(hashing=hashes.SHA512())),
                         ("appended", seal(appended=b"x")), ("type-pss", seal(scheme=1)), ("type-eccsi", seal(scheme=2))):
        cases.invalid("forged", label, f"a signature that is not the sender's: {label}", "WrongKey",
                      make(seal=other).octets(), FORGED)
    cases.invalid("forged", "headless", "the signature leaves out its type and length", "Compatibility",
                  make(seal=seal(headless=True)).octets(), FORGED)
    for i in range(0, 256, 8):
        cases.invalid("forged", f"signature-octet-{i}", f"bit {i // 8 % 8} of octet {i} of the signature", "Tampered",
                      changed(octets, len(octets) - 256 + i, 1 << i // 8 % 8), FORGED)
    marks = Message(init, [*made.payloads(), made.seal.payload()], v=1, csb_id=CSB_ID, cs=made.cs).marks
    for payload, field, at, size, _ in marks:
        if field in ("csbId", "ssrc", "roc", "rand", "v", "encrData", "mac", "data", "dhValue"):
            for i in sorted({0, size // 3, 2 * size // 3, size - 1}):
                cases.invalid("forged", f"{payload}-{field}-{at + i}", f"a bit of octet {at + i}, {payload} {field}", "Tampered",
                              changed(octets, at + i, 0x80 if field == "v" else 1), FORGED)
    cases.invalid("identities", "other-responder", "a message for somebody else", "Identity", with_idr(make, CAROL).octets(),
                  "IDENTITY_REFUSED", 7)
    for label, seconds in (("early", -301), ("late", 301), ("day", 86400), ("year", -31536000)):
        cases.invalid("time", label, f"{seconds} s from now", "Time", make(timestamp=ntp(NTP_2026_11_01_NOON + seconds)).octets(),
                      "TIMESTAMP_OUTSIDE_WINDOW")
    cases.invalid("time", "counter", "a counter, of which none are kept", "Time",
                  make(ts_type=2, timestamp=number(5, 4)).octets(), "TIMESTAMP_NOT_NEWER")
    for data_type in sorted(ASSIGNED["data-type"] - {init}) + [27, 240, 255]:
        told = {} if data_type == 6 else {"error": 11}
        cases.invalid("structure", f"data-type-{data_type}", f"data type {data_type}", "DataType", make(data_type=data_type).octets(),
                      "WRONG_DATA_TYPE", **told)
    payloads = made.payloads()
    cases.invalid("structure", "no-t", "no T", "Structure", made.octets(payloads[1:]), MISSING)
    cases.invalid("structure", "t-twice", "T twice", "Structure", made.octets([payloads[0], *payloads]), UNEXPECTED, 12)
    cases.invalid("structure", "rand-twice", "RAND twice", "Structure", made.octets([payloads[0], payloads[1], *payloads[1:]]),
                  UNEXPECTED, 12)
    unsigned = Message(init, payloads, v=1, csb_id=CSB_ID, cs=made.cs).octets
    cases.invalid("structure", "no-sign", "no signature", "Structure", unsigned, MISSING, 12)
    allowed = {"pk": ("pke", "cert", "chash"), "dh": ("dh", "cert"), "rsar": ("cert",)}[cases.prefix.split("-")[0]]
    for label, payload in OTHERS.items():
        if label not in allowed:
            cases.invalid("structure", f"with-{label}", f"{label.upper()} has no place here", "Structure",
                          made.octets([*payloads, payload]), UNEXPECTED, 12)
    for cut in (0, 9, 27, len(octets) - 257, len(octets) - 1):
        told = {"error": 13 if init == 9 else 12} if cut >= 38 else {}
        cases.invalid("structure", f"cut-at-{cut}", f"the first {cut} octets", "Malformed", octets[:cut], "MALFORMED", **told)


def typed(make, cert_type, data=None):
    one = seal()
    one.own = certs([data or CERTS["alice"][0]], cert_type)
    return make(seal=one)


def with_idr(make, idr):
    return make(ids=(ALICE, idr)) if make is dh_offer else make(ids=(idr,))


def pk_responder():
    cases = responder("pk")
    for function in (0, 1):
        for encr in (1, 3):
            for mac in (1, 2):
                for v in (0, 1):
                    cases.add("algorithms", f"prf-{function}-encr-{encr}-mac-{mac}-v-{v}", "a combination of algorithms", "Algorithms",
                              [accepted(PkOffer(prf=function, encr=encr, mac=mac, v=v))])
    salted = {"keyType": 1, "key": TGK["key"], "salt": bytes(range(14))}
    tek = {"keyType": 3, "key": bytes(range(16)), "salt": bytes(range(14))}
    two = ({**TGK, "kv": 1, "spi": b"\1"}, {"keyType": 0, "kv": 1, "key": bytes(range(16)), "spi": b"\2"})
    for label, keys in (("tgk-salt", (salted,)), ("tek-salt", (tek,)), ("two", two)):
        cases.add("keys", label, f"keys: {label}", "Keys", [accepted(PkOffer(keys=keys))])
    for size in (1, 15, 31, 33, 64, 245):
        secret = bytes(i % 256 for i in range(size))
        cases.add("keys", f"envelope-key-{size}", f"an envelope key of {size} octets", "Keys", [accepted(PkOffer(envelope_key=secret))])
    for label, chain in ACCEPTED.items():
        cases.add("certificates", label, f"a certificate that is accepted: {label}", "Certificate",
                  [accepted(PkOffer(seal=seal(chain=chain)))])
    cases.add("certificates", "type-sign", "a certificate that is marked for signatures", "Certificate", [accepted(typed(PkOffer, 2))])
    cases.add("identities", "no-idr", "IDr is left out", "Identity",
              [instead(accepted(PkOffer()), PkOffer(ids=()).octets())])
    cases.add("readings", "headless", "the signature leaves out its type and length", "Compatibility",
              [accepted(PkOffer(seal=seal(headless=True)))], options=["SIGNATURE_WITHOUT_SIGN_HEADER"])
    requests(cases, PkOffer)
    one = PkOffer()
    cases.add("replay", "again", "the same message a second later", "Replay",
              [accepted(one), refused(one.octets(), "REPLAYED", at=AGAIN)])
    cases.add("replay", "retransmission", "the same message in the same context", "Replay",
              [accepted(one, context="01"), step(one.octets(), "repeated", at=AGAIN, context="01", answer=one.answer().hex())])
    payloads = one.payloads()
    for label, kind in (("kemac", 1), ("pke", 2)):
        cases.invalid("structure", f"no-{label}", f"no {label.upper()}", "Structure",
                      one.octets([p for p in payloads if p[0] != kind]), MISSING, 12)
    cases.invalid("structure", "no-rand", "no RAND", "Structure", one.octets([p for p in payloads if p[0] != 11]), MISSING, 12)
    good = bytearray(padded(ENVELOPE_KEY))
    for label, at, value in (("type-1", 1, 1), ("type-0", 1, 0), ("first-octet", 0, 1), ("zero-in-padding", 6, 0),
                             ("no-separator", 256 - 17, 7)):
        bad = bytearray(good)
        bad[at] = value
        cases.invalid("envelope", label, f"a wrong padding: {label}", "Envelope",
                      PkOffer(envelope=raw_envelope("bob", bytes(bad))).octets(), FORGED)
    for label, data in (("for-alice", envelope("alice", ENVELOPE_KEY)), ("zeros", bytes(256)), ("ones", b"\xff" * 256),
                        ("short", bytes(255)), ("long", bytes(257)), ("one-octet", b"\1"), ("other-key", envelope("bob", bytes(16))),
                        ("empty-key", raw_envelope("bob", padded(b"")))):
        cases.invalid("envelope", label, f"an envelope that does not open to the key: {label}", "Envelope",
                      PkOffer(envelope=data).octets(), FORGED)
    cases.invalid("envelope", "auth-key-128", "a MAC under a key of another length", "Envelope", PkOffer(auth_octets=16).octets(), FORGED)
    key = (20, TGK)
    for label, inside in (
            ("empty", b""), ("garbage", b"\xff" * 20), ("two-ids", Message.chain([ALICE, ALICE, key]).octets),
            ("type-6", Message.chain([ALICE, (20, {"keyType": 6, "key": bytes(16)})]).octets),
            ("two-without-kv", Message.chain([ALICE, key, key]).octets)):
        cases.invalid("key-data", label, f"key data that makes no sense: {label}", "KeyData",
                      PkOffer(inside=bytes(inside)).octets(), "KEYS_UNUSABLE", 12, label not in UNSEALED)
    cases.invalid("key-data", "no-idi", "a key where IDi should be, which is then read as one", "KeyData",
                  PkOffer(inside=bytes(Message.chain([key]).octets)).octets(), "IDENTITY_REFUSED", 7, True)
    cases.invalid("key-data", "no-key", "IDi alone, in the message that begins the bundle", "KeyData",
                  PkOffer(keys=()).octets(), "KEYS_UNUSABLE", 12, True)
    cases.invalid("identities", "encrypted-idi", "the encrypted IDi is not the certificate's", "Identity",
                  PkOffer(owner=CAROL).octets(), "IDENTITY_REFUSED", 7, True)
    cases.invalid("policy", "prot-type", "a policy for another security protocol", "Policy", PkOffer(policies=(sp(0, 1),)).octets(),
                  "UNSUPPORTED_PROTOCOL", 9, True)
    cases.invalid("policy", "parameter", "a policy that cannot be met", "Policy", PkOffer(policies=(sp(0, 0, (0, b"\x63")),)).octets(),
                  "POLICY_REFUSED", 10, True)
    for label, parameters, sizes in (("cm-256", {**CM, 1: b"\x20"}, (32, 14)), ("gcm", {0: b"\6"}, (16, 12))):
        cases.add("policy", label, f"a policy: {label}", "Policy", [accepted(PkOffer(policies=(sp(0, 0, *parameters.items()),)), sizes)])
    return cases.tests


# What is found out before there are keys that could protect the error message.
UNSEALED = ("garbage", "two-ids", "type-6", "two-without-kv", "empty")


def dh_responder():
    cases = responder("dh", exponent=exponent(XR))
    for group in (0, 1, 2):
        for function in (0, 1):
            setup = {"options": ["ALLOW_SMALL_GROUPS"]} if group else {}
            cases.add("algorithms", f"group-{group}-prf-{function}", "a combination of group and PRF", "Algorithms",
                      [accepted(dh_offer(group=group, prf=function))], **setup)
    cases.add("algorithms", "kv-spi", "a key with an SPI", "Algorithms", [accepted(dh_offer(kv={"kv": 1, "spi": b"\0\0\0\1"}))])
    for label, chain in ACCEPTED.items():
        cases.add("certificates", label, f"a certificate that is accepted: {label}", "Certificate",
                  [accepted(dh_offer(seal=seal(chain=chain)))])
    cases.add("readings", "headless", "the signature leaves out its type and length", "Compatibility",
              [accepted(dh_offer(seal=seal(headless=True)))], options=["SIGNATURE_WITHOUT_SIGN_HEADER"])
    requests(cases, dh_offer)
    for group in (1, 2):
        cases.invalid("group", f"group-{group}", "a small group that policy does not allow", "Group",
                      dh_offer(group=group).octets(), "UNSUPPORTED_DH", 6, True)
    for label, value in bad_values(0):
        cases.invalid("group", f"value-{label}", f"a value that no honest peer sends: {label}", "Group",
                      dh_offer(value=value).octets(), "UNSUPPORTED_DH", 6, True)
    made = dh_offer()
    t, rand, *rest = made.payloads()
    cases.invalid("structure", "no-rand", "no RAND", "Structure", made.octets([t, *rest]), MISSING, 12)
    cases.invalid("structure", "no-dh", "no DH", "Structure", made.octets([t, rand, *rest[:-1]]), MISSING, 12)
    cases.invalid("structure", "dh-twice", "DH twice", "Structure", made.octets([t, rand, *rest, rest[-1]]), UNEXPECTED, 12)
    cases.add("replay", "again", "the same message a second later", "Replay",
              [accepted(made), refused(made.octets(), "REPLAYED", at=AGAIN)])
    later = {"update": True, "timestamp": ntp(NTP_2026_11_01_NOON + 1)}
    kept = dh_offer(no_value=True, **later)
    cases.add("update", "keeps", "an update without a value keeps the key", "Keys",
              [accepted(made), dict(accepted(kept, update=True), keys=made.session())])
    cases.add("update", "renews", "an update with a value makes a new key", "Keys",
              [accepted(made), accepted(dh_offer(kv={"kv": 1, "spi": b"\2"}, **later), update=True)])
    return cases.tests


def dh_initiator():
    cases = Cases("dh", "initiator", own="alice", exponent=exponent(XI))

    def add(group, ident, comment, flag, made, steps, **setup):
        cases.add(group, ident, comment, flag, steps, offer=made.octets().hex(), **setup)

    for group in (0, 1, 2):
        for function in (0, 1):
            made = dh_offer(group=group, prf=function)
            add("answers", f"group-{group}-prf-{function}", "a combination of group and PRF", "Algorithms", made,
                [step(made.answer(), "accepted", keys=made.session())], **({"options": ["ALLOW_SMALL_GROUPS"]} if group else {}))
    made = dh_offer()
    whole = made.answer()

    def bad(group, ident, comment, flag, message, reason):
        add(group, ident, comment, flag, made, [refused(message, reason)])

    add("answers", "idr-left-out", "IDr is left out; the certificate names it", "Identity", made,
        [step(made.answer(ids=[*SignSeal("bob").own, ALICE]), "accepted", keys=made.session())])
    for i in range(0, 256, 8):
        bad("forged", f"signature-octet-{i}", f"octet {i} of the signature", "Tampered", changed(whole, len(whole) - 256 + i, 1 << i // 8 % 8), FORGED)
    for label, other in (("carol", SignSeal("carol")), ("key-of-carol", SignSeal("bob", holder="carol"))):
        bad("forged", label, f"signed by another: {label}", "WrongKey", made.answer(seal=other, ids=[BOB, *other.own, ALICE]),
            "CERTIFICATE_REFUSED" if label == "carol" else FORGED)
    dhr, dhi = made.dh(public(0, XR)), made.dhi()
    for label, values, reason in (
            ("dhi-other", (dhr, made.dh(public(0, XR + 1))), "MISMATCH"), ("dhr-is-dhi", (dhi, dhi), "MISMATCH"),
            ("swapped", (dhi, dhr), "MISMATCH"), ("dhr-alone", (dhr,), MISSING), ("none", (), MISSING),
            ("three", (dhr, dhi, dhi), UNEXPECTED),
            ("dhr-other-group", ((3, {"dhGroup": 2, "dhValue": public(2, XR)}), dhi), "UNSUPPORTED_DH"),
            ("dhr-other-kv", (made.dh(public(0, XR), kv=1, spi=b"\1"), dhi), "MISMATCH")):
        bad("values", label, f"the values of the answer: {label}", "Group", made.answer(values=values), reason)
    for label, value in bad_values(0):
        bad("values", f"bad-{label}", f"a value that no honest peer sends: {label}", "Group",
            made.answer(values=(made.dh(value), dhi)), "UNSUPPORTED_DH")
    own = SignSeal("bob").own
    for label, ids, reason in (("none", [*own], MISSING), ("idi-other", [BOB, *own, CAROL], "IDENTITY_REFUSED"),
                               ("idr-other", [CAROL, *own, ALICE], "IDENTITY_REFUSED")):
        bad("identities", label, f"the identities of the answer: {label}", "Identity", made.answer(ids=ids), reason)
    filled = [dict(entry, ssrc=entry["ssrc"] or FILLED) for entry in CS]
    for label, cs in (("fewer", filled[:1]), ("ssrc-changed", [dict(filled[0], ssrc=9), filled[1]])):
        bad("mismatch", f"map-{label}", f"the map of the answer: {label}", "Map", made.answer(cs=cs), "MISMATCH")
    bad("mismatch", "time", "a timestamp of its own", "Time", made.answer(timestamp=ntp(NTP_2026_11_01_NOON + 1)), "MISMATCH")
    bad("mismatch", "csb-id", "another CSB ID", "Structure", made.answer(csb_id=CSB_ID ^ 1), "MISMATCH")
    bad("mismatch", "prf", "another PRF", "Structure", made.answer(prf=1), "MISMATCH")
    for data_type in sorted(ASSIGNED["data-type"] - {5, 6}):
        bad("structure", f"data-type-{data_type}", f"data type {data_type}", "DataType", made.answer(data_type=data_type), "WRONG_DATA_TYPE")
    bad("structure", "cut", "an octet is missing", "Malformed", whole[:-1], "MALFORMED")
    return cases.tests


def rsar_responder():
    """The Responder's random values are its own, so that only what it refuses is stated octet for octet."""
    cases = responder("rsar")
    requests(cases, RsarOffer)
    cases.invalid("certificates", "no-encipherment", "a certificate that may sign and not encrypt", "Certificate",
                  RsarOffer(seal=seal(chain=[user(50, "alice", key_encipherment=False)])).octets(), "CERTIFICATE_REFUSED", 8, True)
    cases.invalid("policy", "prot-type", "a policy for another security protocol", "Policy",
                  RsarOffer(policies=(sp(0, 1),)).octets(), "UNSUPPORTED_PROTOCOL", 9, True)
    cases.invalid("policy", "parameter", "no option can be met", "Policy",
                  RsarOffer(policies=(sp(0, 0, (0, b"\x63"), (0, b"\x64")),)).octets(), "POLICY_REFUSED", 10, True)
    return cases.tests


def rsar_initiator():
    cases = Cases("rsar", "initiator", own="alice")

    def add(group, ident, comment, flag, made, steps, **setup):
        cases.add(group, ident, comment, flag, steps, offer=made.octets().hex(), **({"join": True} if made.group else {}), **setup)

    def good(group, ident, comment, flag, made, message=None, sizes=(16, 14), **setup):
        add(group, ident, comment, flag, made, [step(message or made.answer(), "accepted", keys=made.held(sizes))], **setup)

    policy = (sp(0, 0, *CM.items()),)
    members = {"group": True, "answer_policies": policy}
    for function in (0, 1):
        for encr in (1, 3):
            for mac in (1, 2):
                algorithms = {"prf": function, "encr": encr, "mac": mac}
                label = f"prf-{function}-encr-{encr}-mac-{mac}"
                good("answers", label, "a combination of algorithms", "Algorithms", RsarOffer(**algorithms))
                good("group", label, "keys of a group", "Group", RsarOffer(**members, **algorithms))
    good("answers", "rand-of-the-responder", "the Responder gives the RAND", "Algorithms", RsarOffer(with_rand=False))
    pair, group_of = RsarOffer(), RsarOffer(**members)
    good("readings", "headless", "the signature leaves out its type and length", "Compatibility", pair, pair.answer(headless=True),
         options=["SIGNATURE_WITHOUT_SIGN_HEADER"])
    good("readings", "header-csb-id", "the keys that protect the answer have the CSB ID of the header", "Compatibility", group_of,
         group_of.answer(protecting=CSB_ID), options=["GROUP_PROTECTED_BY_HEADER_CSB_ID"])
    for made, kind in ((pair, "pair"), (group_of, "group")):
        whole = made.answer()

        def bad(group, ident, comment, flag, message, reason):
            add(f"{kind}-{group}", ident, comment, flag, made, [refused(message, reason)])

        for i in range(0, 256, 8):
            bad("forged", f"signature-octet-{i}", f"octet {i} of the signature", "Tampered",
                changed(whole, len(whole) - 256 + i, 1 << i // 8 % 8), FORGED)
        idi, idr = ALICE[1]["idData"], BOB[1]["idData"]
        for label, appended in (("nothing", b""), ("no-idi", idr + made.timestamp), ("no-idr", idi + made.timestamp),
                                ("no-time", idi + idr), ("swapped", idr + idi + made.timestamp),
                                ("time-first", made.timestamp + idi + idr)):
            bad("forged", f"appended-{label}", f"behind the message is signed: {label}", "WrongKey", made.answer(appended=appended), FORGED)
        bad("forged", "headless", "the signature leaves out its type and length", "Compatibility", made.answer(headless=True), FORGED)
        bad("forged", "signer", "signed by Carol, with Bob's certificate", "WrongKey", made.answer(signer="carol"), FORGED)
        bad("certificates", "carol", "Carol's certificate and signature, in Bob's name", "Certificate",
            made.answer(signer="carol", chain=CERTS["carol"]), "CERTIFICATE_REFUSED")
        bad("identities", "idr", "an answer from somebody else", "Identity",
            made.answer(ids=[CAROL], chain=CERTS["carol"], signer="carol", owner=CAROL), "IDENTITY_REFUSED")
        bad("identities", "encrypted-idr", "the encrypted IDr is not the one in the clear", "Identity", made.answer(owner=CAROL),
            "IDENTITY_REFUSED")
        parts = made.answer_payloads()
        for label in ("t", "kemac", "pke"):
            bad("structure", f"no-{label}", f"no {label.upper()}", "Structure", made.answer({**parts, label: []}), MISSING)
        bad("structure", "two-ids", "two identities", "Structure", made.answer({**parts, "idr": [BOB, ALICE]}), UNEXPECTED)
        for label in ("dh", "chash", "v", "err", "sakke", "ticket"):
            bad("structure", f"with-{label}", f"{label.upper()} has no place here", "Structure",
                made.answer({**parts, "pke": [*parts["pke"], OTHERS[label]]}), UNEXPECTED)
        for data_type in sorted(ASSIGNED["data-type"] - {6, 10}):
            bad("structure", f"data-type-{data_type}", f"data type {data_type}", "DataType", made.answer(data_type=data_type), "WRONG_DATA_TYPE")
        bad("mismatch", "csb-id", "another CSB ID", "Structure", made.answer(csb_id=CSB_ID ^ 1), "MISMATCH")
        bad("mismatch", "prf", "another PRF", "Structure", made.answer(prf=1), "MISMATCH")
        bad("mismatch", "time", "a timestamp of its own", "Time", made.answer(timestamp=ntp(NTP_2026_11_01_NOON + 1)), "MISMATCH")
        bad("structure", "cut", "an octet is missing", "Malformed", whole[:-1], "MALFORMED")
        extension = [(21, {"extensionType": 4, "data": number(GROUP_CSB_ID, 4)})]
        bad("structure", "extension", "the CSB ID of a group is there for two, or is not there for a group", "Group",
            made.answer({**parts, "extension": [] if made.group else extension}), MISSING if made.group else UNEXPECTED)
        bad("structure", "rand", "both ends sent a RAND, or neither", "Structure",
            made.answer({**parts, "rand": [] if made.group else [(11, {"rand": RAND})]}), MISSING if made.group else UNEXPECTED)
    bad_extension = group_of.answer_payloads()
    for size in (0, 3, 5):
        add("group-structure", f"csb-id-of-{size}", f"a CSB ID of {size} octets", "Group", group_of,
            [refused(group_of.answer({**bad_extension, "extension": [(21, {"extensionType": 4, "data": bytes(size)})]}), UNEXPECTED)])
    add("group-structure", "no-sp", "no policy", "Policy", group_of, [refused(group_of.answer({**bad_extension, "sp": []}), MISSING)])
    add("group-readings", "header-csb-id", "the keys that protect the answer have the CSB ID of the header", "Compatibility", group_of,
        [refused(group_of.answer(protecting=CSB_ID), FORGED)])
    for label, data in (("for-bob", envelope("bob", ENVELOPE_KEY)), ("zeros", bytes(256)), ("short", bytes(255)),
                        ("other-key", envelope("alice", bytes(16)))):
        add("envelope", label, f"an envelope that does not open to the key: {label}", "Envelope", pair,
            [refused(RsarOffer(envelope=data).answer(), FORGED)])
    for label, inside in (("no-idr", Message.chain([(20, TGK)]).octets), ("no-key", Message.chain([BOB]).octets), ("garbage", b"\xff" * 20)):
        add("key-data", label, f"key data that makes no sense: {label}", "KeyData", pair,
            [refused(RsarOffer(inside=bytes(inside)).answer(), "KEYS_UNUSABLE")])
    return cases.tests
