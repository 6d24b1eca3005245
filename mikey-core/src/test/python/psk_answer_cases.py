"""Cases of the pre-shared key method, seen from the Initiator: which answers to its I_MESSAGE prove that the Responder has the
keys, and which do not."""
from protection import MACS, Protection
from psk import ALICE, BOB, CS, CSB_ID, FILLED, NOW, NTP_2026_11_01_NOON, PSK, RAND, TGK, Offer, ntp, sp
from psk_cases import changed
from wire import ASSIGNED, Message

NOTES = {
    "Algorithms": "A combination of PRF, cipher and MAC.",
    "Map": "The crypto session map: the Responder fills in SSRCs that are 0, and changes nothing else (RFC 3830, 6.1.1).",
    "Identity": "Who answers, and whose identities the verification MAC covers (RFC 3830, 5.2).",
    "Time": "The answer carries the Initiator's timestamp (RFC 3830, 5.2).",
    "Tampered": "One bit is not what the Responder sent.",
    "WrongKey": "Made without the key of the exchange.",
    "Coverage": "A verification MAC over something else than the standard says.",
    "Compatibility": "A departure of other implementations, accepted by name only.",
    "Structure": "A payload is missing, or the message is not an answer to this one.",
    "Error": "The Responder reports an error (RFC 3830, 5.1.2). Unauthenticated it is only a hint.",
    "Malformed": "Not a well-formed message; see the wire vectors.",
}
MALLORY = (6, {"idType": 1, "idData": b"sip:mallory@example.org"})


def accepted(offer, message, **more):
    return {"at": NOW, "message": bytes(message).hex(), "result": "accepted", "keys": offer.session(), **more}


def refused(message, reason, **more):
    return {"at": NOW, "message": bytes(message).hex(), "result": "refused", "reason": reason, **more}


class Cases:
    def __init__(self):
        self.tests = {}

    def add(self, group, ident, comment, flag, offer, steps, result=None, **setup):
        if result is None:
            result = "invalid" if steps[-1]["result"] == "refused" else "valid"
        self.tests.setdefault(group, []).append(
            {"id": f"psk-answer-{group}-{ident}".lower().replace("_", "-"), "comment": comment, "result": result, "flags": [flag],
             "setup": {"psk": offer.psk.hex(), "offer": offer.octets().hex(), **setup}, "steps": steps})

    def valid(self, group, ident, comment, flag, offer, message, **setup):
        self.add(group, ident, comment, flag, offer, [accepted(offer, message)], "acceptable" if setup else "valid", **setup)

    def invalid(self, group, ident, comment, flag, offer, message, reason, **setup):
        self.add(group, ident, comment, flag, offer, [refused(message, reason)], **setup)


def genuine(cases):
    for function in (0, 1):
        for encr in (1, 3):
            for mac in (1, 2):
                offer = Offer(prf=function, encr=encr, mac=mac)
                cases.valid("answers", f"prf-{function}-encr-{encr}-mac-{mac}", "a combination of algorithms", "Algorithms", offer,
                            offer.answer())
    offer = Offer()
    cases.valid("answers", "v-1", "V means nothing in an answer; the sample of RFC 4567 has it set", "Structure", offer,
                offer.answer(v=1))
    for ids in ((), (ALICE,), (ALICE, BOB)):
        some = Offer(ids=ids)
        cases.valid("answers", f"ids-{len(ids)}", f"{len(ids)} identities in the offer", "Identity", some, some.answer())
    one = Offer(ids=(ALICE,))
    covered = ALICE[1]["idData"] + BOB[1]["idData"] + one.timestamp
    cases.valid("answers", "idr-told", "an offer to whom it may concern: the answer says who it was", "Identity", one,
                one.answer(ids=(BOB,), appended=covered))
    cases.valid("answers", "idr-left-out", "IDr is left out of the answer, not of its MAC", "Identity", offer,
                offer.answer(ids=(), appended=b"".join(i[1]["idData"] for i in offer.ids) + offer.timestamp))
    for count in (0, 1, 3, 255):
        many = Offer(cs=[{"policyNo": 0, "ssrc": i % 2 * (i + 1), "roc": 0} for i in range(count)])
        cases.valid("answers", f"cs-{count}", f"{count} crypto sessions", "Map", many, many.answer())
    for ts_type in (1, 2):
        other = Offer(ts_type=ts_type, timestamp=ntp()[:4 if ts_type == 2 else 8])
        cases.valid("answers", f"ts-type-{ts_type}", f"TS type {ts_type}: its octets enter the MAC as they are", "Time", other,
                    other.answer())
    keys = Offer(keys=(dict(TGK, kv=1, spi=b"\1"), dict(TGK, kv=1, key=bytes(16), spi=b"\2")))
    cases.valid("answers", "two-keys", "two keys", "Algorithms", keys, keys.answer())


