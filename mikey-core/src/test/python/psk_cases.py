"""Cases of the pre-shared key method, seen from the Responder: what it must accept, with the keys that come of it and the
answer it gives, and what it must refuse, with the reason and what it may tell the sender."""
from protection import Protection
from psk import ALICE, BOB, CS, CSB_ID, FILLED, NOW, NTP_2026_11_01_NOON, PSK, RAND, TGK, Offer, ntp, sp
from wire import ASSIGNED, Message, number

NOTES = {
    "Algorithms": "A combination of PRF, cipher and MAC.",
    "Keys": "A kind, a size or a number of keys.",
    "KeyLength": "A pre-shared key or TGK around the edges of the PRF's 256-bit blocks (RFC 3830, 4.1.2).",
    "Map": "The crypto session map.",
    "Identity": "Whose identities are there, and whether they are the right ones (RFC 3830, 3.1).",
    "Policy": "The SRTP policy decides on the sizes of TEK and salt (RFC 3830, 6.10.1; RFC 7714, 15).",
    "Extension": "General extensions are authenticated and, where unknown, skipped (RFC 3830, 6.15).",
    "Time": "The timestamp against the local clock (RFC 3830, 5.4 and 4.2.8).",
    "Replay": "The same message again (RFC 3830, 5.4).",
    "Retransmission": "The same message again in the context it lawfully came in, such as a SIP dialog: same answer, one bundle.",
    "Counter": "COUNTER timestamps go up for each peer and key.",
    "Update": "Updating a bundle (RFC 3830, 4.5).",
    "Unprotected": "NULL encryption or NULL MAC: only where the settings allow it (RFC 3830, 4.2.3 and 4.2.4).",
    "Tampered": "One bit is not what the sender sent.",
    "WrongKey": "Made with another key, or another derivation, than the Responder's.",
    "Compatibility": "A departure of other implementations, accepted by name only.",
    "DataType": "Not the I_MESSAGE of this mode.",
    "Structure": "A payload is missing, twice, or not one of this message (RFC 3830, 3.1).",
    "KeyData": "Authentic, but the key data makes no sense. The MAC is right, so only an insider can do this.",
    "Malformed": "Not a well-formed message; see the wire vectors.",
}
WINDOW = 300
AGAIN = "2026-11-01T12:00:01Z"
WRAPPABLE = {"keyType": 0, "kv": 1, "key": bytes(range(0xA0, 0xB0)), "spi": b"\x01\x02\x03"}


def step(message, result, **more):
    return {"at": more.pop("at", NOW), "message": bytes(message).hex(), "result": result, **more}


def accepted(offer, sizes=(16, 14), **more):
    """`transported` is what a maker of the same message starts from."""
    transported = [{name: value if isinstance(value, int) else value.hex() for name, value in key.items()}
                   for key in offer.keys]
    expect = {"transported": transported, "keys": offer.session(sizes)}
    if offer.v:
        expect["answer"] = offer.answer().hex()
    return step(offer.octets(), "accepted", **expect, **more)


def instead(original, octets, **more):
    """Another message that leads to the same."""
    return dict({k: v for k, v in original.items() if k != "transported"}, message=bytes(octets).hex(), **more)


def refused(message, reason, error=None, authenticated=False, **more):
    """`error` is the error number that the sender is told, if any; `authenticated` whether keys protect that message."""
    told = {} if error is None else {"error": error, "authenticated": authenticated}
    return step(message, "refused", reason=reason, **told, **more)


class Cases:
    def __init__(self):
        self.tests = {}

    def add(self, group, ident, comment, flag, steps, result=None, **setup):
        if result is None:
            result = "invalid" if steps[-1]["result"] == "refused" else "valid"
        self.tests.setdefault(group, []).append(
            {"id": f"psk-{group}-{ident}".lower().replace("_", "-"), "comment": comment, "result": result, "flags": [flag],
             "setup": {"psk": PSK.hex(), "fill": f"{FILLED:08x}", **setup}, "steps": steps})

    def valid(self, group, ident, comment, flag, offer, sizes=(16, 14), **setup):
        self.add(group, ident, comment, flag, [accepted(offer, sizes)], "acceptable" if setup.get("options") else "valid", **setup)

    def invalid(self, group, ident, comment, flag, message, reason, error=None, authenticated=False, **setup):
        self.add(group, ident, comment, flag, [refused(message, reason, error, authenticated)], **setup)


def changed(octets, at, mask):
    out = bytearray(octets)
    out[at] ^= mask
    return bytes(out)


