"""Cases of MIKEY-SAKKE, seen from the Responder: whom it believes, for whom it opens, and what gives nothing away."""
import identity
from identity import P256, RFC6508, SAKKE, number
from psk import CSB_ID, FILLED, NTP_2026_11_01_NOON, ntp, sp
from psk_cases import AGAIN, WINDOW, changed, refused, step
from sakke import (
    A, ALICE, ALICE_2, ALICE_BEFORE, ALICE_NEXT, ALICE_URI, B, BOB, BOB_NEXT, CAROL, FALSE_ALICE, MALLORY, MALLORY_URI, NOW_PERIOD, PERIOD, SIGNATURE_OCTETS, SSV, TEL_ALICE, TEL_BOB, TEL_RFC, SakkeOffer, hidden, idr, key_parameters,
    named)
from wire import ASSIGNED, Message

NOTES = {
    "Algorithms": "PRF, RAND, timestamp and SAKKE parameters.",
    "Map": "The crypto session map.",
    "Policy": "The SRTP policy decides on the sizes of TEK and salt.",
    "Identity": "Who the message says that it is from and for, in clear or as UIDs, and in which roles (RFC 6509, 4.4; TS 33.180, E.7).",
    "Service": "Key management services: which are trusted, for whom, and whose keys were used (RFC 6509, 5).",
    "Period": "The key period, which the timestamp tells, and its boundaries (RFC 6509, 3.2; TS 33.180, F.2.1).",
    "Signer": "The signature is a good one of somebody else, or under keys of another period or service.",
    "Signature": "The ECCSI signature is not one (RFC 6507, 5.2.2).",
    "Encapsulation": "The encapsulated data are signed, and are not for this user, or no point that may be used (RFC 6508, 6.2.2).",
    "Lengths": "Values that begin with zero octets or have their top bit set keep their length (RFC 6508, 4).",
    "Extension": "The key for the sender itself, and what is said of the key (TS 33.180, E.5 and E.6).",
    "Time": "The timestamp against the local clock (RFC 3830, 5.4).",
    "Replay": "The same message again (RFC 3830, 5.4).",
    "Tampered": "One bit is not what the sender sent.",
    "Compatibility": "A departure of other implementations, accepted by name only.",
    "Structure": "A payload is missing, twice, or not one of this message (RFC 6509, 4.1).",
    "DataType": "Not the I_MESSAGE of this mode.",
    "Malformed": "Not a well-formed message; see the wire vectors.",
}
SETUP = {"root": "b", "external": ["a"], "own": ["bob"]}
TEL_SETUP = {"root": "tel", "external": [], "own": ["tel-bob"]}
FORGED, UNUSABLE, STRANGER = "AUTHENTICATION_FAILED", "KEYS_UNUSABLE", "IDENTITY_REFUSED"
FEBRUARY_2011 = 3506673600  # 2011-02-14T12:00:00Z


def accepted(offer, sizes=(16, 12), **more):
    return step(offer.octets(), "accepted", keys=offer.session(sizes), made=offer.made(), **more)


class Cases:
    def __init__(self):
        self.tests = {}

    def add(self, group, ident, comment, flag, steps, result=None, expecting=None, options=None, **setup):
        if result is None:
            result = "invalid" if steps[-1]["result"] == "refused" else "valid"
        keys = {**SETUP, **setup, **({"expecting": expecting} if expecting else {})}
        self.tests.setdefault(group, []).append(
            {"id": f"sakke-{group}-{ident}".lower(), "comment": comment, "result": result, "flags": [flag],
             "setup": {"psk": None, "fill": f"{FILLED:08x}", "identity": keys, **({"options": options} if options else {})},
             "steps": steps})

    def valid(self, group, ident, comment, flag, offer, sizes=(16, 12), at=None, **setup):
        self.add(group, ident, comment, flag, [accepted(offer, sizes, **({"at": at} if at else {}))], **setup)

    def invalid(self, group, ident, comment, flag, message, reason, error=None, at=None, **setup):
        self.add(group, ident, comment, flag, [refused(message, reason, error, **({"at": at} if at else {}))], **setup)