def forged(cases):
    reason = "AUTHENTICATION_FAILED"
    for mac, size in ((1, 20), (2, 32)):
        offer = Offer(mac=mac)
        answer = offer.answer()
        for i in range(size):
            cases.invalid("forged", f"mac-{mac}-octet-{i}", f"bit {i % 8} of octet {i} of V", "Tampered", offer,
                          changed(answer, len(answer) - size + i, 1 << i % 8), reason)
        cases.invalid("forged", f"mac-{mac}-zero", "a V of zeros", "Tampered", offer, answer[:-size] + bytes(size), reason)
    offer = Offer()
    answer = offer.answer()
    message = Message(1, [(5, {"tsType": 0, "tsValue": offer.timestamp}), BOB], csb_id=CSB_ID, cs=CS)
    for payload, field, at, size, _ in message.marks:
        if field in ("v", "ssrc", "roc", "policyNo"):
            for i in range(size):
                cases.invalid("forged", f"{payload}-{field}-{at + i}", f"a bit of octet {at + i}, {payload} {field}", "Tampered", offer,
                              changed(answer, at + i, 0x80 if field == "v" else 1 << i), reason)
    for label, psk in (("zero", bytes(16)), ("last-bit", PSK[:-1] + bytes([PSK[-1] ^ 1])), ("shorter", PSK[:-1])):
        cases.invalid("forged", f"psk-{label}", "made with another key", "WrongKey", offer,
                      offer.answer(protection=Protection(psk, CSB_ID, RAND)), reason)
    cases.invalid("forged", "reflected", "the MAC of the I_MESSAGE sent back as V", "WrongKey", offer,
                  answer[:-20] + offer.octets()[-20:], reason)
    short = offer.answer(protection=Protection(PSK, CSB_ID, RAND, auth_octets=16))
    cases.invalid("forged", "auth-key-128", "an authentication key of 128 bits, where the offer had 160", "WrongKey", offer, short,
                  reason)
    cases.invalid("forged", "other-rand", "keys of another RAND", "WrongKey", offer,
                  offer.answer(protection=Protection(PSK, CSB_ID, bytes(16))), reason)
    for label, appended in (("nothing", b""), ("time-only", offer.timestamp), ("ids-only", ALICE[1]["idData"] + BOB[1]["idData"]),
                            ("idi-only", ALICE[1]["idData"] + offer.timestamp), ("idr-only", BOB[1]["idData"] + offer.timestamp),
                            ("swapped", BOB[1]["idData"] + ALICE[1]["idData"] + offer.timestamp),
                            ("time-first", offer.timestamp + ALICE[1]["idData"] + BOB[1]["idData"]),
                            ("payloads", bytes(Message.chain([ALICE, BOB]).octets) + offer.timestamp),
                            ("other-idi", MALLORY[1]["idData"] + BOB[1]["idData"] + offer.timestamp)):
        cases.invalid("forged", f"covers-{label}", f"V covers behind the message: {label}", "Coverage", offer,
                      offer.answer(appended=appended), reason)
    bare = offer.answer(appended=offer.timestamp)
    cases.valid("forged", "v-without-identities-accepted", "V without the identities, as minisip makes it, accepted by name",
                "Compatibility", offer, bare, options=["V_WITHOUT_IDENTITIES"])
    cases.invalid("forged", "v-without-time", "accepting V without the identities does not mean without the time", "Coverage", offer,
                  offer.answer(appended=b""), reason, options=["V_WITHOUT_IDENTITIES"])


def mismatching(cases):
    offer = Offer()
    later = ntp(NTP_2026_11_01_NOON + 1)
    cases.invalid("mismatch", "time", "a timestamp of its own", "Time", offer, offer.answer(timestamp=later), "MISMATCH")
    cases.valid("mismatch", "time-accepted", "a timestamp of its own, as minisip has it, accepted by name", "Compatibility", offer,
                offer.answer(timestamp=later), options=["RESPONSE_WITH_NEW_TIMESTAMP"])
    cases.invalid("mismatch", "time-of-another", "the answer to the message before", "Time", offer,
                  Offer(timestamp=ntp(NTP_2026_11_01_NOON - 60)).answer(), "MISMATCH")
    for csb_id in (0, CSB_ID ^ 1, 0xFFFFFFFF):
        cases.invalid("mismatch", f"csb-id-{csb_id:08x}", "another CSB ID", "Structure", offer, offer.answer(csb_id=csb_id),
                      "MISMATCH")
    filled = [dict(entry, ssrc=entry["ssrc"] or FILLED) for entry in CS]
    for label, cs in (("fewer", filled[:1]), ("none", []), ("more", filled + filled[:1]),
                      ("ssrc-changed", [dict(filled[0], ssrc=0x99999999), filled[1]]),
                      ("ssrc-cleared", [dict(filled[0], ssrc=0), filled[1]]),
                      ("policy-changed", [dict(filled[0], policyNo=1), filled[1]]), ("swapped", filled[::-1])):
        cases.invalid("mismatch", f"map-{label}", f"the map of the answer: {label}", "Map", offer, offer.answer(cs=cs), "MISMATCH")
    cases.invalid("mismatch", "idr", "somebody else answers, who has the key too", "Identity", offer,
                  offer.answer(ids=(MALLORY,), appended=ALICE[1]["idData"] + MALLORY[1]["idData"] + offer.timestamp),
                  "IDENTITY_REFUSED")