def algorithms(cases):
    for function in (0, 1):
        for encr in (1, 2, 3):
            for mac in (1, 2):
                for v in (0, 1):
                    cases.valid("algorithms", f"prf-{function}-encr-{encr}-mac-{mac}-v-{v}", "a combination of algorithms",
                                "Algorithms", Offer(prf=function, encr=encr, mac=mac, v=v, keys=(WRAPPABLE,)))
    for function in (2, 111, 112, 127):
        cases.invalid("algorithms", f"prf-{function}", "a PRF that nobody knows", "Algorithms", Offer(prf=function).octets(),
                      "UNSUPPORTED_PRF", 2)
    for encr in (4, 240, 241, 255):
        cases.invalid("algorithms", f"encr-{encr}", "a cipher that nobody knows", "Algorithms",
                      Offer(encr=encr, encrypted=bytes(20)).octets(), "UNSUPPORTED_ENCRYPTION", 4)
    for mac in (3, 240, 241, 255):
        octets = bytearray(Offer(mac=1).octets())
        octets[-21] = mac
        cases.invalid("algorithms", f"mac-{mac}", "a MAC that nobody knows", "Algorithms", octets, "UNSUPPORTED_MAC", 3)


def unprotected(cases):
    tek_and_salt = {"keyType": 3, "key": bytes(16), "salt": bytes(range(14))}
    for mac in (0, 1, 2):
        offer = Offer(encr=0, mac=mac, v=0, keys=(tek_and_salt,))
        cases.valid("unprotected", f"mac-{mac}-allowed", f"NULL encryption with MAC {mac}, where NULL is allowed",
                    "Unprotected", offer, options=["ALLOW_NULL"])
        reason, error = ("UNSUPPORTED_ENCRYPTION", 4) if mac else ("UNSUPPORTED_MAC", 3)
        cases.invalid("unprotected", f"mac-{mac}", f"NULL encryption with MAC {mac}, where NULL is not allowed", "Unprotected",
                      offer.octets(), reason, error)
    for encr in (1, 2, 3):
        offer = Offer(encr=encr, mac=0, v=0, keys=(WRAPPABLE,))
        for options in ([], ["ALLOW_NULL"]):
            cases.invalid("unprotected", f"encr-{encr}-mac-0{'-allowed' if options else ''}",
                          "a NULL MAC goes with NULL encryption only", "Unprotected", offer.octets(), "UNSUPPORTED_MAC", 3,
                          options=options)
    asks = Offer(encr=0, mac=0, v=1, keys=(tek_and_salt,))
    cases.invalid("unprotected", "v", "a NULL MAC, and an answer asked for that could not be verified", "Unprotected",
                  asks.octets(), "UNSUPPORTED_MAC", 3, options=["ALLOW_NULL"])
    bare = Offer(encr=0, mac=0, v=0, rand=b"", keys=({"keyType": 2, "key": bytes(30)},))
    cases.invalid("unprotected", "no-rand", "NULL and no RAND", "Unprotected", bare.octets(), "MISSING_PAYLOAD", 12,
                  options=["ALLOW_NULL"])
    cases.valid("unprotected", "no-rand-accepted", "NULL, a TEK and no RAND, as ONVIF's examples have it", "Compatibility", bare,
                options=["ALLOW_NULL", "NULL_WITHOUT_RAND"])
    cases.invalid("unprotected", "no-rand-tgk", "a TGK without RAND derives nothing", "Unprotected",
                  Offer(encr=0, mac=0, v=0, rand=b"").octets(), "KEYS_UNUSABLE", 12,
                  options=["ALLOW_NULL", "NULL_WITHOUT_RAND"])


def keys(cases):
    for key_type in range(4):
        for kv, validity in ((0, {}), (1, {"spi": b"\0\0\0\1"}), (2, {"validFrom": bytes(6), "validTo": b"\xff" * 6})):
            key = {"keyType": key_type, "kv": kv, "key": bytes(range(0x80, 0x90)), **validity}
            if key_type in (1, 3):
                key["salt"] = bytes(range(0x40, 0x4E))
            cases.valid("keys", f"type-{key_type}-kv-{kv}", f"key data type {key_type}, KV {kv}", "Keys", Offer(keys=(key,)))
    for size in (1, 7, 8, 15, 16, 17, 20, 31, 32, 33, 63, 64, 65, 96, 128, 255):
        octets = bytes(range(1, size + 1))
        cases.valid("keys", f"psk-of-{size}", f"a pre-shared key of {size} octets", "KeyLength", Offer(psk=octets),
                    psk=octets.hex())
        for function in (0, 1):
            cases.valid("keys", f"tgk-of-{size}-prf-{function}", f"a TGK of {size} octets, PRF {function}", "KeyLength",
                        Offer(keys=({"keyType": 0, "key": octets},), prf=function))
    for size in (1, 8, 15, 16, 17, 31, 32, 64, 128, 255):
        cases.add("keys", f"rand-of-{size}", f"a RAND of {size} octets", "Keys", [accepted(Offer(rand=bytes(range(size))))],
                  "acceptable" if size < 16 else None)
    for size in (1, 4, 128, 255):
        cases.valid("keys", f"spi-of-{size}", f"an SPI of {size} octets", "Keys",
                    Offer(keys=(dict(TGK, kv=1, spi=bytes(range(size))),)))
    for count in (2, 3, 8):
        many = tuple(dict(TGK, kv=1, key=bytes([i] * 16), spi=bytes([0, i])) for i in range(count))
        cases.valid("keys", f"times-{count}", f"{count} TGKs, each with its MKI", "Keys", Offer(keys=many))
    mixed = (dict(TGK, kv=1, spi=b"\1"), {"keyType": 3, "kv": 1, "key": bytes(16), "salt": bytes(14), "spi": b"\2"})
    cases.valid("keys", "mixed", "a TGK and a TEK with its salt", "Keys", Offer(keys=mixed))