def algorithms(cases):
    for prf in (0, 1):
        cases.valid("algorithms", f"prf-{prf}", "a pseudo-random function", "Algorithms", SakkeOffer(prf=prf))
    cases.invalid("algorithms", "prf-2", "a PRF that nobody knows", "Algorithms", SakkeOffer(prf=2).octets(), "UNSUPPORTED_PRF", 2)
    for size in (16, 17, 32, 255):
        cases.valid("algorithms", f"rand-{size}", f"a RAND of {size} octets", "Algorithms",
                    SakkeOffer(rand=bytes(i % 256 for i in range(size))))
    cases.valid("algorithms", "v", "V is set, which means nothing here", "Algorithms", SakkeOffer(v=1))
    cases.tests["algorithms"][-1]["steps"][0].pop("made")
    cases.valid("algorithms", "ntp", "a timestamp of type NTP", "Algorithms", SakkeOffer(ts_type=1))
    cases.invalid("algorithms", "counter", "a counter, which tells no key period", "Algorithms",
                  SakkeOffer(ts_type=2, timestamp=bytes(4)).octets(), "TIMESTAMP_UNSUPPORTED", 1)
    for params in (0, 2, 240, 255):
        cases.invalid("algorithms", f"params-{params}", f"SAKKE params {params}", "Algorithms", SakkeOffer(params=params).octets(),
                      "UNSUPPORTED_ENCRYPTION", 4)
    for scheme in (0, 1, 3, 240, 255):
        cases.invalid("algorithms", f"id-scheme-{scheme}", f"ID scheme {scheme}, which is not that of the services", "Algorithms",
                      SakkeOffer(id_scheme=scheme).octets(), FORGED)


def maps(cases):
    group, flag = "maps", "Map"
    cases.valid(group, "empty", "the empty map: sessions are numbered elsewhere", flag, SakkeOffer(cs=(), map_type=1, policies=()))
    cases.valid(group, "one", "one session", flag, SakkeOffer(cs=[{"policyNo": 0, "ssrc": 0xCAFEBABE, "roc": 5}]))
    for cs_id in (0, 1, 4, 6, 255):
        generic = {"csId": cs_id, "protType": 0, "s": 0, "numberOfPs": 1, "ps": b"\0", "sessionDataLength": 0, "sessionData": b"",
                   "spiLength": 4, "spi": b"\x1d\xdd\x5b\xf0"}
        cases.valid(group, f"generic-{cs_id}", f"GENERIC-ID with CS ID {cs_id}, as mission-critical services number keys", flag,
                    SakkeOffer(cs=[generic], map_type=2))
    cases.valid("policies", "none", "no policy", "Policy", SakkeOffer(policies=()), (16, 14))
    cm = sp(0, 0, (0, b"\1"), (1, b"\x20"), (2, b"\1"), (3, b"\x14"), (4, b"\x0e"), (11, b"\x0a"))
    cases.valid("policies", "aes-cm-256", "AES-CM with 256 bits", "Policy", SakkeOffer(policies=(cm,)), (32, 14))
    group_default = sp(0, 0, (0, b"\6"), (1, b"\x10"), (2, b"\4"), (4, b"\x0c"), (5, b"\0"), (6, b"\0"), (18, b"\4"), (19, b"\0"),
                       (20, b"\x10"))
    cases.valid("policies", "mcx-group", "what mission-critical group calls use by default (TS 33.180, E.2)", "Policy",
                SakkeOffer(policies=(group_default,)))


