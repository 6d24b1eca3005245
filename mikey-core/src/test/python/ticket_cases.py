"""Cases of MIKEY-TICKET (RFC 6043), seen from the Initiator, the Responder and the key management service."""
from psk import NOW, NTP_2026_11_01_NOON, ntp, sp
from psk_cases import changed
from ticket import (ALICE, BOB, CAROL, CS, KMS, SSRC_A, SSRC_B, Dialogue, Ticket, Transfer, generic, idr, key_data, mpk_data,
                    protection, randr, request, request_answer, resolve, resolve_answer, secret, t, used, with_mac)
from wire import ASSIGNED, number

NOTES = {
    "Flags": "What the flags of the ticket policy change (RFC 6043, 6.10).",
    "Keys": "A kind, a size or a number of keys.",
    "Algorithms": "The algorithms of 128 and of 256 bits, which are not mixed (RFC 6043, 12.1).",
    "Identity": "Who asks, who answers, and for whom a ticket is.",
    "Map": "The crypto sessions: one policy, session data and an SPI for each in the end (RFC 6043, 6.1.1).",
    "Policy": "The ticket policy itself.",
    "Time": "A timestamp or a validity period against the local clock.",
    "Replay": "The same message, or the same ticket, again (RFC 6043, 5.3 and 12.4).",
    "Tampered": "One bit is not what the sender sent.",
    "WrongKey": "Made with another key than the right one.",
    "Coverage": "A MAC over something else than the standard says (RFC 6043, 5.5).",
    "Structure": "A payload is missing, or twice.",
    "DataType": "Not a message that belongs here.",
    "Ticket": "The ticket data are not those of a base ticket that can be opened (RFC 6043, A).",
    "Forking": "Initiator data, and the modifier that binds keys to who answers (RFC 6043, 5.1.1 and 6.10).",
    "Malformed": "Not a well-formed message; see the wire vectors.",
}
PLAIN = "DEFGHNO"
OWN = "DFGHNO"
PEOPLE = {ALICE: 0x51, BOB: 0x71, CAROL: 0x91}
CHAIN = {5: "t", 15: "randr", 14: "idr", 10: "sp", 16: "tp", 17: "ticket", 1: "kemac"}


def without(kind):
    return lambda payloads: [p for p in payloads if p[0] != kind]


def twice(kind):
    def make(payloads):
        at = next(i for i, p in enumerate(payloads) if p[0] == kind)
        return [*payloads[:at], payloads[at], *payloads[at:]]
    return make


def replacing(kind, **fields):
    return lambda payloads: [(k, dict(v, **fields)) if k == kind else (k, v) for k, v in payloads]


def adding(*payloads):
    return lambda given: [*given, *payloads]


class Cases:
    def __init__(self, prefix):
        self.tests, self.prefix = {}, prefix

    def add(self, group, ident, comment, flag, setup, steps):
        result = "invalid" if steps[-1]["result"] == "refused" else "valid"
        self.tests.setdefault(group, []).append(
            {"id": f"ticket-{self.prefix}-{group}-{ident}".lower().replace("_", "-"), "comment": comment, "result": result,
             "flags": [flag], "setup": {"psk": None, "fill": f"{SSRC_B:08x}", **setup}, "steps": steps})


def step(message, result, **more):
    return {"at": more.pop("at", NOW), "message": bytes(message).hex(), "result": result, **more}


def refused(message, reason, error=None, authenticated=False, **more):
    told = {} if error is None else {"error": error, "authenticated": authenticated}
    return step(message, "refused", reason=reason, **told, **more)


def tampering(cases, group, setup, octets, parts):
    """`parts` are octets that stand somewhere in the message, each with what comes of a changed bit in them."""
    for name, part, reason, told in parts:
        begin = octets.index(part)
        for at in range(begin, begin + len(part)):
            cases.add(group, f"{name}-{at}", f"a bit of octet {at}, in the {name}, is not what it was", "Tampered", setup,
                      [refused(changed(octets, at, 1 << at % 8), reason, *told)])


# Responder -----------------------------------------------------------------------------------------------------------------

def bob_setup(transfer, **more):
    ticket = transfer.ticket
    setup = {"randR": transfer.rand_r.hex()}
    if ticket.has("E"):
        asked = resolve(transfer)
        setup.update(psk=asked.key.hex(), resolveInit=asked.octets().hex(), resolveResp=resolve_answer(asked, transfer).hex())
    else:
        setup.update(tpk=ticket.tpk.hex())
    return {"ticket": dict(setup, **more)}


def bob_accepts(transfer, **more):
    expect = {"keys": transfer.session(), "transported": [plain(key) for key in [*transfer.keys, *transfer.own]]}
    if transfer.ticket.has("F"):
        expect["answer"] = transfer.answer().hex()
    return step(transfer.octets(), "accepted", **expect, **more)


def plain(key):
    return {name: value if isinstance(value, int) else value.hex() for name, value in key.items()}


FLAG_SETS = ["DFGHNO", "DFGNO", "DFHNO", "DFGHJNO", "DFGHLNO", "DFGHKNO", "FGHLNO", "FGLNO", "DEFGHNO", "DEFGHINO", "DEFGINO",
             "DEFHINO", "DEFGHIJNO", "DEFGHIKNO", "EFGHILNO", "EFHLNO"]