def maps(cases):
    for count in (0, 1, 2, 3, 16, 255):
        cs = [{"policyNo": 0, "ssrc": 0x10000 + i, "roc": i} for i in range(count)]
        cases.valid("map", f"cs-{count}", f"{count} crypto sessions", "Map", Offer(cs=cs))
    for ssrcs in ((0,), (0, 0), (0, 5, 0)):
        cs = [{"policyNo": 0, "ssrc": ssrc, "roc": 0} for ssrc in ssrcs]
        label = "-".join(map(str, ssrcs))
        cases.valid("map", f"ssrc-{label}", "the Responder fills in the SSRCs that are 0", "Map", Offer(cs=cs))
        cases.valid("map", f"ssrc-{label}-v-0", "nobody fills in SSRCs if no answer is asked for", "Map", Offer(cs=cs, v=0))
    cases.valid("map", "empty", "an empty map", "Map", Offer(cs=[], map_type=1))
    for roc in (1, 0x7FFFFFFF, 0xFFFFFFFF):
        cases.valid("map", f"roc-{roc:08x}", "a rollover counter", "Map", Offer(cs=[{"policyNo": 0, "ssrc": 1, "roc": roc}]))


def identities(cases):
    for label, ids in (("none", ()), ("idi", (ALICE,)), ("both", (ALICE, BOB)),
                       ("nai", ((6, {"idType": 0, "idData": b"alice@example.org"}),)),
                       ("octets", ((6, {"idType": 2, "idData": bytes(range(32))}),))):
        cases.valid("identities", label, f"identities: {label}", "Identity", Offer(ids=ids))
    alice, bob = ({"type": 1, "data": i[1]["idData"].hex()} for i in (ALICE, BOB))
    known = {"initiator": alice, "responder": bob}
    cases.valid("identities", "both-expected", "the identities that belong to the key", "Identity", Offer(), **known)
    cases.add("identities", "known-otherwise", "identities that are not on the wire enter the verification MAC all the same",
              "Identity", [instead(accepted(Offer()), Offer(ids=()).octets())], **known)
    mallory = (6, {"idType": 1, "idData": b"sip:mallory@example.org"})
    nai = (6, {"idType": 0, "idData": ALICE[1]["idData"]})
    cut = (6, {"idType": 1, "idData": ALICE[1]["idData"][:-1]})
    for label, ids in (("idi", (mallory, BOB)), ("idr", (ALICE, mallory)), ("swapped", (BOB, ALICE)), ("id-type", (nai, BOB)),
                       ("prefix", (cut, BOB))):
        cases.invalid("identities", f"wrong-{label}", "an identity that does not belong to the key", "Identity",
                      Offer(ids=ids).octets(), "IDENTITY_REFUSED", 7, True, **known)
    cases.invalid("identities", "three", "three identities", "Identity", Offer(ids=(ALICE, BOB, mallory)).octets(),
                  "UNEXPECTED_PAYLOAD", 12)


CM = {0: b"\1", 1: b"\x10", 2: b"\1", 3: b"\x14", 4: b"\x0e", 7: b"\1", 8: b"\1", 10: b"\1", 11: b"\x0a"}
GCM = {0: b"\6", 1: b"\x10", 4: b"\x0c", 20: b"\x10"}