def identities(cases):
    group, flag = "identities", "Identity"
    for id_type in (1, 2):
        offer = SakkeOffer(ids=hidden(ALICE, BOB, id_type))
        cases.valid(group, f"hidden-type-{id_type}", f"UIDs in roles 8 and 9, ID type {id_type}", flag, offer)
        cases.valid(group, f"hidden-expected-type-{id_type}", "the same, from whom signalling says", flag, offer, expecting=ALICE_URI)
    cases.invalid(group, "hidden-not-expected", "UIDs, from somebody else than signalling says", flag,
                  SakkeOffer(ids=hidden(ALICE, BOB)).octets(), FORGED, expecting=MALLORY_URI)
    cases.invalid(group, "hidden-as-another", "the UID of another, signed by whom signalling names", flag,
                  SakkeOffer(ids=hidden(MALLORY, BOB)).octets(), FORGED, expecting=ALICE_URI)
    cases.invalid(group, "not-expected", "from somebody else than signalling says", flag, SakkeOffer().octets(), FORGED,
                  expecting=MALLORY_URI)
    whole = named(ALICE, BOB)
    cases.valid(group, "no-idr", "no IDRr: only Bob can be meant", flag, SakkeOffer(ids=(whole[0], *whole[2:])))
    cases.invalid(group, "no-idr-two-users", "no IDRr, and two users whose keys are here", flag,
                  SakkeOffer(ids=(whole[0], *whole[2:])).octets(), STRANGER, 7, own=["bob", "carol"])
    cases.valid(group, "no-kmsr", "no IDRkmsr", flag, SakkeOffer(ids=whole[:3]))
    cases.valid(group, "no-idi", "no IDRi; signalling says who", flag, SakkeOffer(ids=whole[1:]), expecting=ALICE_URI)
    cases.invalid(group, "no-idi-unknown", "no IDRi, and nothing says who", flag, SakkeOffer(ids=whole[1:]).octets(), FORGED)
    cases.invalid(group, "no-kmsi", "no IDRkmsi, so it would be Bob's own service", flag,
                  SakkeOffer(ids=(*whole[:2], whole[3])).octets(), FORGED)
    cases.valid(group, "none", "no identities at all, within one service", flag, SakkeOffer(CAROL, BOB, ids=()), expecting=CAROL.uri)
    for label, comment, ids in (
            ("swapped", "IDRi and IDRr in each other's roles", (idr(2, ALICE_URI), idr(1, BOB.uri), *whole[2:])),
            ("swapped-uids", "UIDs in each other's roles", (idr(9, ALICE.identifier, 2), idr(8, BOB.identifier, 2), *whole[2:])),
            ("swapped-services", "IDRkmsi and IDRkmsr in each other's roles", (*whole[:2], idr(7, A.uri), idr(6, B.uri))),
            ("uid-as-uri", "UIDs in the roles of URIs", (idr(1, ALICE.identifier), idr(2, BOB.identifier), *whole[2:])),
            ("uri-as-uid", "URIs in the roles of UIDs", (idr(8, ALICE_URI), idr(9, BOB.uri), *whole[2:])),
            ("other-role", "the role of an application for the Initiator", (idr(5, ALICE_URI), *whole[1:]))):
        cases.invalid(group, label, comment, flag, SakkeOffer(ids=ids).octets(), FORGED)
    cases.invalid(group, "for-carol", "for another user of the service", flag, SakkeOffer(ALICE, CAROL).octets(), STRANGER, 7)
    cases.invalid(group, "for-carol-hidden", "for another user's UID", flag,
                  SakkeOffer(ALICE, CAROL, ids=hidden(ALICE, CAROL)).octets(), STRANGER, 7)
    cases.valid(group, "tel", "telephone numbers with monthly keys", flag, SakkeOffer(TEL_ALICE, TEL_BOB), **TEL_SETUP)
    cases.invalid(group, "tel-formatted", "a number with separators, which is no identifier", flag,
                  SakkeOffer(TEL_ALICE, TEL_BOB, ids=(idr(1, "tel:+44-7700-900001"), *named(TEL_ALICE, TEL_BOB)[1:])).octets(), FORGED,
                  **TEL_SETUP)


def services(cases):
    group, flag = "services", "Service"
    whole = named(ALICE, BOB)
    cases.invalid(group, "not-trusted", "the sender's service is not trusted", flag, SakkeOffer().octets(), FORGED, external=[])
    cases.invalid(group, "other-domain", "the sender's service vouches for another domain only", flag, SakkeOffer().octets(), FORGED,
                  external=["a-limited"])
    cases.invalid(group, "other-keys", "the sender's service is known with other keys", flag, SakkeOffer().octets(), FORGED,
                  external=["impostor"])
    for label, comment, ids, told in (
            ("unknown-kmsi", "IDRkmsi names a service that nobody knows", (*whole[:2], idr(6, "kms.x.example"), whole[3]), (FORGED,)),
            ("own-kmsi", "IDRkmsi names the receiver's service", (*whole[:2], idr(6, B.uri), whole[3]), (FORGED,)),
            ("other-kmsr", "IDRkmsr names the sender's service", (*whole[:3], idr(7, A.uri)), (STRANGER, 7)),
            ("unknown-kmsr", "IDRkmsr names a service that nobody knows", (*whole[:3], idr(7, "kms.x.example")), (STRANGER, 7))):
        cases.invalid(group, label, comment, flag, SakkeOffer(ids=ids).octets(), *told)
    cases.invalid(group, "senders-public-key", "encapsulated with the public key of the sender's service", flag,
                  SakkeOffer(service=A).octets(), UNUSABLE, 12)
    cases.invalid(group, "identifier-of-senders-service", "encapsulated to Bob's UID at the sender's service", flag,
                  SakkeOffer(to=A.identifier(BOB.uri, NOW_PERIOD)).octets(), UNUSABLE, 12)