def structure(cases):
    offer = Offer()
    t = (5, {"tsType": 0, "tsValue": offer.timestamp})
    for data_type in sorted(ASSIGNED["data-type"] - {1, 6}) + [27, 255]:
        cases.invalid("structure", f"data-type-{data_type}", f"data type {data_type}", "Structure", offer,
                      offer.answer(data_type=data_type), "WRONG_DATA_TYPE")
    cases.invalid("structure", "own-message", "the I_MESSAGE itself comes back", "Structure", offer, offer.octets(),
                  "WRONG_DATA_TYPE")
    without_v = Message(1, [t, BOB], csb_id=CSB_ID, cs=CS).octets
    cases.invalid("structure", "no-v", "no V", "Structure", offer, without_v, "MISSING_PAYLOAD")
    cases.invalid("structure", "no-t", "no T", "Structure", offer, offer.answer(payloads=[BOB]), "MISSING_PAYLOAD")
    cases.invalid("structure", "nothing", "a header alone", "Structure", offer, Message(1, [], csb_id=CSB_ID).octets,
                  "MISSING_PAYLOAD")
    cases.invalid("structure", "v-null", "a NULL V", "Structure", offer, offer.answer(mac=0), "AUTHENTICATION_FAILED")
    cases.invalid("structure", "v-sha-256", "a right V of another algorithm than the offer's", "Structure", offer,
                  offer.answer(mac=2), "AUTHENTICATION_FAILED")
    whole = offer.answer()
    for cut in (0, 9, 27, len(whole) - 21, len(whole) - 1):
        cases.invalid("structure", f"cut-at-{cut}", f"the first {cut} octets", "Malformed", offer, whole[:cut], "MALFORMED")
    cases.invalid("structure", "trailing", "an octet behind V", "Malformed", offer, whole + b"\0", "MALFORMED")


def error(offer, numbers, appended=None, policies=(), data_type=6, csb_id=CSB_ID, timestamp=None):
    """HDR, T, {ERR}, {SP}, [V]; `appended` makes a V that covers it."""
    mac = offer.mac if appended is not None else 0
    payloads = [(5, {"tsType": 0, "tsValue": timestamp or offer.timestamp}), *((12, {"errorNo": n}) for n in numbers), *policies]
    if appended is None:
        return bytes(Message(data_type, payloads, csb_id=csb_id, prf=offer.prf).octets)
    payloads.append((9, {"authAlg": mac, "verData": bytes(MACS[mac][2])}))
    message = bytes(Message(data_type, payloads, csb_id=csb_id, prf=offer.prf).octets)
    covered = message[:len(message) - MACS[mac][2]]
    return covered + offer.protection.tag(covered + appended)


def errors(cases):
    offer = Offer()
    right = ALICE[1]["idData"] + BOB[1]["idData"] + offer.timestamp

    def told(message, number, authenticated):
        return refused(message, "PEER_ERROR", error=number, authenticated=authenticated)

    for number in sorted(ASSIGNED["error-no"]) + [16, 255]:
        for authenticated in (False, True):
            message = error(offer, [number], right if authenticated else None)
            cases.add("error", f"{number}-{'authenticated' if authenticated else 'hint'}", f"error {number}", "Error", offer,
                      [told(message, number, authenticated)])
    for label, message, number, authenticated in (
            ("two", error(offer, [10, 4], right), 10, True), ("none", error(offer, [], right), 12, True),
            ("with-policy", error(offer, [10], right, policies=(sp(0, 0, (0, b"\1")),)), 10, True),
            ("v-wrong", changed(error(offer, [4], right), -1, 1), 4, False),
            ("v-without-identities", error(offer, [4], offer.timestamp), 4, False),
            ("other-time", error(offer, [4], right[:-8] + ntp(5), timestamp=ntp(5)), 4, False)):
        cases.add("error", label, f"an error message: {label}", "Error", offer, [told(message, number, authenticated)])
    cases.invalid("error", "other-csb-id", "an error about another bundle", "Error", offer,
                  error(offer, [4], right, csb_id=CSB_ID + 1), "MISMATCH")
    cases.add("error", "then-answer", "a forged error does not end the exchange: the true answer is accepted after it", "Error",
              offer, [told(error(offer, [0]), 0, False), accepted(offer, offer.answer())])
    cases.add("error", "forged-then-answer", "a forged answer does not end it either", "Error", offer,
              [refused(changed(offer.answer(), -1, 1), "AUTHENTICATION_FAILED"), accepted(offer, offer.answer())])


def groups():
    cases = Cases()
    for make in (genuine, forged, mismatching, structure, errors):
        make(cases)
    return cases.tests