def policies(cases):
    good = [("none-given", {}, (16, 14)), ("cm-128", CM, (16, 14)), ("cm-192", {**CM, 1: b"\x18"}, (24, 14)),
            ("cm-256", {**CM, 1: b"\x20"}, (32, 14)), ("tag-4", {**CM, 11: b"\4"}, (16, 14)), ("gcm-128", GCM, (16, 12)),
            ("gcm-256", {**GCM, 1: b"\x20"}, (32, 12)), ("gcm-bare", {0: b"\6"}, (16, 12)), ("f8", {**CM, 0: b"\2"}, (16, 14)),
            ("null-encryption", {**CM, 7: b"\0", 8: b"\0"}, (16, 14)), ("no-authentication", {**CM, 10: b"\0"}, (16, 14)),
            ("prefix", {**CM, 12: b"\4"}, (16, 14)), ("rate", {**CM, 6: b"\1\0"}, (16, 14)),
            ("rate-max", {**CM, 6: b"\1\0\0\0"}, (16, 14)), ("salt-8", {**CM, 4: b"\x08"}, (16, 8)),
            ("zero-padded", {**CM, 1: b"\0\0\0\x20"}, (32, 14))]
    for label, parameters, sizes in good:
        cases.valid("policies", label, f"a policy: {label}", "Policy", Offer(policies=(sp(0, 0, *parameters.items()),)), sizes)
    bad = [("encryption-9", {**CM, 0: b"\x09"}), ("encryption-255", {**CM, 0: b"\xff"}), ("authentication-5", {**CM, 2: b"\5"}),
           ("prf-3", {**CM, 5: b"\3"}), ("fec-1", {**CM, 9: b"\1"}), ("key-0", {**CM, 1: b"\0"}), ("key-15", {**CM, 1: b"\x0f"}),
           ("key-17", {**CM, 1: b"\x11"}), ("key-33", {**CM, 1: b"\x21"}), ("key-256", {**CM, 1: b"\1\0"}),
           ("salt-15", {**CM, 4: b"\x0f"}), ("tag-0", {**CM, 11: b"\0"}), ("tag-21", {**CM, 11: b"\x15"}),
           ("rate-3", {**CM, 6: b"\3"}), ("rate-2-25", {**CM, 6: b"\2\0\0\0"}), ("srtp-encryption-2", {**CM, 7: b"\2"}),
           ("srtcp-encryption-2", {**CM, 8: b"\2"}), ("authentication-off-2", {**CM, 10: b"\2"}),
           ("roc-rate-0", {**CM, 13: b"\0\0"}), ("parameter-21", {**CM, 21: b"\0"}), ("parameter-255", {**CM, 255: b"\0"}),
           ("no-value", {**CM, 0: b""}), ("gcm-key-24", {**GCM, 1: b"\x18"}), ("gcm-salt-14", {**GCM, 4: b"\x0e"}),
           ("gcm-tag-8", {**GCM, 20: b"\x08"}), ("gcm-prf-1", {**GCM, 5: b"\1"}), ("cm-aead-tag", {**CM, 20: b"\x10"})]
    for label, parameters in bad:
        cases.invalid("policies", f"bad-{label}", f"a policy that cannot be met: {label}", "Policy",
                      Offer(policies=(sp(0, 0, *parameters.items()),)).octets(), "POLICY_REFUSED", 10, True)
    cases.invalid("policies", "bad-twice", "a parameter twice", "Policy",
                  Offer(policies=(sp(0, 0, *CM.items(), (0, b"\1")),)).octets(), "POLICY_REFUSED", 10, True)
    for prot_type in (1, 2, 240, 255):
        cases.invalid("policies", f"prot-type-{prot_type}", "a policy for another security protocol", "Policy",
                      Offer(policies=(sp(0, prot_type),)).octets(), "UNSUPPORTED_PROTOCOL", 9, True)
    long_key = sp(7, 0, *{**CM, 1: b"\x20"}.items())
    cases.valid("policies", "two-one-used", "two policies of which the map uses one", "Policy",
                Offer(policies=(sp(0, 0, *CM.items()), long_key), cs=[{"policyNo": 0, "ssrc": 1, "roc": 0}]))
    cases.valid("policies", "number-7", "the policy number is a label, not an index", "Policy",
                Offer(policies=(long_key,), cs=[{"policyNo": 7, "ssrc": 1, "roc": 0}]), (32, 14))
    for kind, data in ((0, b"vendor"), (1, b"mikey"), (3, bytes.fromhex("0003010203")), (200, b"unknown"), (241, b""),
                       (255, b"x" * 300)):
        offer = Offer(extensions=((21, {"extensionType": kind, "data": data}),))
        cases.valid("policies", f"extension-{kind}", f"a general extension of type {kind}", "Extension", offer)