def periods(cases):
    group, flag = "periods", "Period"
    boundary = (NOW_PERIOD + 1) * PERIOD
    last, first = "2026-11-25T23:59:59Z", "2026-11-26T00:00:00Z"
    both = {"own": ["bob", "bob-next"]}
    cases.valid(group, "last-second", "the last second of the period", flag, SakkeOffer(timestamp=ntp(boundary - 1)), at=last, **both)
    cases.valid(group, "last-fraction", "the last fraction of the period", flag,
                SakkeOffer(timestamp=ntp(boundary - 1, 0xFFFFFFFF)), at=last, **both)
    new = SakkeOffer(ALICE_NEXT, BOB_NEXT, timestamp=ntp(boundary))
    cases.valid(group, "first-second", "the first second of the next period", flag, new, at=first, **both)
    cases.valid(group, "late", "sent in the last second, received in the next period", flag,
                SakkeOffer(timestamp=ntp(boundary - 1)), at=first, **both)
    cases.invalid(group, "old-signature", "signed with the keys of the period before", flag,
                  SakkeOffer(ALICE, BOB_NEXT, timestamp=ntp(boundary)).octets(), FORGED, at=first, **both)
    cases.invalid(group, "early-signature", "signed with the keys of the period to come", flag,
                  SakkeOffer(ALICE_NEXT, BOB, timestamp=ntp(boundary - 1)).octets(), FORGED, at=last, **both)
    cases.invalid(group, "old-encapsulation", "encapsulated for the period before", flag,
                  SakkeOffer(ALICE_NEXT, BOB, timestamp=ntp(boundary)).octets(), UNUSABLE, 12, at=first, **both)
    cases.invalid(group, "early-encapsulation", "encapsulated for the period to come", flag,
                  SakkeOffer(ALICE, BOB_NEXT, timestamp=ntp(boundary - 1)).octets(), UNUSABLE, 12, at=last, **both)
    cases.invalid(group, "old-uid", "for the UID of the period before", flag,
                  SakkeOffer(ALICE_NEXT, BOB, timestamp=ntp(boundary), ids=hidden(ALICE_NEXT, BOB)).octets(), STRANGER, 7, at=first,
                  **both)
    cases.invalid(group, "no-keys-yet", "the receiver has no keys of the new period", flag, new.octets(), STRANGER, 7, at=first)
    cases.invalid(group, "no-keys-any-more", "the receiver has keys of the new period only", flag, SakkeOffer().octets(), STRANGER, 7,
                  own=["bob-next"])
    cases.invalid(group, "tel-month", "monthly keys of the month before", flag,
                  SakkeOffer(TEL_ALICE, TEL_BOB).octets(), STRANGER, 7, **{**TEL_SETUP, "own": ["tel-bob-before"]})


def signers(cases):
    offer = SakkeOffer()
    cases.valid("signers", "second-device", "another device of Alice's, with its own PVT", "Signer", SakkeOffer(ALICE_2))
    for label, comment, user in (("bob", "the receiver", BOB), ("mallory", "another user of the service", MALLORY),
                                 ("before", "Alice in the period before", ALICE_BEFORE), ("next", "Alice in the next period", ALICE_NEXT),
                                 ("false-service", "Alice as a service of the same name would have it", FALSE_ALICE)):
        cases.invalid("signers", label, f"signed by {comment}", "Signer", offer.octets(signer=user), FORGED)
    cases.add("signers", "headless", "the signature leaves out its type and length, which is accepted", "Compatibility",
              [{**accepted(offer), "message": offer.octets(headless=True).hex()}], "acceptable",
              options=["SIGNATURE_WITHOUT_SIGN_HEADER"])
    cases.tests["signers"][-1]["steps"][0].pop("made")
    cases.invalid("signers", "headless-strict", "the signature leaves out its type and length", "Compatibility",
                  offer.octets(headless=True), FORGED)