def responder():
    cases = Cases("responder")

    def valid(group, ident, comment, flag, transfer, **more):
        cases.add(group, ident, comment, flag, bob_setup(transfer, **more), [bob_accepts(transfer)])

    def invalid(group, ident, comment, flag, transfer, message, reason, error=None, authenticated=False, **more):
        cases.add(group, ident, comment, flag, bob_setup(transfer, **more), [refused(message, reason, error, authenticated)])

    for flags in FLAG_SETS:
        for function in (0, 1):
            valid("flags", f"{flags}-prf-{function}", f"flags {flags}", "Flags", Transfer(flags=flags, function=function))
    full = [dict(entry, sessionData=entry["sessionData"] or number(SSRC_B, 4), spi=b"\1\2\3\4") for entry in CS]
    for flags in ("DHNO", "HLNO"):
        valid("flags", f"{flags}", "no answer: the message is complete from the start", "Flags", Transfer(flags=flags, cs=full))
    for bits, what in ((0b011110000011, "not D, not L"), (0b110110000011, "G, not F"), (0b111000000011, "neither G nor H"),
                       (0b101111000011, "I, not E"), (0b011110011011, "K, not D"), (0b110010000111, "M, not F")):
        invalid("flags", f"bits-{bits:012b}", f"flags that contradict each other: {what}", "Flags", Transfer(flags=OWN),
                Transfer(Ticket(OWN, bits=bits)).octets(), "TICKET_POLICY_REFUSED", 15)
    invalid("flags", "no-o", "the ticket needs more of a Responder than the standard", "Flags", Transfer(flags="DFGHN"),
            Transfer(flags="DFGHN").octets(), "TICKET_REFUSED", 14)
    tek = key_data(2, secret(0xC0, 16), b"\5\6\7\x08")
    valid("keys", "l", "the Initiator's own key", "Keys", Transfer(flags="DFGHLNO", own=(tek,)))
    salted = key_data(3, secret(0xC0, 16), b"\5\6\7\x08", secret(0xD0, 14))
    valid("keys", "l-salt", "the Initiator's own key with a salt", "Keys", Transfer(flags="DFGHLNO", own=(salted,)))
    invalid("keys", "not-l", "the Initiator's own key, which the policy does not allow", "Flags", Transfer(flags=OWN),
            Transfer(flags=OWN, own=(tek,)).octets(), "UNEXPECTED_PAYLOAD", 12)
    for kind in range(6):
        salt = secret(0xD0, 14) if kind in (1, 3, 5) else b""
        key = key_data(kind, secret(0xA0, 16), b"\1\2\3\4", salt)
        for flags in (OWN, "DEFGHINO"):
            valid("keys", f"type-{kind}-{flags}", f"key data type {kind}", "Keys", Transfer(flags=flags, keys=(key,)))
    two = (key_data(0, secret(0xA0, 16), b"\1\2\3\4"), key_data(4, secret(0xB0, 16), b"\5"))
    valid("keys", "two", "a TGK, which is forked, and a GTGK, which is not", "Keys", Transfer(keys=two))
    for ident, comment, keys in (("no-spi", "a key without an SPI", [dict(two[0], kv=0)]),
                                 ("same-spi", "two keys with one SPI", [two[0], dict(two[1], spi=b"\1\2\3\4")]),
                                 ("short", "a key of 15 octets", [key_data(0, secret(0xA0, 15), b"\1\2\3\4")]),
                                 ("long", "a key of 17 octets under algorithms of 128 bits",
                                  [key_data(0, secret(0xA0, 17), b"\1\2\3\4")])):
        bad = Transfer(flags=OWN, keys=keys)
        invalid("keys", ident, comment, "Keys", bad, bad.octets(), "TICKET_REFUSED", 14)
    none = Transfer(flags="DFGHLNO", keys=(), own=(tek,))
    valid("keys", "only-l", "no key in the ticket, one of the Initiator", "Keys", none)
    base = Transfer(flags=OWN)
    for ident, comment, maps in (
            ("both-given", "session data and SPI given", full),
            ("one", "one crypto session", [generic(9, b"\0\0\0\7")]),
            ("several-policies", "the first of several policies is taken", [generic(1, b"\0\0\0\7", policies=b"\3\4")]),
            ("none", "no crypto session", []),
            ("roc", "ROC and SEQ given", [generic(1, b"\0\0\0\7\0\0\0\0\0\1", s=1)])):
        policies = (base.policies[0], sp(4, 0)) if "several" in ident else base.policies
        valid("map", ident, comment, "Map", Transfer(flags=OWN, cs=maps, policies=policies))
    for ident, comment, maps, reason, error in (
            ("twice", "a CS ID twice", [CS[0], CS[0]], "POLICY_REFUSED", 10),
            ("no-policy", "a policy that is not there", [generic(1, b"", policies=b"\4")], "POLICY_REFUSED", 10),
            ("session-data", "session data of 5 octets", [generic(1, bytes(5))], "POLICY_REFUSED", 10),
            ("s-without-roc", "S without ROC and SEQ", [generic(1, bytes(4), s=1)], "POLICY_REFUSED", 10),
            ("prot-type", "another security protocol", [generic(1, b"", policies=b"", prot_type=2)], "UNSUPPORTED_PROTOCOL", 9)):
        invalid("map", ident, comment, "Map", base, Transfer(flags=OWN, cs=maps).octets(), reason, error)
    srtp = [{"policyNo": 3, "ssrc": 1, "roc": 0}]
    invalid("map", "srtp-id", "an SRTP-ID map", "Map", base, base.octets(cs=srtp, map_type=0), "UNEXPECTED_PAYLOAD", 12)
    one_way = Transfer(flags="DHNO", cs=CS)
    invalid("map", "incomplete", "nothing is answered, and the crypto sessions are not complete", "Map", one_way, one_way.octets(),
            "POLICY_REFUSED", 10, True)

    stranger = Ticket(OWN, responders=(CAROL,))
    invalid("identity", "ticket-for-another", "the ticket is Carol's to resolve", "Identity", base, Transfer(stranger).octets(),
            "TICKET_POLICY_REFUSED", 15)
    invalid("identity", "message-for-another", "the message is for Carol", "Identity", base, Transfer(flags=OWN, id_r=CAROL).octets(),
            "IDENTITY_REFUSED", 7)
    valid("identity", "two-responders", "Carol may resolve it too", "Identity", Transfer(Ticket(OWN, responders=(CAROL, BOB))))
    valid("identity", "no-idi", "IDRi is left out: the policy has it", "Identity", Transfer(flags=OWN, id_i=b""))
    valid("identity", "no-idr", "IDRr is left out", "Identity", Transfer(flags=OWN, id_r=b""))
    passed_on = Transfer(flags=OWN, id_i=CAROL)
    valid("identity", "passed-on", "Carol, who may resolve the ticket, passes it on", "Identity", passed_on)
    forked = Transfer()
    invalid("identity", "passed-on-forked", "keys are forked, and the message is not of who asked for the ticket", "Identity",
            forked, Transfer(id_i=CAROL).octets(), "IDENTITY_REFUSED", 7)
    app = Ticket(OWN, apps=(b"urn:video",))
    invalid("identity", "application", "for an application that is not this one", "Identity", base, Transfer(app).octets(),
            "TICKET_POLICY_REFUSED", 15)

    now = NTP_2026_11_01_NOON
    for ident, comment, times, good in (
            ("in-period", "within its time", ((2, now - 1), (3, now + 1)), True), ("first-second", "at its beginning", ((2, now),), True),
            ("last-second", "at its end", ((3, now),), True), ("rekeying", "with a rekeying interval", ((4, 3600),), True),
            ("after-2036", "until 2040, after the overflow", ((3, 0x07000000),), True),
            ("too-early", "before its time", ((2, now + 1),), False), ("over", "after its time", ((3, now - 1),), False),
            ("only-1968", "until 1970, before the overflow", ((3, 0x84000000),), False)):
        transfer = Transfer(Ticket(OWN, times=[(role, number(at, 4)) for role, at in times]))
        if good:
            valid("time", ident, comment, "Time", transfer)
        else:
            invalid("time", ident, comment, "Time", transfer, transfer.octets(), "TICKET_POLICY_REFUSED", 15)
    for seconds in (-301, 301):
        late = Transfer(flags=OWN, timestamp=ntp(now + seconds))
        invalid("time", f"t-{seconds}", f"a timestamp {seconds} s from now", "Time", late, late.octets(), "TIMESTAMP_OUTSIDE_WINDOW")
    for seconds in (-300, 300):
        valid("time", f"t-{seconds}", f"a timestamp {seconds} s from now", "Time", Transfer(flags=OWN, timestamp=ntp(now + seconds)))
    reused = Transfer(flags=OWN, csb_id=0x71C4E701, rand_i=secret(0x18, 16))
    cases.add("replay", "message", "the same message again", "Replay", bob_setup(base),
              [bob_accepts(base), refused(base.octets(), "REPLAYED")])
    cases.add("replay", "retransmission", "the same message again in the same dialog", "Replay", bob_setup(base),
              [bob_accepts(base, context="d1"), step(base.octets(), "repeated", answer=base.answer().hex(), context="d1"),
               refused(base.octets(), "REPLAYED", context="d2")])
    cases.add("replay", "ticket", "the same ticket in another message, which the policy forbids", "Replay", bob_setup(base),
              [bob_accepts(base), refused(reused.octets(), "REPLAYED")])
    again = [Transfer(flags="DFGHJNO"), Transfer(flags="DFGHJNO", csb_id=0x71C4E701, rand_i=secret(0x18, 16))]
    setup = bob_setup(again[0])
    cases.add("replay", "reuse", "the same ticket in another message, which the policy allows", "Replay", setup,
              [bob_accepts(again[0]), bob_accepts(again[1])])

    for name, transfer in (("plain", base), ("forked", forked)):
        octets = transfer.octets()
        tampering(cases, f"tampered-{name}", bob_setup(transfer), octets, (
            ("rand", transfer.rand_i, "AUTHENTICATION_FAILED", ()), ("ssrc", number(SSRC_A, 4), "AUTHENTICATION_FAILED", ()),
            ("csb", number(transfer.csb_id, 4), "AUTHENTICATION_FAILED", ()),
            ("ticket", transfer.ticket.data()[-60:], "TICKET_REFUSED", (14,)),
            ("mac", octets[-20:], "AUTHENTICATION_FAILED", ())))
    invalid("wrong", "mpk", "made with another MPKi", "WrongKey", base, Transfer(flags=OWN, mpk_i=secret(0xEE, 16)).octets(),
            "AUTHENTICATION_FAILED")
    invalid("wrong", "ids", "a MAC without the identities", "Coverage", base, Transfer(flags=OWN, appended=b"").octets(),
            "AUTHENTICATION_FAILED")
    invalid("wrong", "ids-exchanged", "a MAC over the identities in the other order", "Coverage", base,
            Transfer(flags=OWN, appended=BOB + ALICE).octets(), "AUTHENTICATION_FAILED")
    other_tag = with_mac(14, base.payloads(), protection(0, base.ticket.mpk_i, base.csb_id, 2, base.rand_i), ALICE + BOB, v=1, prf=0,
                         csb_id=base.csb_id, cs=CS, map_type=2)
    invalid("wrong", "response-keys", "protected with the keys of an answer", "WrongKey", base, other_tag, "AUTHENTICATION_FAILED")
    short = Transfer(flags="DFHNO", rand_i=secret(0x10, 15))
    invalid("wrong", "rand", "RANDRi shorter than the keys, and no RANDRr", "Keys", short, short.octets(), "KEYS_UNUSABLE", 12, True)
    stolen = Transfer(initiator_data=used(Transfer(csb_id=1)))
    asked = resolve(stolen, subject=stolen.ticket.payload(used(Transfer(csb_id=1))))
    invalid("wrong", "vi", "the Initiator data are of another message", "Forking", stolen, stolen.octets(), "AUTHENTICATION_FAILED",
            resolveInit=asked.octets().hex(), resolveResp=resolve_answer(asked, stolen).hex())
    invalid("wrong", "no-initiator-data", "keys are forked, and there are no Initiator data", "Forking", forked,
            Transfer(initiator_data=b"").octets(), "TICKET_POLICY_REFUSED", 15)
    invalid("wrong", "initiator-data", "Initiator data, and keys are not forked", "Forking", base,
            Transfer(flags=OWN, initiator_data=b"\0").octets(), "TICKET_POLICY_REFUSED", 15)
    for ident, comment, given, reason, error in (
            ("tpk", "sealed under another key", {"tpk": secret(0xEE, 16)}, "TICKET_REFUSED", 14),
            ("tpk-id", "sealed under a key of another name", {"tpk_id": b"\9"}, "TICKET_REFUSED", 14),
            ("rand", "RAND of the ticket is shorter than its keys", {"rand": secret(0x60, 15)}, "TICKET_REFUSED", 14),
            ("no-mpk", "no MPK inside", {"inside": [(20, key_data(0, secret(0xA0, 16), b"\1"))]}, "TICKET_REFUSED", 14),
            ("empty", "no ticket data", {"data": b""}, "TICKET_REFUSED", 14),
            ("thdr-only", "a THDR and nothing else", {"data": b"\0\0\0"}, "TICKET_REFUSED", 14),
            ("thdr-long", "a THDR that is longer than the data", {"data": b"\5\0\7"}, "TICKET_REFUSED", 14),
            ("type-2", "another ticket type", {"kind": (2, 1, 1)}, "TICKET_REFUSED", 14),
            ("subtype-2", "another subtype", {"kind": (1, 2, 1)}, "TICKET_REFUSED", 14),
            ("version-2", "another version", {"kind": (1, 1, 2)}, "TICKET_REFUSED", 14),
            ("policy-prf", "a policy with the other algorithms", {"policy_prf": 1}, "TICKET_POLICY_REFUSED", 15),
            ("policy-prf-9", "a policy with a PRF that nobody knows", {"policy_prf": 9}, "TICKET_POLICY_REFUSED", 15),
            ("tp-empty", "no TP data", {"tp_data": b""}, "TICKET_POLICY_REFUSED", 15),
            ("tp-no-idr", "a policy without a Responder", {"tp_data": b"\0"}, "TICKET_POLICY_REFUSED", 15),
            ("tp-cut", "TP data that end too early", {"tp_data": b"\16\0\2\1\0\5a"}, "TICKET_POLICY_REFUSED", 15)):
        ticket = Ticket(OWN, **given)
        invalid("ticket", ident, comment, "Ticket", base, Transfer(ticket).octets(), reason, error)
    for kind, name in CHAIN.items():
        if kind in (5, 15, 17):
            message = base.octets(payloads=without(kind))
            invalid("structure", f"no-{name}", f"no {name}", "Structure", base, message, "MISSING_PAYLOAD", None if kind == 5 else 12)
        if kind in (5, 14, 15, 17):
            invalid("structure", f"two-{name}", f"{name} twice", "Structure", base, base.octets(payloads=twice(kind)),
                    "UNEXPECTED_PAYLOAD", 12)
    invalid("structure", "two-sp", "a policy number twice", "Malformed", base, base.octets(payloads=twice(10)), "MALFORMED", 10)
    invalid("structure", "no-sp", "no policy where one is referred to", "Structure", base, base.octets(payloads=without(10)),
            "POLICY_REFUSED", 10)
    accepted_all = Transfer(flags=OWN)
    extra = adding((21, {"extensionType": 200, "data": b"x"}))
    unexpected = bob_accepts(accepted_all)
    unexpected["message"] = accepted_all.octets(payloads=extra).hex()
    unexpected["answer"] = accepted_all.answer(appended=accepted_all.octets(payloads=extra)).hex()
    cases.add("structure", "unexpected", "a payload that is not expected is ignored", "Structure", bob_setup(accepted_all),
              [{k: v for k, v in unexpected.items() if k != "transported"}])
    for data_type in sorted(ASSIGNED["data-type"] - {14, 6}) + [27]:
        invalid("data-type", str(data_type), f"data type {data_type}", "DataType", base, base.octets(data_type=data_type),
                "WRONG_DATA_TYPE", 11)
    for function in (1, 2, 127):
        reason, error = ("UNSUPPORTED_MAC", 3) if function == 1 else ("UNSUPPORTED_PRF", 2)
        invalid("algorithms", f"prf-{function}", f"PRF func {function} with algorithms of 128 bits", "Algorithms", base,
                base.octets(prf=function), reason, error)
    octets = base.octets()
    for cut in (0, 9, 30, len(octets) // 2, len(octets) - 21, len(octets) - 1):
        invalid("structure", f"cut-at-{cut}", f"the first {cut} octets", "Malformed", base, octets[:cut], "MALFORMED",
                12 if cut > 60 else None)
    resolving(cases)
    return cases.tests


def resolving(cases):
    """Answers to the Responder's RESOLVE_INIT."""
    forked, group = Transfer(), "resolve"
    for flags in ("DEFGHINO", PLAIN):
        for function in (0, 1):
            transfer = Transfer(flags=flags, function=function)
            asked = resolve(transfer)
            cases.add(group, f"{flags}-prf-{function}", f"flags {flags}", "Flags", told(asked),
                      [taken(resolve_answer(asked, transfer), transfer)])
    asked = resolve(forked)
    short = Transfer(rand_kms=secret(0x30, 15))
    good_keys = [mpk_data(forked.ticket.mpk_i, b"\1"), mpk_data(forked.protecting, b"\2"), *((20, key) for key in forked.keys)]
    for ident, comment, flag, message, reason in (
            ("no-idr", "nothing says who answers", "Forking", resolve_answer(asked, forked, after=[randr(3, forked.rand_kms)]), "MISSING_PAYLOAD"),
            ("no-rand", "no RANDRkms", "Forking", resolve_answer(asked, forked, after=[idr(2, BOB)]), "MISSING_PAYLOAD"),
            ("short-rand", "RANDRkms shorter than the keys", "Forking", resolve_answer(asked, short), "KEYS_UNUSABLE"),
            ("one-mpk", "one MPK where keys are forked", "Keys", resolve_answer(asked, forked, keys=[good_keys[0], good_keys[2]]), "KEYS_UNUSABLE"),
            ("no-mpk", "no MPK", "Keys", resolve_answer(asked, forked, keys=good_keys[2:]), "KEYS_UNUSABLE"),
            *answer_faults(asked, lambda **more: resolve_answer(asked, forked, **more))):
        cases.add(group, ident, comment, flag, told(asked), [step(message, "refused", reason=reason)])
    tamper_answer(cases, "tampered-resolve", asked, resolve_answer(asked, forked))


def told(dialogue, **more):
    return {"offer": dialogue.octets().hex(), "ticket": {"psk": dialogue.key.hex(), **more}}


def taken(message, transfer):
    return step(message, "accepted", keys=[], transported=[plain(key) for key in transfer.keys])


def answer_faults(asked, answer):
    """What is wrong with any answer of the KMS."""
    yield "key", "made with another key", "WrongKey", answer(key=secret(0xEE, 16)), "AUTHENTICATION_FAILED"
    yield "no-init", "a MAC that leaves out the initial message", "Coverage", answer(appended=b""), "AUTHENTICATION_FAILED"
    yield "other-init", "a MAC over another initial message", "Coverage", answer(appended=b"x" + asked.octets()), "AUTHENTICATION_FAILED"
    yield "csb-id", "about another CSB ID", "Structure", answer(csb_id=1), "MISMATCH"
    yield "prf", "another PRF func", "Structure", answer(prf=1), "UNSUPPORTED_ENCRYPTION"
    yield "map", "another map type", "Map", answer(map_type=0), "MISMATCH"
    for data_type in (0, 1, 11, 12, 14, 15, 16, 17, 26):
        yield f"type-{data_type}", f"data type {data_type}", "DataType", answer(data_type=data_type), "WRONG_DATA_TYPE"
    for kind in (5, 1):
        yield f"no-{CHAIN[kind]}", f"no {CHAIN[kind]}", "Structure", answer(payloads=without(kind)), "MISSING_PAYLOAD"
        yield f"two-{CHAIN[kind]}", f"{CHAIN[kind]} twice", "Structure", answer(payloads=twice(kind)), "UNEXPECTED_PAYLOAD"
    yield "kms", "from another KMS", "Identity", answer(payloads=replacing_kms), "IDENTITY_REFUSED"
    yield "kemac-mac", "a KEMAC with a MAC", "Algorithms", answer(payloads=replacing(1, macAlg=1, mac=bytes(20))), "UNSUPPORTED_MAC"
    yield "kemac-null", "a KEMAC in the clear", "Algorithms", answer(payloads=replacing(1, encrAlg=0, encrData=b"")), "UNSUPPORTED_ENCRYPTION"
    yield "kemac-256", "a KEMAC under AES of 256 bits", "Algorithms", answer(payloads=replacing(1, encrAlg=3)), "UNSUPPORTED_ENCRYPTION"
    whole = answer()
    for cut in (0, 9, len(whole) // 2, len(whole) - 1):
        yield f"cut-at-{cut}", f"the first {cut} octets", "Malformed", whole[:cut], "MALFORMED"


def replacing_kms(payloads):
    return [idr(3, CAROL) if p[0] == 14 and p[1]["idRole"] == 3 else p for p in payloads]


def tamper_answer(cases, group, asked, octets):
    """Every octet behind the header and before the length of the first variable field, and the keys and the MAC."""
    tampering(cases, group, told(asked), octets, (
        ("time", octets[12:20], "AUTHENTICATION_FAILED", ()), ("kms", KMS, "AUTHENTICATION_FAILED", ()),
        ("mac", octets[-20:], "AUTHENTICATION_FAILED", ())))


# Initiator -----------------------------------------------------------------------------------------------------------------

def initiator():
    cases = Cases("initiator")
    requesting(cases)

    def setup(transfer):
        return {"offer": transfer.octets().hex(), "ticket": {"tpk": transfer.ticket.tpk.hex()}}

    def accepts(transfer, message=None, **more):
        return step(message or transfer.answer(), "accepted", keys=transfer.session(), **more)

    for flags in [flags for flags in FLAG_SETS if "L" not in flags]:
        for function in (0, 1):
            transfer = Transfer(flags=flags, function=function)
            cases.add("flags", f"{flags}-prf-{function}", f"flags {flags}", "Flags", setup(transfer), [accepts(transfer)])
    plain_one, forked = Transfer(flags=PLAIN), Transfer()
    group_answer = Transfer(Ticket(responders=(BOB, CAROL)), answering=CAROL)
    cases.add("identity", "another-of-the-ticket", "who answers is another that the ticket names", "Identity", setup(group_answer),
              [accepts(group_answer)])
    both = Transfer(Ticket(responders=(BOB, CAROL)))
    cases.add("identity", "both-answer", "two answer, and each has keys of its own", "Forking", setup(both),
              [accepts(both), accepts(group_answer)])
    outsider = Transfer(answering=CAROL)
    for ident, comment, flag, transfer, message, reason in (
            ("outsider", "who answers is nobody that the ticket names", "Identity", outsider, outsider.answer(), "IDENTITY_REFUSED"),
            ("mpk-i", "keys are forked, and the answer is protected with MPKi", "Forking", forked, forked.answer(key=forked.ticket.mpk_i), "AUTHENTICATION_FAILED"),
            ("mpk-r", "protected with MPKr before it is forked", "Forking", forked, forked.answer(key=forked.ticket.mpk_r), "AUTHENTICATION_FAILED"),
            ("other-modifier", "forked with another RANDRkms", "Forking", forked, forked.answer(key=Transfer(rand_kms=secret(0x31, 16)).protecting), "AUTHENTICATION_FAILED"),
            ("no-rand-r", "no RANDRr where the policy wants one", "Flags", plain_one, plain_one.answer(payloads=without(15), rand_r=b""), "MISSING_PAYLOAD"),
            ("rand-r", "RANDRr where the policy allows none", "Flags", Transfer(flags="DEFHNO"),
             Transfer(flags="DEFHNO").answer(payloads=adding(randr(2, secret(0x20, 16)))), "UNEXPECTED_PAYLOAD"),
            ("no-idr", "keys are forked, and nothing says who answers", "Forking", forked, forked.answer(payloads=without(14)), "MISSING_PAYLOAD"),
            ("no-init", "a MAC that leaves out TRANSFER_INIT", "Coverage", plain_one, plain_one.answer(appended=b""), "AUTHENTICATION_FAILED"),
            ("initial-keys", "a MAC with RANDRr left out", "WrongKey", plain_one, plain_one.answer(rand_r=b""), "AUTHENTICATION_FAILED"),
            ("csb-id", "about another CSB ID", "Structure", plain_one, plain_one.answer(csb_id=1), "MISMATCH"),
            ("no-t", "no T", "Structure", plain_one, plain_one.answer(payloads=without(5)), "MISSING_PAYLOAD"),
            ("two-t", "T twice", "Structure", plain_one, plain_one.answer(payloads=twice(5)), "UNEXPECTED_PAYLOAD"),
            ("two-rand", "RANDRr twice", "Structure", plain_one, plain_one.answer(payloads=twice(15)), "UNEXPECTED_PAYLOAD"),
            ("sp", "a policy that was not offered", "Map", plain_one, plain_one.answer(payloads=adding(sp(9, 0))), "POLICY_REFUSED"),
            ("kemac", "keys where the policy allows none", "Flags", plain_one,
             plain_one.answer(payloads=adding((1, {"encrAlg": 1, "encrData": b"x", "macAlg": 0, "mac": b""}))), "UNEXPECTED_PAYLOAD")):
        cases.add("answers", ident, comment, flag, setup(transfer), [step(message, "refused", reason=reason)])
    done = plain_one.completed()
    for ident, comment, cs, reason in (
            ("left-out", "a crypto session is left out", done[:1], "MISMATCH"),
            ("two-policies", "two policies", [done[0], dict(done[1], ps=b"\3\3", numberOfPs=2)], "POLICY_REFUSED"),
            ("no-policy", "no policy", [done[0], dict(done[1], ps=b"", numberOfPs=0)], "POLICY_REFUSED"),
            ("unknown-policy", "a policy that is not there", [done[0], dict(done[1], ps=b"\4")], "POLICY_REFUSED"),
            ("no-data", "no session data", [done[0], dict(done[1], sessionData=b"")], "POLICY_REFUSED"),
            ("no-spi", "no SPI", [done[0], dict(done[1], spi=b"")], "POLICY_REFUSED"),
            ("unknown-spi", "the SPI of a key that is not there", [done[0], dict(done[1], spi=b"\7")], "KEYS_UNUSABLE")):
        cases.add("map", ident, comment, "Map", setup(plain_one), [step(plain_one.answer(cs=cs), "refused", reason=reason)])
    for data_type in sorted(ASSIGNED["data-type"] - {15, 6}) + [27]:
        cases.add("data-type", str(data_type), f"data type {data_type}", "DataType", setup(plain_one),
                  [step(plain_one.answer(data_type=data_type), "refused", reason="WRONG_DATA_TYPE")])
    for name, transfer in (("plain", plain_one), ("forked", forked)):
        octets = transfer.answer()
        parts = [("rand-r", transfer.rand_r, "AUTHENTICATION_FAILED", ()), ("ssrc", number(SSRC_B, 4), "AUTHENTICATION_FAILED", ()),
                 ("mac", octets[-20:], "AUTHENTICATION_FAILED", ())]
        if name == "forked":
            parts += [("rand-kms", transfer.rand_kms, "AUTHENTICATION_FAILED", ()), ("idr", BOB, "AUTHENTICATION_FAILED", ())]
        tampering(cases, f"tampered-{name}", setup(transfer), octets, parts)
    cases.add("answers", "forged-then-true", "a forged answer does not end the exchange", "Tampered", setup(plain_one),
              [step(changed(plain_one.answer(), -1, 1), "refused", reason="AUTHENTICATION_FAILED"), accepts(plain_one)])
    return cases.tests


def requesting(cases):
    """Answers to the Initiator's REQUEST_INIT."""
    group = "request"
    for flags in ("DEFGHINO", PLAIN, "DFHNO", "DEFGHIJNO"):
        for function in (0, 1):
            ticket = Ticket(flags=flags, function=function)
            asked = request(ticket)
            cases.add(group, f"{flags}-prf-{function}", f"flags {flags}", "Flags", told(asked), [issued(request_answer(asked, ticket), ticket)])
    ticket = Ticket()
    asked = request(ticket)
    shorter = Ticket(flags="DEFGHIKNO", times=((3, number(NTP_2026_11_01_NOON + 60, 4)),))
    cases.add(group, "validity", "the KMS cuts the validity, and says that it changed the policy", "Policy", told(asked),
              [issued(request_answer(asked, shorter), shorter)])
    silent = Ticket(times=((3, number(NTP_2026_11_01_NOON + 60, 4)),))
    over = Ticket(flags="DEFGHIKNO", times=((3, number(NTP_2026_11_01_NOON - 1, 4)),))
    not_forked = Ticket(flags="DEFGHKNO")
    no_n, others = Ticket(flags="DEFGHIO"), Ticket(initiator=[idr(1, CAROL)])
    listing = Ticket(flags="DEFGHIKNO", responders=(BOB, CAROL))
    own = Ticket(flags="EFGHILNO")
    keys = [mpk_data(ticket.mpk_i, b"\1"), mpk_data(ticket.mpk_r, b"\2"), (20, ticket.keys[0])]
    for ident, comment, flag, message, reason in (
            ("silent", "the KMS changes the policy and does not say so", "Policy", request_answer(asked, silent), "TICKET_POLICY_REFUSED"),
            ("over", "a ticket whose time is over", "Time", request_answer(asked, over), "TICKET_POLICY_REFUSED"),
            ("not-forked", "keys are not forked, where that was asked for", "Policy", request_answer(asked, not_forked), "TICKET_POLICY_REFUSED"),
            ("no-n", "the ticket needs more of an Initiator than the standard", "Flags", request_answer(asked, no_n), "TICKET_REFUSED"),
            ("others", "a ticket of another Initiator", "Identity", request_answer(asked, others), "TICKET_POLICY_REFUSED"),
            ("more-responders", "more may resolve it than was asked for", "Identity", request_answer(asked, listing), "TICKET_POLICY_REFUSED"),
            ("not-d", "a ticket that no KMS makes", "Flags", request_answer(asked, own), "TICKET_POLICY_REFUSED"),
            ("initiator-data", "a ticket with Initiator data", "Forking",
             request_answer(asked, ticket, payloads=replacing(17, initiatorData=b"\0")), "TICKET_POLICY_REFUSED"),
            ("no-ticket", "no TICKET", "Structure", request_answer(asked, ticket, payloads=without(17)), "MISSING_PAYLOAD"),
            ("no-mpk", "no MPK", "Keys", request_answer(asked, ticket, keys=keys[2:]), "KEYS_UNUSABLE"),
            ("one-mpk", "one MPK where keys are forked", "Keys", request_answer(asked, ticket, keys=[keys[0], keys[2]]), "KEYS_UNUSABLE"),
            ("three-mpk", "an MPK among the session keys", "Keys", request_answer(asked, ticket, keys=[*keys, keys[0]]), "KEYS_UNUSABLE"),
            *answer_faults(asked, lambda **more: request_answer(asked, ticket, **more))):
        cases.add(group, ident, comment, flag, told(asked), [step(message, "refused", reason=reason)])
    tamper_answer(cases, "tampered-request", asked, request_answer(asked, ticket))


def issued(message, ticket):
    return step(message, "accepted", keys=[], transported=[plain(key) for key in ticket.keys])


# KMS -----------------------------------------------------------------------------------------------------------------------

def kms():
    cases = Cases("kms")
    group = "request"

    def setup(ticket, drawn):
        size = 16 if ticket.function == 0 else 32
        users = {name.decode(): secret(first, size).hex() for name, first in PEOPLE.items()}
        return {"ticket": {"users": users, "tpk": ticket.tpk.hex(), "random": drawn.hex()}}

    def issues(ticket, **given):
        """What is drawn: SPI and key of each session key, RAND of the ticket, MPK."""
        drawn = b"".join(key["spi"] + key["key"] for key in ticket.keys) + ticket.rand + ticket.mpk
        asked = request(ticket, **given)
        return setup(ticket, drawn), asked, step(asked.octets(), "accepted", keys=[], answer=request_answer(asked, ticket).hex())

    for flags in ("DEFGHINO", PLAIN, "DFHNO", "DEFGHIJNO", "DEFGHILMNO"):
        for function in (0, 1):
            given, _, accepted = issues(Ticket(flags=flags, function=function))
            cases.add(group, f"{flags}-prf-{function}", f"flags {flags}", "Flags", given, [accepted])
    given, asked, accepted = issues(Ticket())
    ticket = Ticket()
    cases.add(group, "again", "the same message again", "Replay", given, [accepted, refused(asked.octets(), "REPLAYED")])
    cases.add(group, "again-lawfully", "the same message again in the same connection", "Replay", given,
              [dict(accepted, context="c1"), step(asked.octets(), "repeated", answer=accepted["answer"], context="c1")])
    later = {seconds: request(ticket, timestamp=ntp(NTP_2026_11_01_NOON + seconds)) for seconds in (-301, 301)}
    key = secret(PEOPLE[CAROL], 16)
    no_d = Ticket(flags="EFGHILNO")
    for ident, comment, flag, message, reason, *told_back in (
            *((f"t-{s}", f"a timestamp {s} s from now", "Time", m.octets(), "TIMESTAMP_OUTSIDE_WINDOW") for s, m in later.items()),
            ("key", "made with another user's key", "WrongKey", asked.octets(key=key), "AUTHENTICATION_FAILED"),
            ("ids", "a MAC without the identities", "Coverage", asked.octets(appended=b""), "AUTHENTICATION_FAILED"),
            ("stranger", "nobody knows the sender", "Identity", Dialogue(True, asked.subject, b"sip:m@example.org", key).octets(), "AUTHENTICATION_FAILED"),
            ("kms", "for another KMS", "Identity", asked.octets(payloads=replacing_kms, appended=ALICE + CAROL), "IDENTITY_REFUSED", 7, True),
            ("rand", "RANDRi shorter than the key", "Keys", request(ticket, rand=secret(0x40, 15)).octets(), "KEYS_UNUSABLE", 12, True),
            ("not-d", "a ticket that no KMS makes", "Flags", request(no_d).octets(), "TICKET_POLICY_REFUSED", 15, True),
            ("others", "a ticket for another Initiator", "Identity", request(Ticket(initiator=[idr(1, CAROL)])).octets(), "TICKET_POLICY_REFUSED", 15, True),
            ("ticket-type-2", "another ticket type", "Ticket", request(Ticket(kind=(2, 1, 1))).octets(), "TICKET_REFUSED", 14, True),
            ("policy-prf", "a policy with the other algorithms", "Algorithms", request(Ticket(policy_prf=1)).octets(), "TICKET_POLICY_REFUSED", 15, True),
            ("prf", "a header with the other PRF func", "Algorithms", asked.octets(prf=1), "UNSUPPORTED_MAC", 3),
            ("prf-9", "a PRF that nobody knows", "Algorithms", asked.octets(prf=9), "UNSUPPORTED_PRF", 2),
            ("cs", "a crypto session", "Map", asked.octets(cs=[{"policyNo": 0, "ssrc": 1, "roc": 0}], map_type=0), "UNEXPECTED_PAYLOAD", 12),
            ("map", "an SRTP-ID map without crypto sessions", "Map", asked.octets(map_type=0), "UNEXPECTED_PAYLOAD", 12),
            ("no-tp", "no TP", "Structure", asked.octets(payloads=without(16)), "MISSING_PAYLOAD", 12, True),
            *((f"no-{CHAIN[k]}", f"no {CHAIN[k]}", "Structure", asked.octets(payloads=without(k)), "MISSING_PAYLOAD", *([] if k == 5 else [12])) for k in (5, 15)),
            *((f"two-{CHAIN[k]}", f"{CHAIN[k]} twice", "Structure", asked.octets(payloads=twice(k)), "UNEXPECTED_PAYLOAD", 12) for k in (5, 15, 16)),
            *((f"type-{d}", f"data type {d}", "DataType", asked.octets(data_type=d), "WRONG_DATA_TYPE", 11)
              for d in sorted(ASSIGNED["data-type"] - {6, 11, 12, 16, 17}) + [27]),
            *((f"cut-at-{cut}", f"the first {cut} octets", "Malformed", asked.octets()[:cut], "MALFORMED", *([12] if cut > 20 else []))
              for cut in (0, 9, 100, 228))):
        cases.add(group, ident, comment, flag, given, [refused(message, reason, *told_back)])
    octets = asked.octets()
    tampering(cases, "tampered-request", given, octets, (
        ("rand", asked.rand, "AUTHENTICATION_FAILED", ()), ("tp", b"".join(p[1]["tpData"] for p in [asked.subject])[-25:], "AUTHENTICATION_FAILED", ()),
        ("mac", octets[-20:], "AUTHENTICATION_FAILED", ())))

    group = "resolve"
    for flags in ("DEFGHINO", PLAIN, "DFHNO", "DEFGHIJNO"):
        for function in (0, 1):
            transfer = Transfer(flags=flags, function=function)
            asked = resolve(transfer)
            drawn = transfer.rand_kms if transfer.ticket.has("I") else b""
            cases.add(group, f"{flags}-prf-{function}", f"flags {flags}", "Flags", setup(transfer.ticket, drawn),
                      [step(asked.octets(), "accepted", keys=[], answer=resolve_answer(asked, transfer).hex())])
    keys = (key_data(0, secret(0xA0, 16), b"\1\2\3\4"), key_data(4, secret(0xB0, 16), b"\5"), key_data(2, secret(0xC0, 16), b"\6"))
    several = Transfer(keys=keys)
    asked = resolve(several)
    cases.add(group, "keys", "TGK, GTGK and TEK: the TGK alone is forked", "Forking", setup(several.ticket, several.rand_kms),
              [step(asked.octets(), "accepted", keys=[], answer=resolve_answer(asked, several).hex())])
    forked, plain_one = Transfer(), Transfer(flags=PLAIN)
    given, asked = setup(forked.ticket, forked.rand_kms), resolve(forked)
    data = used(forked)
    over = Transfer(Ticket(times=((3, number(NTP_2026_11_01_NOON - 1, 4)),)))
    for ident, comment, flag, message, reason, *told_back in (
            ("carol", "the ticket is not Carol's to resolve", "Identity", resolve(forked, user=CAROL, key=secret(PEOPLE[CAROL], 16)).octets(), "IDENTITY_REFUSED", 7, True),
            ("no-data", "no Initiator data where keys are forked", "Forking", resolve(forked, subject=forked.ticket.payload(b"")).octets(), "TICKET_REFUSED", 14, True),
            ("vr", "Initiator data made without MPKr", "Forking", resolve(forked, subject=forked.ticket.payload(changed(data, -1, 1))).octets(), "TICKET_REFUSED", 14, True),
            ("vi", "Initiator data that were changed", "Forking", resolve(forked, subject=forked.ticket.payload(changed(data, 5, 1))).octets(), "TICKET_REFUSED", 14, True),
            ("odd-data", "Initiator data where keys are not forked", "Forking", resolve(plain_one, subject=plain_one.ticket.payload(b"\0")).octets(), "TICKET_REFUSED", 14, True),
            ("over", "a ticket whose time is over", "Time", resolve(over).octets(), "TICKET_POLICY_REFUSED", 15, True),
            ("tpk", "sealed under another key", "Ticket", resolve(Transfer(Ticket(tpk=secret(0xEE, 16)))).octets(), "TICKET_REFUSED", 14, True),
            ("tpk-id", "sealed under a key of another name", "Ticket", resolve(Transfer(Ticket(tpk_id=b"\9"))).octets(), "TICKET_REFUSED", 14, True),
            ("not-d", "a ticket of an Initiator under the key of the KMS", "Ticket", resolve(Transfer(flags="EFGHILNO")).octets(), "TICKET_REFUSED", 14, True),
            ("type-2", "another ticket type", "Ticket", resolve(Transfer(Ticket(kind=(2, 1, 1)))).octets(), "TICKET_REFUSED", 14, True),
            ("flags", "a flag is not what the KMS granted", "Ticket", resolve(forked, subject=(17, dict(forked.ticket.payload(data)[1], flags=0b111111100011))).octets(), "TICKET_REFUSED", 14, True),
            ("key", "made with another user's key", "WrongKey", asked.octets(key=secret(0x91, 16)), "AUTHENTICATION_FAILED"),
            ("ids", "a MAC without the identities", "Coverage", asked.octets(appended=b""), "AUTHENTICATION_FAILED"),
            ("no-ticket", "no TICKET", "Structure", asked.octets(payloads=without(17)), "MISSING_PAYLOAD", 12, True),
            ("no-rand", "no RANDRr", "Structure", asked.octets(payloads=without(15)), "MISSING_PAYLOAD", 12),
            ("two-ticket", "TICKET twice", "Structure", asked.octets(payloads=twice(17)), "UNEXPECTED_PAYLOAD", 12)):
        cases.add(group, ident, comment, flag, given, [refused(message, reason, *told_back)])
    octets = asked.octets()
    tampering(cases, "tampered-resolve", given, octets, (
        ("rand", asked.rand, "AUTHENTICATION_FAILED", ()), ("ticket", forked.ticket.data()[-40:], "AUTHENTICATION_FAILED", ()),
        ("mac", octets[-20:], "AUTHENTICATION_FAILED", ())))
    return cases.tests