def times(cases):
    noon = NTP_2026_11_01_NOON
    for label, seconds, fraction in (("now", 0, 0), ("earliest", -WINDOW, 0), ("latest", WINDOW, 0), ("fraction", 1, 1 << 31)):
        for ts_type in (0, 1):
            cases.valid("time", f"{label}-type-{ts_type}", f"a timestamp {seconds} s from now, TS type {ts_type}", "Time",
                        Offer(timestamp=ntp(noon + seconds, fraction), ts_type=ts_type))
    for label, seconds, fraction in (("late", WINDOW, 1 << 31), ("early", -WINDOW - 1, 1 << 31), ("late-1", WINDOW + 1, 0),
                                     ("early-1", -WINDOW - 1, 0), ("day-late", 86400, 0), ("day-early", -86400, 0),
                                     ("half-era", 1 << 31, 0), ("zero", -noon, 0), ("max", -noon - 1, 0xFFFFFFFF)):
        for ts_type in (0, 1):
            cases.invalid("time", f"{label}-type-{ts_type}", f"a timestamp {seconds} s and {fraction}/2^32 from now", "Time",
                          Offer(timestamp=ntp(noon + seconds, fraction), ts_type=ts_type).octets(), "TIMESTAMP_OUTSIDE_WINDOW")
    # The seconds overflow at 2036-02-07T06:28:16Z.
    for label, seconds, at in (("before", 0xFFFFFFFF, "2036-02-07T06:28:15Z"), ("after", 0, "2036-02-07T06:28:16Z"),
                               ("from-before", 0xFFFFFFFF, "2036-02-07T06:28:20Z"), ("from-after", 10, "2036-02-07T06:28:10Z"),
                               ("later", 100000, "2036-02-08T10:14:56Z")):
        cases.add("time", f"era-{label}", "around the overflow of the seconds in 2036", "Time",
                  [dict(accepted(Offer(timestamp=ntp(seconds))), at=at)])
    cases.add("time", "era-too-early", "the overflow does not make old messages new", "Time",
              [refused(Offer(timestamp=ntp(0xFFFFFFFF)).octets(), "TIMESTAMP_OUTSIDE_WINDOW", at="2036-02-07T07:00:00Z")])
    cases.invalid("time", "ntp-utc-32", "a kind of timestamp that belongs to other modes", "Time",
                  Offer(timestamp=number(noon, 4), ts_type=3).octets(), "TIMESTAMP_UNSUPPORTED", 1)


def counter(value):
    return Offer(timestamp=number(value, 4), ts_type=2)


def replays(cases):
    offer = Offer()
    octets = offer.octets()
    cases.add("replay", "again", "the same message a second later", "Replay",
              [accepted(offer), refused(octets, "REPLAYED", at=AGAIN)])
    cases.add("replay", "other-context", "the same message in another context", "Replay",
              [accepted(offer, context="01"), refused(octets, "REPLAYED", at=AGAIN, context="02")])
    cases.add("replay", "without-context", "the same message, now without a context", "Replay",
              [accepted(offer, context="01"), refused(octets, "REPLAYED", at=AGAIN)])
    repeated = step(octets, "repeated", answer=offer.answer().hex(), at=AGAIN, context="01")
    cases.add("replay", "retransmission", "the same message in the same context", "Retransmission",
              [accepted(offer, context="01"), repeated, dict(repeated, at="2026-11-01T12:04:59Z")], "valid")
    silent = Offer(v=0)
    cases.add("replay", "retransmission-without-answer", "a message that asks for no answer, again in the same context",
              "Retransmission", [accepted(silent, context="01"), step(silent.octets(), "repeated", at=AGAIN, context="01")], "valid")
    later = Offer(timestamp=ntp(NTP_2026_11_01_NOON, 1))
    cases.add("replay", "next-message", "another message with the next timestamp", "Replay", [accepted(offer), accepted(later)])
    cases.add("replay", "other-mac", "the same content under a wrong MAC: recognised before any key is used", "Replay",
              [accepted(offer), refused(changed(octets, -1, 1), "REPLAYED", at=AGAIN)])
    cases.add("replay", "forged-first", "a forgery does not fill the cache: the true message is accepted after it", "Replay",
              [refused(changed(octets, -1, 1), "AUTHENTICATION_FAILED"), accepted(offer)])
    cases.add("replay", "refused-twice", "a refused message is refused for the same reason again", "Replay",
              [refused(Offer(v=0, policies=(sp(0, 9),)).octets(), "UNSUPPORTED_PROTOCOL", 9, True)] * 2)
    cases.add("replay", "counter-up", "counters that go up", "Counter",
              [accepted(counter(1)), accepted(counter(2)), accepted(counter(0xFFFFFFFF))])
    cases.add("replay", "counter-same", "a counter for the second time", "Counter",
              [accepted(counter(5)), refused(counter(5).octets(), "TIMESTAMP_NOT_NEWER")])
    cases.add("replay", "counter-down", "a counter that goes down", "Counter",
              [accepted(counter(5)), refused(counter(4).octets(), "TIMESTAMP_NOT_NEWER")])
    cases.add("replay", "counter-forged", "a forgery does not move the counter", "Counter",
              [refused(changed(counter(9).octets(), -1, 1), "AUTHENTICATION_FAILED"), accepted(counter(5))])