def signatures(cases):
    group, flag, offer = "signatures", "Signature", SakkeOffer()
    octets = offer.octets()
    at = len(octets) - SIGNATURE_OCTETS
    for i in range(SIGNATURE_OCTETS):
        part = "r" if i < 32 else "s" if i < 64 else "the form of PVT" if i == 64 else "PVT"
        cases.invalid(group, f"octet-{i:03d}", f"bit {i % 8} of octet {i}, in {part}", flag, changed(octets, at + i, 1 << i % 8), FORGED)
    r, s, pvt = octets[at:at + 32], octets[at + 32:at + 64], octets[at + 64:]
    negative = (P256.q - number(s)).to_bytes(32, "big")
    cases.add(group, "negative-s", "q - s in the place of s, which is a signature too (RFC 6507, 5.2.1)", flag,
              [{**{k: v for k, v in accepted(offer).items() if k != "made"},
                "message": offer.with_signature(r + negative + pvt).hex()}])
    zero, order = bytes(32), P256.q.to_bytes(32, "big")
    x = pvt[1:33]
    for label, comment, signature in (
            ("r-zero", "r is 0", zero + s + pvt), ("s-zero", "s is 0", r + zero + pvt), ("s-order", "s is q", r + order + pvt),
            ("s-ones", "s has all bits set", r + b"\xff" * 32 + pvt), ("r-modulus", "r is p", P256.p.to_bytes(32, "big") + s + pvt),
            ("r-ones", "r has all bits set", b"\xff" * 32 + s + pvt), ("zeros", "all zeros", bytes(129)),
            ("r-and-s-zero", "r and s are 0", zero + zero + pvt), ("swapped", "s before r", s + r + pvt),
            ("pvt-zero", "PVT is (0, 0), off the curve", r + s + b"\4" + bytes(64)),
            ("pvt-infinity", "PVT is written as the point at infinity", r + s + bytes(65)),
            ("pvt-compressed", "PVT has the form of a compressed point", r + s + bytes([2 + pvt[64] % 2]) + x + bytes(32)),
            ("pvt-negative", "the negative of PVT", r + s + b"\4" + x + ((P256.p - number(pvt[33:])) % P256.p).to_bytes(32, "big")),
            ("pvt-second-device", "the PVT of another device of Alice's", r + s + ALICE_2.pvt),
            ("pvt-kpak", "KPAK in the place of PVT", r + s + A.kpak),
            ("pvt-unreduced", "x of PVT without reduction", r + s + b"\4" + b"\xff" * 32 + pvt[33:]),
            ("short", "an octet is missing", octets[at:-1]), ("long", "an octet too many", octets[at:] + b"\0"),
            ("64", "r and s alone", r + s), ("1", "one octet", b"\0"), ("twice", "the signature twice", octets[at:] * 2)):
        cases.invalid(group, label, comment, flag, offer.with_signature(signature), FORGED)
    for s_type in (0, 1, 3, 15):
        cases.invalid(group, f"s-type-{s_type}", f"S type {s_type} on a signature of ECCSI", flag,
                      offer.with_signature(octets[at:], s_type), FORGED)
    other = SakkeOffer(csb_id=CSB_ID + 1).octets()
    cases.invalid(group, "of-another-message", "the signature of another message", flag,
                  offer.with_signature(other[-SIGNATURE_OCTETS:]), FORGED)


def order_four():
    """A point of order four: x^2 = -3."""
    p = SAKKE.p
    x = pow(p - 3, (p + 1) // 4, p)
    square = (x * x * x - 3 * x) % p
    y = pow(square, (p + 1) // 4, p)
    if y * y % p != square:
        x, y = p - x, pow(p - square, (p + 1) // 4, p)
    assert SAKKE.has((x, y)) and SAKKE.multiply(4, (x, y)) is None
    return x, y


def encapsulations(cases):
    group, flag, offer = "encapsulations", "Encapsulation", SakkeOffer()
    data = offer.encapsulated()
    point, h = data[:257], data[257:]
    outside = SAKKE.encode(SAKKE.add(SAKKE.decode(point), (0, 0)))
    again = SakkeOffer(ssv=bytes(16)).encapsulated()
    negative = SAKKE.encode((number(point[1:129]), SAKKE.p - number(point[129:])))
    for label, comment, bad in (
            ("off-curve-x", "x of R with one bit changed", changed(data, 100, 1)),
            ("off-curve-y", "y of R with one bit changed", changed(data, 200, 1)),
            ("form-2", "R has the form of a compressed point", b"\2" + data[1:]),
            ("form-0", "R has the form of infinity", b"\0" + data[1:]),
            ("infinity", "R is zeros", bytes(257) + h), ("order-2", "R is (0, 0), of order 2", b"\4" + bytes(256) + h),
            ("order-4", "R is of order 4", SAKKE.encode(order_four()) + h),
            ("outside", "R plus the point of order 2, outside the subgroup", outside + h),
            ("generator", "R is the generator", SAKKE.encode(SAKKE.generator) + h),
            ("public-key", "R is the service's public key", B.public_key + h), ("negative", "the negative of R", negative + h),
            ("unreduced", "x of R is p plus x where it fits, all ones otherwise", b"\4" + b"\xff" * 128 + data[129:]),
            ("mixed", "R and H of two encapsulations", point + again[257:]),
            ("h-zero", "H is zeros", point + bytes(16)), ("h-short", "H lacks an octet", data[:-1]),
            ("h-long", "H has an octet too many", data + b"\0"), ("no-h", "R alone", point), ("one-octet", "one octet", b"\4"),
            ("to-alice", "encapsulated to the sender", identity.encapsulate(A.public_key, ALICE.identifier, SSV)),
            ("to-carol", "encapsulated to another user", identity.encapsulate(B.public_key, CAROL.identifier, SSV))):
        cases.invalid(group, label, comment, flag, SakkeOffer(data=bad).octets(), UNUSABLE, 12)
    for i in range(16):
        cases.invalid(group, f"h-octet-{i:02d}", f"bit {i % 8} of octet {i} of H", flag,
                      SakkeOffer(data=changed(data, 257 + i, 1 << i % 8)).octets(), UNUSABLE, 12)


def lengths(cases):
    """With the keys of RFC 6508; see identity/rfc6508.json for what begins with zeros."""
    setup = {**TEL_SETUP, "own": ["tel-rfc"]}
    ids = (idr(1, TEL_RFC.uri), idr(2, TEL_RFC.uri))
    for edge in RFC6508["edges"]:
        if edge["identifier"] != TEL_RFC.identifier.hex() or len(edge["ssv"]) != 32:
            continue
        offer = SakkeOffer(TEL_RFC, TEL_RFC, ssv=bytes.fromhex(edge["ssv"]), timestamp=ntp(FEBRUARY_2011), ids=ids)
        cases.valid("lengths", edge["id"].split(" (")[0].replace(" ", "-").replace("^", ""). replace(",", "").replace("<", "below"), "a value that begins with zero octets or with its top bit set", "Lengths", offer,
                    at="2011-02-14T12:00:00Z", **setup)
    for label, ssv in (("zero", bytes(16)), ("ones", b"\xff" * 16), ("one", bytes(15) + b"\1")):
        cases.valid("lengths", f"ssv-{label}", "an extreme key", "Lengths", SakkeOffer(ssv=ssv))


def extensions(cases):
    group, flag = "extensions", "Extension"
    cases.valid(group, "to-self", "the key encapsulated to the sender, too", flag, SakkeOffer(too=True))
    cases.valid(group, "unknown", "an extension that nobody knows", flag,
                SakkeOffer(extensions=((21, {"extensionType": 240, "data": b"hi"}),)))
    gmk_id = 0x0DF9BC39
    guk_id = identity.user_key_id(SSV, gmk_id, BOB.uri)
    plain = bytes.fromhex("0000000001000000000000000000000000000100")
    data = key_parameters(SSV, guk_id, plain, bytes(range(16)))
    offer = SakkeOffer(csb_id=guk_id, too=True, extensions=((21, {"extensionType": 7, "data": data}),))
    cases.add(group, "group-key", f"a GMK with its parameters; the CSB ID is the GUK-ID of Bob, the GMK-ID {gmk_id:08x}", flag,
              [accepted(offer)])
    cases.tests[group][-1]["steps"][0]["made"].update(keyId=f"{gmk_id:08x}", keyParameters=plain.hex())


def times(cases):
    offer = SakkeOffer()
    for seconds in (-WINDOW, WINDOW):
        cases.valid("times", f"at-{seconds}", "at the edge of the window", "Time",
                    SakkeOffer(timestamp=ntp(NTP_2026_11_01_NOON + seconds)))
    for seconds in (-WINDOW - 1, WINDOW + 1):
        cases.invalid("times", f"at-{seconds}", "a second outside the window", "Time",
                      SakkeOffer(timestamp=ntp(NTP_2026_11_01_NOON + seconds)).octets(), "TIMESTAMP_OUTSIDE_WINDOW")
    cases.add("times", "again", "the same message a second later", "Replay",
              [accepted(offer), refused(offer.octets(), "REPLAYED", at=AGAIN)])
    cases.add("times", "retransmission", "the same message in the same context", "Replay",
              [accepted(offer, context="01"), step(offer.octets(), "repeated", at=AGAIN, context="01")])
    cases.add("times", "other-context", "the same message in another context", "Replay",
              [accepted(offer, context="01"), refused(offer.octets(), "REPLAYED", at=AGAIN, context="02")])


def tampering(cases):
    offer = SakkeOffer(too=True)
    octets = offer.octets()
    message = offer.unsigned()
    decisive = {"version", "dataType", "nextPayload", "v", "numberOfCs", "csIdMapType", "tsType", "sType", "sakkeParams"}
    for payload, field, at, size, _ in message.marks:
        if field in decisive or field.lower().endswith(("len", "length")) or field == "signature":
            continue
        for i in sorted({0, size // 2, size - 1}):
            told = ("TIMESTAMP_OUTSIDE_WINDOW",) if field == "tsValue" and i < 3 else (FORGED,)
            cases.invalid("tampered", f"{payload}-{at + i}-{field}".lower().replace("_", "-"), f"one bit of {field} in {payload}", "Tampered",
                          changed(octets, at + i, 1 << (at + i) % 4), *told)


def structure(cases):
    group, flag, offer = "structure", "Structure", SakkeOffer()
    for data_type in sorted(ASSIGNED["data-type"] - {26}) + [27, 255]:
        told = {} if data_type == 6 else {"error": 11}
        cases.invalid(group, f"data-type-{data_type}", f"data type {data_type}", "DataType", SakkeOffer(data_type=data_type).octets(),
                      "WRONG_DATA_TYPE", **told)
    t, rand, *ids, policy, sakke = offer.payloads()
    missing, unexpected = "MISSING_PAYLOAD", "UNEXPECTED_PAYLOAD"
    for label, comment, payloads, reason, error in (
            ("no-t", "no T", [rand, *ids, policy, sakke], missing, None), ("no-rand", "no RAND", [t, *ids, policy, sakke], missing, 12),
            ("no-sakke", "no SAKKE", [t, rand, *ids, policy], missing, 12),
            ("t-twice", "T twice", [t, t, rand, *ids, policy, sakke], unexpected, 12),
            ("rand-twice", "RAND twice", [t, rand, rand, *ids, policy, sakke], unexpected, 12),
            ("sakke-twice", "SAKKE twice", [t, rand, *ids, policy, sakke, sakke], unexpected, 12),
            ("cert", "CERT, which ECCSI does not go with", [t, rand, *ids, (7, {"certType": 0, "certData": b"x"}), policy, sakke],
             unexpected, 12),
            ("kemac", "KEMAC besides", [t, rand, *ids, policy, sakke, (1, {"encrAlg": 0, "macAlg": 0, "encrData": b"", "mac": b""})],
             unexpected, 12)):
        cases.invalid(group, label, comment, flag, offer.octets(payloads), reason, error)
    whole = Message(26, offer.payloads(), prf=1, csb_id=CSB_ID, cs=offer.cs).octets
    cases.invalid(group, "no-sign", "no SIGN", flag, whole, missing, 12)
    octets = offer.octets()
    starts = [at for at, _ in offer.unsigned().starts]
    for at in sorted({0, 1, 9, 10, *starts, *(s + 1 for s in starts), len(octets) - SIGNATURE_OCTETS, len(octets) - 1}):
        # Without a timestamp there is nothing to answer with.
        cases.invalid(group, f"cut-{at}", f"cut off after {at} octets", "Malformed", octets[:at], "MALFORMED",
                      12 if at >= starts[2] else None)
    cases.invalid(group, "zero-behind", "an octet behind the message", "Malformed", octets + b"\0", "MALFORMED", 12)


def groups():
    cases = Cases()
    for make in (algorithms, maps, identities, services, periods, signers, signatures, encapsulations, lengths, extensions, times,
                 tampering, structure):
        make(cases)
    return cases.tests