def updates(cases):
    first = Offer(keys=(dict(TGK, kv=1, spi=b"\1"),))
    later = ntp(NTP_2026_11_01_NOON + 1)
    new = dict(TGK, kv=1, key=bytes(range(0xC0, 0xD0)), spi=b"\2")

    def update(**given):
        return Offer(update=True, **{"timestamp": later, "keys": (new,), **given})

    def fresh(offer, sizes=(16, 14)):
        return accepted(offer, sizes, update=True)

    def kept(offer):
        """An update without keys: the established ones continue."""
        shown = Offer(**dict(offer.given, keys=first.keys))
        return dict(accepted(offer, update=True), keys=shown.session())

    def good(ident, comment, *steps):
        cases.add("update", ident, comment, "Update", [accepted(first), *steps])

    def bad(ident, comment, offer, reason, error=None, authenticated=False):
        cases.add("update", ident, comment, "Update",
                  [accepted(first), refused(offer.octets(), reason, error, authenticated, update=True)])

    good("new-key", "a new TGK, same CSB ID and RAND", fresh(update()))
    good("no-key", "no key: the established ones continue", kept(update(keys=())))
    good("new-key-v-0", "a new TGK, no answer asked for", fresh(update(v=0)))
    good("no-ids", "identities left out", instead(fresh(update()), update(ids=()).octets()))
    good("more-cs", "one more crypto session",
         kept(update(keys=(), cs=CS + [{"policyNo": 0, "ssrc": 0x33333333, "roc": 0}])))
    good("fewer-cs", "one crypto session less", kept(update(keys=(), cs=CS[:1])))
    second, third = update(), update(keys=(dict(new, spi=b"\3"),), timestamp=ntp(NTP_2026_11_01_NOON + 2))
    good("two", "two updates one after the other", fresh(second), fresh(third))
    good("policy", "new keys under a new policy", fresh(update(policies=(sp(0, 0, (1, b"\x20")),)), (32, 14)))
    bad("older", "an older timestamp", update(timestamp=ntp(NTP_2026_11_01_NOON - 1)), "TIMESTAMP_NOT_NEWER")
    bad("same-time", "the same timestamp", update(timestamp=ntp()), "TIMESTAMP_NOT_NEWER")
    bad("rand", "an update with a RAND", Offer(keys=(new,), timestamp=later), "UNEXPECTED_PAYLOAD", 12)
    bad("csb-id", "an update of another bundle", update(csb_id=CSB_ID + 1), "MISMATCH")
    bad("prf", "an update under another PRF", update(prf=1), "UNSUPPORTED_PRF", 2)
    bad("other-rand", "an update under keys from another RAND", update(rand=bytes(16)), "AUTHENTICATION_FAILED")
    bad("other-psk", "an update under another key", update(psk=bytes(16)), "AUTHENTICATION_FAILED")
    mallory = (6, {"idType": 1, "idData": b"sip:mallory@example.org"})
    bad("other-idi", "an update from another Initiator", update(ids=(mallory, BOB)), "IDENTITY_REFUSED", 7, True)
    cases.add("update", "unknown", "an update where there is no bundle", "Update",
              [refused(update().octets(), "MISSING_PAYLOAD", 12)])
    cases.add("update", "replayed", "an update for the second time", "Update",
              [accepted(first), fresh(second), refused(second.octets(), "REPLAYED", update=True)])
    cases.add("update", "back", "an update that is overtaken by a later one", "Update",
              [accepted(first), fresh(third), refused(second.octets(), "TIMESTAMP_NOT_NEWER", update=True)])
    cases.add("update", "first-without-key", "the message that begins a bundle has no key", "Update",
              [refused(Offer(keys=()).octets(), "KEYS_UNUSABLE", 12, True)])


def tampering(cases):
    group, reason = "tampered", "AUTHENTICATION_FAILED"
    for mac, size in ((1, 20), (2, 32)):
        whole = Offer(mac=mac).octets()
        for i in range(size):
            cases.invalid(group, f"mac-{mac}-octet-{i}", f"bit {i % 8} of octet {i} of the MAC", "Tampered",
                          changed(whole, len(whole) - size + i, 1 << i % 8), reason)
        cases.invalid(group, f"mac-{mac}-zero", "a MAC of zeros", "Tampered", whole[:-size] + bytes(size), reason)
        cases.invalid(group, f"mac-{mac}-reversed", "a MAC backwards", "Tampered", whole[:-size] + whole[-size:][::-1], reason)
    offer = Offer(policies=(sp(0, 0, *CM.items()),), extensions=((21, {"extensionType": 1, "data": b"mikey"}),),
                  keys=(dict(TGK, kv=1, spi=b"\0\0\0\1"),))
    octets = offer.octets()
    message = Message(0, offer.payloads(), v=1, csb_id=CSB_ID, cs=CS)
    for payload, field, at, size, _ in message.marks:
        if field in ("csbId", "ssrc", "roc", "policyNo", "rand", "idData", "data", "v", "policyParam"):
            places = range(size) if size <= 4 else (2, 5, size - 1) if field == "policyParam" else (0, size // 2, size - 1)
            for i in places:
                cases.invalid(group, f"{payload}-{field}-{at + i}", f"a bit of octet {at + i}, {payload} {field}", "Tampered",
                              changed(octets, at + i, 0x80 if field == "v" else 1 << i % 8), reason)
        elif field == "tsValue":
            for i in (4, 7):
                cases.invalid(group, f"t-tsvalue-{i}", "a bit of the timestamp's fraction", "Tampered",
                              changed(octets, at + i, 1), reason)
    start = len(octets) - 21 - len(offer.key_data())
    for i in range(len(offer.key_data())):
        cases.invalid(group, f"encr-data-{i}", f"a bit of octet {i} of the encrypted keys", "Tampered",
                      changed(octets, start + i, 1 << i % 8), reason)
    for label, function, rand in (("prf", 1, RAND), ("rand", 0, bytes(16))):
        other = Protection(PSK, CSB_ID, rand, 1, 1, function)
        cases.invalid(group, f"other-{label}", f"keys derived with another {label}", "WrongKey",
                      octets[:-20] + other.tag(octets[:-20]), reason)
    for label, psk in (("zero", bytes(16)), ("first-bit", bytes([PSK[0] ^ 0x80]) + PSK[1:]),
                       ("last-bit", PSK[:-1] + bytes([PSK[-1] ^ 1])), ("shorter", PSK[:-1]), ("longer", PSK + b"\1"),
                       ("reversed", PSK[::-1])):
        cases.invalid(group, f"psk-{label}", f"made with another key: {label}", "WrongKey", Offer(psk=psk).octets(), reason)
    cases.invalid(group, "no-key", "the Responder knows no key for the sender", "WrongKey", Offer().octets(), reason, psk=None)
    short = Offer(auth_octets=16)
    cases.invalid(group, "auth-key-128", "an authentication key of 128 bits", "Compatibility", short.octets(), reason)
    cases.valid(group, "auth-key-128-accepted", "the same, accepted by name", "Compatibility", short, options=["AUTH_KEY_128"])
    for size in (32, 64):
        psk = bytes(range(size))
        bug = Offer(psk=psk, empty_last_block=True)
        cases.invalid(group, f"empty-block-{size}", "a PRF with an empty last block", "Compatibility", bug.octets(), reason,
                      psk=psk.hex())
        cases.valid(group, f"empty-block-{size}-accepted", "the same, accepted by name", "Compatibility", bug, psk=psk.hex(),
                    options=["PRF_EMPTY_LAST_BLOCK"])


OTHERS = {"pke": (2, {"c": 0, "data": bytes(8)}), "dh": (3, {"dhGroup": 1, "dhValue": bytes(96)}),
          "cert": (7, {"certType": 0, "certData": bytes(8)}), "chash": (8, {"hashFunc": 0, "hash": bytes(20)}),
          "v": (9, {"authAlg": 1, "verData": bytes(20)}), "err": (12, {"errorNo": 0}),
          "tr": (13, {"tsRole": 1, "tsType": 0, "tsValue": bytes(8)}), "idr": (14, {"idRole": 1, "idType": 0, "idData": b"x"}),
          "randr": (15, {"randRole": 1, "rand": bytes(16)}), "tp": (16, {"ticketType": 1}), "ticket": (17, {"ticketType": 1}),
          "ibake": (22, {"encrData": b"x"}), "esk": (23, {"encrData": b"x"}),
          "sakke": (26, {"sakkeParams": 1, "idScheme": 1, "sakkeData": b"x"})}


def structure(cases):
    group, offer = "structure", Offer()
    for data_type in sorted(ASSIGNED["data-type"] - {0}) + [27, 240, 255]:
        told = {} if data_type == 6 else {"error": 11}
        cases.invalid(group, f"data-type-{data_type}", f"data type {data_type}", "DataType", Offer(data_type=data_type).octets(),
                      "WRONG_DATA_TYPE", **told)
    t, rand, *rest = offer.payloads()
    missing, unexpected = "MISSING_PAYLOAD", "UNEXPECTED_PAYLOAD"
    for label, comment, payloads, reason, error in (
            ("no-t", "no T, so there is nothing to answer with either", [rand, *rest], missing, None),
            ("no-rand", "no RAND", [t, *rest], missing, 12), ("t-twice", "T twice", [t, t, rand, *rest], unexpected, 12),
            ("rand-twice", "RAND twice", [t, rand, rand, *rest], unexpected, 12),
            ("kemac-twice", "KEMAC twice", [t, rand, *rest, (1, {"encrAlg": 1, "macAlg": 0})], unexpected, 12)):
        cases.invalid(group, label, comment, "Structure", offer.octets(payloads), reason, error)
    cases.invalid(group, "no-kemac", "no KEMAC", "Structure", Message(0, [t, rand, *rest], v=1, csb_id=CSB_ID, cs=CS).octets,
                  missing, 12)
    cases.invalid(group, "header-only", "a header without payloads", "Structure", Message(0, [], csb_id=CSB_ID).octets, missing)
    policy = Offer(policies=(sp(0),))
    for label, order, of in (("rand-first", [rand, t, *rest], offer), ("ids-first", [*rest, t, rand], offer),
                             ("sp-first", [sp(0), t, *rest, rand], policy)):
        cases.add(group, f"order-{label}", "another order than the usual one (RFC 3830, 5.2 only recommends it)", "Structure",
                  [instead(accepted(of), of.octets(order))])
    for label, payload in OTHERS.items():
        cases.invalid(group, f"with-{label}", f"{label.upper()} has no place here", "Structure",
                      offer.octets([t, rand, *rest, payload]), unexpected, 12)
    for label, payload in (("sp", sp(3)), ("extension", (21, {"extensionType": 0, "data": b"x"})), ("err", OTHERS["err"]),
                           ("sign", (4, {"sType": 0, "signature": bytes(64)}))):
        cases.invalid(group, f"{label}-after-kemac", f"{label.upper()} behind the KEMAC, where no MAC covers it", "Structure",
                      offer.octets(after=[payload]), unexpected, 12)
    whole = offer.octets()
    for cut in (0, 1, 9, 10, 27, 28, len(whole) - 20, len(whole) - 1):
        told = {"error": 12} if cut >= 38 else {}
        cases.invalid(group, f"cut-at-{cut}", f"the first {cut} octets", "Malformed", whole[:cut], "MALFORMED", **told)
    cases.invalid(group, "trailing-zero", "one zero octet behind the message", "Malformed", whole + b"\0", "MALFORMED", 12)
    cases.invalid(group, "trailing-octets", "octets behind the message", "Malformed", whole + b"\1\2\3", "MALFORMED", 12)
    cases.add(group, "trailing-zero-accepted", "one zero octet behind the message, accepted by name", "Compatibility",
              [instead(accepted(offer), whole + b"\0")], "acceptable", options=["TRAILING_ZERO"])


def key_data(cases):
    def chain(*of):
        return bytes(Message.chain(list(of)).octets)

    group, reason = "key-data", "KEYS_UNUSABLE"
    one = chain((20, TGK))
    bad = [("one-octet", b"\0"), ("cut-in-length", one[:3]), ("cut-in-key", one[:10]), ("last-octet-missing", one[:-1]),
           ("one-octet-more", one + b"\0"), ("zero-length", bytes(4)), ("length-over", b"\0\0\xff\xff" + one[4:]),
           ("chain-runs-on", b"\x14" + one[1:]), ("type-8", b"\0\x80" + one[2:]), ("type-15", b"\0\xf0" + one[2:]),
           ("type-4", b"\0\x40" + one[2:]), ("type-5", b"\0\x50" + one[2:] + b"\0\1\1"), ("type-6", b"\0\x60" + one[2:]),
           ("type-7", b"\0\x70" + one[2:]), ("kv-3", b"\0\x03" + one[2:]), ("kv-15", b"\0\x0f" + one[2:]),
           ("salt-missing", b"\0\x10" + one[2:]), ("salt-empty", b"\0\x10" + one[2:] + b"\0\0"),
           ("spi-missing", b"\0\x01" + one[2:]), ("spi-empty", b"\0\x01" + one[2:] + b"\0"),
           ("interval-half", b"\0\x02" + one[2:] + b"\1\1"), ("interval-empty", b"\0\x02" + one[2:] + b"\0\0"),
           ("two-without-kv", chain((20, TGK), (20, TGK))),
           ("two-with-one-spi", chain((20, dict(TGK, kv=1, spi=b"\1")), (20, dict(TGK, kv=1, key=bytes(16), spi=b"\1")))),
           ("one-of-two-without-kv", chain((20, TGK), (20, dict(TGK, kv=1, spi=b"\1")))),
           ("next-rand", b"\x0b" + one[1:] + b"\0\1\1"), ("next-unknown", b"\x63" + one[1:] + b"\0"),
           ("next-id", chain((20, TGK), ALICE))]
    for label, plain in bad:
        cases.invalid(group, label, f"key data: {label}", "KeyData", Offer(plain=plain).octets(), reason, 12, True)
    for size in (1, 2, 3, 4):
        cases.invalid(group, f"junk-{size}", f"{size} octets that are no keys", "KeyData", Offer(plain=b"\xff" * size).octets(),
                      reason, 12, True)
    good = Offer(encr=2, keys=(WRAPPABLE,))
    wrapped = good.protection.encrypt(good.key_data(), b"")
    for label, encrypted in (("short", wrapped[:-8]), ("odd", wrapped[:-1]), ("8", bytes(8)), ("16", bytes(16)),
                             ("damaged", bytes(32)), ("1", b"\0")):
        cases.invalid(group, f"wrapped-{label}", f"wrapped key data: {label}", "KeyData",
                      Offer(encr=2, keys=(WRAPPABLE,), encrypted=encrypted).octets(), reason, 12, True)


def groups():
    cases = Cases()
    for make in (algorithms, unprotected, keys, maps, identities, policies, times, replays, updates, tampering, structure,
                 key_data):
        make(cases)
    return cases.tests
