"""Cases of MIKEY-IBAKE (RFC 6267), seen from the Responder, which may be a mailbox, and from the Initiator."""
import ibake
from ibake import (ALICE, BOB, CAROL, CS, DAVE, IDI, IDR, LATER, MAILBOX, P_256, P_384, P_521, SECRET_KEY, Call, eccpt, encrypt,
                   ident, idr, point, secret)
from psk import NOW, NTP_2026_11_01_NOON, ntp, sp
from psk_cases import changed
from ticket_cases import refused, replacing, step, twice, without
from wire import ASSIGNED, Message

NOTES = {
    "Curve": "The curve, and what goes for a point of it (RFC 6267, 6.1.4).",
    "Algorithms": "The pseudo-random function, which decides on the MAC as well.",
    "Map": "The crypto sessions, which stay the same but for an SSRC that the Responder fills in.",
    "Identity": "Who calls, who was asked, and who answers (RFC 6267, 7.2 to 7.4).",
    "Key": "For whom, for which date and by which service something is encrypted (RFC 6267, 4.1).",
    "Validity": "For which packets the key is valid.",
    "Mailbox": "An end that takes calls it cannot open (RFC 6267, 4.2.2.2 and 7.5).",
    "SecretKey": "An ESK (RFC 6267, 6.1.2).",
    "Time": "A timestamp against the local clock, or against the one before.",
    "Replay": "The same message again.",
    "Contribution": "The points of both ends, sent back as a proof (RFC 6267, 4.2.2.4 and 4.2.2.6).",
    "Tampered": "One bit is not what the sender sent.",
    "Coverage": "A MAC over something else than the standard says (RFC 6267, 5.4).",
    "WrongKey": "Made with another key than the right one.",
    "Structure": "A payload is missing, twice, or does not belong here; or so inside the encrypted data.",
    "DataType": "Not a message that belongs here.",
    "Malformed": "Not a well-formed message; see the wire vectors.",
}
SOON = "2026-11-01T12:00:01Z"
EXTRA = {"sp": sp(0), "kemac": (1, {"encrAlg": 0, "encrData": b"", "macAlg": 0, "mac": b""}), "general": (21, {"extensionType": 0, "data": b"x"}),
         "id": ident(ALICE), "err": (12, {"errorNo": 0}), "idr-kms": idr(3, b"sip:kms@example.org"), "dh": (3, {"dhGroup": 1, "dhValue": bytes(96), "kv": 0})}


class Cases:
    def __init__(self, role):
        self.tests, self.role = {}, role

    def add(self, group, ident_, comment, flag, setup, steps):
        result = "invalid" if steps[-1]["result"] == "refused" else "valid"
        fill = f"{ibake.FILLED:08x}"
        self.tests.setdefault(group, []).append(
            {"id": f"ibake-{self.role}-{group}-{ident_}".lower().replace("_", "-"), "comment": comment, "result": result,
             "flags": [flag], "setup": {"psk": None, "fill": fill, **setup}, "steps": steps})


def without_role(role):
    return lambda payloads: [p for p in payloads if p[0] != 14 or p[1]["idRole"] != role]


STRUCTURES = [
    ("no-t", without(5), "MISSING_PAYLOAD", None), ("no-rand", without(11), "MISSING_PAYLOAD", 12),
    ("no-idri", without_role(IDI), "MISSING_PAYLOAD", 12), ("no-idrr", without_role(IDR), "MISSING_PAYLOAD", 12),
    ("no-ibake", without(22), "MISSING_PAYLOAD", 12),
    ("two-t", twice(5), "UNEXPECTED_PAYLOAD", 12), ("two-rand", twice(11), "UNEXPECTED_PAYLOAD", 12),
    ("two-idri", twice(14), "UNEXPECTED_PAYLOAD", 12), ("two-ibake", twice(22), "UNEXPECTED_PAYLOAD", 12),
]


def valid_calls():
    """Every kind of exchange between a user and a user: what it is about, and what is special."""
    for curve in (P_256, P_384, P_521):
        for function in (0, 1):
            yield "curve", f"{curve}-prf-{function}", f"curve {curve}, PRF func {function}", "Curve", {"curve": curve, "function": function}
    for octets in (16, 17, 32, 255):
        yield "rand", f"{octets}", f"a RAND of {octets} octets", "Algorithms", {"rand": bytes(i % 256 for i in range(octets))}
    for csb_id in (0, 1, 0x80000000, 0xFFFFFFFF):
        yield "csb", f"{csb_id:08x}", f"CSB ID {csb_id:08x}", "Map", {"csb_id": csb_id}
    for name, cs in (("one", CS[:1]), ("open", CS[1:]), ("three", [*CS, {"policyNo": 0, "ssrc": 0x33333333, "roc": 0xFFFFFFFF}]),
                     ("policies", [dict(CS[0], policyNo=1), dict(CS[1], policyNo=255)])):
        yield "map", name, f"crypto sessions: {name}", "Map", {"cs": cs}
    for name, kv in (("spi", {"kv": 1, "spi": b"\1\2\3\4"}), ("interval", {"kv": 2, "validFrom": bytes(8), "validTo": b"\xff" * 8})):
        yield "validity", name, f"key validity: {name}", "Validity", {"kv": kv}
    yield "service", "dave", "the Initiator is of another service, whose keys serve for a day", "Key", {"initiator": DAVE}
    for name, said in (("zero", {"authAlg": 0, "tgkLen": 0}), ("others", {"authAlg": 255, "tgkLen": 65535})):
        yield "ignored", name, "what ECCPTi says of MAC and TGK is ignored", "Curve", {"said": said}


# Responder -----------------------------------------------------------------------------------------------------------------

def bob(call, own=(BOB,), draws=None, **more):
    drawn = call.rho[1] + (call.rho[5] if call.deferred else b"") if draws is None else draws
    return {"ibake": {"self": call.responder.decode(), "keys": [user.decode() for user in own], "multiplier": call.y.hex(),
                      "random": drawn.hex(), **more}}


def answered(message, answer, **more):
    return step(message, "answered", answer=answer.hex(), **more)


def begun(call):
    return answered(call.first(), call.first_answer())


def done(call, at=SOON, **more):
    return step(call.second(), "accepted", at=at, keys=call.session(), answer=call.second_answer().hex(), **more)


def responder():
    cases = Cases("responder")
    for group, name, comment, flag, given in valid_calls():
        call = Call(**given)
        cases.add(group, name, comment, flag, bob(call), [begun(call), done(call)])
    call = Call(secret_key=SECRET_KEY)
    cases.add("esk", "valid", "a secret key comes with I_MESSAGE_1", "SecretKey", bob(call), [begun(call), done(call)])
    _first_refused(cases)
    _second_refused(cases)
    _mailbox(cases)
    _replays(cases)
    return cases.tests


def _first_refused(cases):
    call = Call()

    def invalid(group, ident_, comment, flag, message, reason, error=None, **more):
        cases.add(group, ident_, comment, flag, bob(call, draws=b""), [refused(message, reason, error, **more)])

    for name, make, reason, error in STRUCTURES:
        invalid("first-structure", name, f"I_MESSAGE_1: {name}", "Structure", call.first(make(call.first_payloads())), reason, error)
    for name, extra in EXTRA.items():
        payloads = call.first_payloads()
        invalid("first-structure", f"and-{name}", f"I_MESSAGE_1 with {name}", "Structure",
                call.first([*payloads[:-1], extra, payloads[-1]]), "UNEXPECTED_PAYLOAD", 12)
    i, ours, r = call.first_inside()
    for name, inside, reason, error in (
            ("no-point", [i, r], "MISSING_PAYLOAD", 12), ("no-idri", [ours, r], "KEYS_UNUSABLE", 12),
            ("no-idrr", [i, ours], "IDENTITY_REFUSED", 7), ("two-points", [i, ours, ours, r], "KEYS_UNUSABLE", 12),
            ("point-first", [ours, i, r], "KEYS_UNUSABLE", 12), ("with-eccptr", [i, ours, r, call.theirs], "UNEXPECTED_PAYLOAD", 12),
            ("id-for-idri", [ident(ALICE), ours, r], "KEYS_UNUSABLE", 12), ("more-behind", [i, ours, r, ident(ALICE)], "KEYS_UNUSABLE", 12),
            ("an-sk", [i, ours, r, (24, {"skType": 1, "key": SECRET_KEY, "kv": 0})], "KEYS_UNUSABLE", 12),
            ("nothing", b"", "KEYS_UNUSABLE", 12), ("noise", b"\xa5" * 90, "KEYS_UNUSABLE", 12),
            ("other-initiator", [idr(IDI, CAROL), ours, r], "IDENTITY_REFUSED", 7),
            ("other-responder", [i, ours, idr(IDR, CAROL)], "IDENTITY_REFUSED", 7),
            ("roles-exchanged", [idr(IDR, ALICE), ours, idr(IDI, BOB)], "KEYS_UNUSABLE", 12)):
        invalid("first-inside", name, f"the encrypted data of I_MESSAGE_1: {name}", "Structure",
                call.first(call.first_payloads(inside)), reason, error)
    good = point(call.x)
    for name, octets, curve in (
            ("infinity", bytes(65), P_256), ("off-curve", good[:-1] + bytes([good[-1] ^ 1]), P_256),
            ("hybrid", b"\6" + good[1:], P_256), ("compressed-form", b"\2" + good[1:], P_256),
            ("coordinate-of-p", b"\4" + (2**256 - 2**224 + 2**192 + 2**96 - 1).to_bytes(32, "big") + good[33:], P_256),
            ("p-224", point(secret("x", 5), 5), 5), ("p-192", point(secret("x", 1), 1), 1), ("b-163", b"\4" + bytes(41) + b"\1", 2),
            ("k-571", b"\4" + bytes(143) + b"\1", 16)):
        invalid("first-point", name, f"ECCPTi is no point that is acceptable: {name}", "Curve",
                call.first(call.first_payloads([i, eccpt(octets, curve), r])), "UNSUPPORTED_DH", 6)
    for name, message in (
            ("for-carol", call.first(call.first_payloads(to=CAROL))), ("last-month", call.first(call.first_payloads(date=b"2026-10"))),
            ("a-day", call.first(call.first_payloads(date=b"2026-11-01"))),
            ("other-service", call.first(call.first_payloads(service=ibake.B))),
            ("not-encrypted", call.first(replacing(22, encrData=bytes(Message.chain(call.first_inside()).octets))(call.first_payloads()))),
            ("asked-carol", Call(asked=CAROL).first())):
        invalid("first-key", name, f"not encrypted as it is to be: {name}", "Key", message, "KEYS_UNUSABLE", 12)
    esk = Call(secret_key=SECRET_KEY)
    for name, data in (("for-carol", encrypt(CAROL, esk.esk(SECRET_KEY), esk.rho[4])),
                       ("noise", b"\xa5" * 64), ("no-sk", encrypt(BOB, [ident(ALICE)], esk.rho[4]))):
        invalid("first-esk", name, f"an ESK that cannot be opened: {name}", "SecretKey",
                esk.first(replacing(23, encrData=data)(esk.first_payloads())), "KEYS_UNUSABLE", 12)
    for name, seconds, fraction in (("old", -301, 0), ("new", 301, 0), ("years", -31536000, 0)):
        late = Call(first_time=ntp(NTP_2026_11_01_NOON + seconds, fraction))
        invalid("first-time", name, f"T is {seconds} s from the local clock", "Time", late.first(), "TIMESTAMP_OUTSIDE_WINDOW")
    counter = call.first(replacing(5, tsType=2, tsValue=b"\0\0\0\1")(call.first_payloads()))
    invalid("first-time", "counter", "a counter, which tells no date", "Time", counter, "TIMESTAMP_UNSUPPORTED", 1)
    for data_type in sorted(ASSIGNED["data-type"] - {22, 6}):
        invalid("first-type", f"{data_type}", f"data type {data_type}", "DataType",
                call.message(data_type, call.first_payloads()), "WRONG_DATA_TYPE", 11)
    for function in (2, 3, 64, 127):
        invalid("first-prf", f"{function}", f"PRF func {function}", "Algorithms", call.first(prf=function), "UNSUPPORTED_PRF", 2)
    _tampered(cases, "first-tampered", bob(call, draws=b""), [], call.first(),
              [("ibake", 22, "KEYS_UNUSABLE", 12, 8), ("name", 14, None, None, 1)])
    _cut(cases, "first-cut", bob(call, draws=b""), [], call.first(), NOW)


def _tampered(cases, group, setup, before, message, parts):
    """A bit of every so many octets of the data of the payloads of a type is not what it was."""
    marks = [(name, at, size) for _, name, at, size, _ in _marks(message)]
    for label, kind, reason, error, stride in parts:
        field = {22: "encrData", 14: "idData", 9: "verData", 5: "tsValue", 11: "rand"}[kind]
        found = [(at, size) for name, at, size in marks if name == field]
        for which, (at, size) in enumerate(found):
            for octet in range(at, at + size, stride):
                changed_ = changed(message, octet, 1 << octet % 8)
                why, told = (reason, error) if reason else (("IDENTITY_REFUSED", 7) if which == 0 else ("KEYS_UNUSABLE", 12))
                cases.add(group, f"{label}-{octet}", f"a bit of octet {octet} is not what it was", "Tampered", setup,
                          [*before, refused(changed_, why, told, at=SOON if before else NOW)])


def _marks(octets):
    """Where the fields of a message stand, from reading it again."""
    at = 10 + 9 * octets[8]
    kind = octets[2]
    while kind:
        following = octets[at]
        size = {5: 10, 11: 2 + octets[at + 1], 9: 2 + {0: 0, 1: 20, 2: 32}.get(octets[at + 1], 0)}.get(kind)
        if kind == 14:
            length = int.from_bytes(octets[at + 3:at + 5], "big")
            yield kind, "idData", at + 5, length, None
            size = 5 + length
        elif kind in (22, 23):
            length = int.from_bytes(octets[at + 1:at + 3], "big")
            yield kind, "encrData" if kind == 22 else "esk", at + 3, length, None
            size = 3 + length
        elif kind == 5:
            yield kind, "tsValue", at + 2, 8, None
        elif kind == 11:
            yield kind, "rand", at + 2, octets[at + 1], None
        elif kind == 9:
            yield kind, "verData", at + 2, size - 2, None
        at, kind = at + size, following


def _cut(cases, group, setup, before, message, at):
    for length in [*range(1, 30, 4), *range(40, len(message), 48), len(message) - 1]:
        cases.add(group, f"{length}", f"cut after {length} octets: dropped in silence", "Malformed", setup,
                  [*before, refused(message[:length], "MALFORMED", at=at)])
    cases.add(group, "longer", "an octet behind the end: dropped in silence", "Malformed", setup,
              [*before, refused(message + b"\1", "MALFORMED", at=at)])


def _second_refused(cases):
    call = Call()

    def invalid(group, ident_, comment, flag, message, reason, error=None, at=SOON, authenticated=False):
        cases.add(group, ident_, comment, flag, bob(call),
                  [begun(call), refused(message, reason, error, authenticated, at=at)])

    for name, make, reason, error in STRUCTURES:
        invalid("second-structure", name, f"I_MESSAGE_2: {name}", "Structure", call.second(make(call.second_payloads())), reason, error)
    for name, extra in EXTRA.items():
        payloads = call.second_payloads()
        invalid("second-structure", f"and-{name}", f"I_MESSAGE_2 with {name}", "Structure",
                call.second([*payloads[:-1], extra, payloads[-1]]), "UNEXPECTED_PAYLOAD", 12)
    i, r, theirs = call.second_inside()
    other = eccpt(point(secret("z")))
    for name, inside, reason, error in (
            ("no-point", [i, r], "MISMATCH", None), ("other-point", [i, r, other], "MISMATCH", None),
            ("ours-back", [i, r, call.ours], "MISMATCH", None), ("eccpti-too", [i, call.ours, r, theirs], "UNEXPECTED_PAYLOAD", 12),
            ("eccpti-only", [i, call.ours, r], "MISMATCH", None), ("other-validity", [i, r, eccpt(point(call.y), kv={"kv": 1, "spi": b"\1"})], "MISMATCH", None),
            ("other-tgk-len", [i, r, eccpt(point(call.y), tgkLen=16)], "MISMATCH", None),
            ("point-first", [theirs, i, r], "KEYS_UNUSABLE", 12), ("noise", b"\xa5" * 90, "KEYS_UNUSABLE", 12),
            ("other-initiator", [idr(IDI, CAROL), r, theirs], "IDENTITY_REFUSED", 7),
            ("other-responder", [i, idr(IDR, CAROL), theirs], "IDENTITY_REFUSED", 7), ("no-idrr", [i, theirs], "IDENTITY_REFUSED", 7)):
        invalid("second-inside", name, f"the encrypted data of I_MESSAGE_2: {name}", "Contribution",
                call.second(call.second_payloads(inside)), reason, error)
    for name, message in (
            ("for-carol", call.second(call.second_payloads(to=CAROL))), ("last-month", call.second(call.second_payloads(date=b"2026-10"))),
            ("other-service", call.second(call.second_payloads(service=ibake.B)))):
        invalid("second-key", name, f"not encrypted as it is to be: {name}", "Key", message, "KEYS_UNUSABLE", 12)
    for name, message, reason, error in (
            ("rand", Call(rand=bytes(16)).second(call.second_payloads()[:1] + Call(rand=bytes(16)).second_payloads()[1:]), "MISMATCH", None),
            ("csb-id", call.second(csb_id=1), "MISMATCH", None), ("prf", call.second(prf=0), "MISMATCH", None),
            ("one-cs-less", call.second(cs=CS[:1]), "MISMATCH", None), ("ssrc", call.second(cs=[dict(CS[0], ssrc=5), CS[1]]), "MISMATCH", None),
            ("ssrc-filled", call.second(cs=call.filled()), "MISMATCH", None), ("roc", call.second(cs=[CS[0], dict(CS[1], roc=8)]), "MISMATCH", None),
            ("policy", call.second(cs=[dict(CS[0], policyNo=1), CS[1]]), "MISMATCH", None),
            ("initiator", Call(initiator=CAROL).second(), "IDENTITY_REFUSED", 7),
            ("responder", Call(responder=CAROL).second(), "IDENTITY_REFUSED", 7)):
        invalid("second-same", name, f"I_MESSAGE_2 has another {name} than I_MESSAGE_1", "Map", message, reason, error)
    for name, value, reason in (("same", ntp(), "TIMESTAMP_NOT_NEWER"), ("before", ntp(NTP_2026_11_01_NOON - 1), "TIMESTAMP_NOT_NEWER"),
                                ("far", ntp(NTP_2026_11_01_NOON + 302), "TIMESTAMP_OUTSIDE_WINDOW")):
        invalid("second-time", name, f"T of I_MESSAGE_2: {name}", "Time", Call(second_time=value).second(), reason)
    smallest = Call(second_time=ntp(NTP_2026_11_01_NOON, 1))
    cases.add("second-time", "smallest", "T is later by the smallest step", "Time", bob(smallest), [begun(smallest), done(smallest)])
    for data_type in (0, 2, 13, 23, 25, 26):
        invalid("second-type", f"{data_type}", f"data type {data_type} in place of I_MESSAGE_2", "DataType",
                call.message(data_type, call.second_payloads()), "WRONG_DATA_TYPE", 11)
    _tampered(cases, "second-tampered", bob(call), [begun(call)], call.second(),
              [("ibake", 22, "KEYS_UNUSABLE", 12, 16), ("rand", 11, "MISMATCH", None, 4)])
    _cut(cases, "second-cut", bob(call), [begun(call)], call.second(), SOON)
    steps = [begun(call), refused(changed(call.second(), len(call.second()) - 1, 1), "KEYS_UNUSABLE", 12, at=SOON), done(call)]
    cases.add("second-after", "refused", "after a message that is refused the right one is taken", "Tampered", bob(call), steps)


def _mailbox(cases):
    box = {"own": (MAILBOX,), "mailbox": True}
    call = Call(responder=MAILBOX, deferred=True)
    cases.add("mailbox", "valid", "takes a call for another and keeps the secret key for him", "Mailbox", bob(call, **box),
              [begun(call), dict(done(call), esk=dict(call.second_payloads()[-1:])[23]["encrData"].hex())])
    i, ours, r, theirs = call.second_inside()
    for name, message, reason, error, flag in (
            ("no-esk", call.second(call.second_payloads(esk=False)), "MISSING_PAYLOAD", 12, "SecretKey"),
            ("no-eccpti", call.second(call.second_payloads([i, r, theirs])), "MISSING_PAYLOAD", 12, "Contribution"),
            ("no-eccptr", call.second(call.second_payloads([i, ours, r])), "MISMATCH", None, "Contribution"),
            ("eccptr-back", call.second(call.second_payloads([i, theirs, r, theirs])), "MISMATCH", None, "Contribution"),
            ("infinity", call.second(call.second_payloads([i, eccpt(bytes(65)), r, theirs])), "UNSUPPORTED_DH", 6, "Curve"),
            ("other-curve", call.second(call.second_payloads([i, eccpt(point(secret("x", P_384), P_384), P_384), r, theirs])),
             "UNSUPPORTED_DH", 6, "Curve"),
            ("for-bob", call.second(call.second_payloads(to=BOB)), "KEYS_UNUSABLE", 12, "Key")):
        cases.add("mailbox", name, f"I_MESSAGE_2 to a mailbox: {name}", flag, bob(call, **box),
                  [begun(call), refused(message, reason, error, at=SOON)])
    cases.add("mailbox", "none", "an end that is no mailbox does not take what it cannot open", "Mailbox",
              bob(call, own=(MAILBOX,), draws=b""), [refused(call.first(), "KEYS_UNUSABLE", 12)])
    forked = Call(responder=CAROL)
    cases.add("mailbox", "forked", "shares the identity that was asked for, and answers under its own", "Identity",
              bob(forked, own=(BOB, CAROL)), [begun(forked), done(forked)])


def _replays(cases):
    call = Call()
    again = step(call.first(), "repeated", at=SOON, context="01", answer=call.first_answer().hex())
    begun_in = dict(begun(call), context="01")
    cases.add("replay", "repeated", "I_MESSAGE_1 again in the same context, when all is done", "Replay", bob(call),
              [begun_in, done(call), again])
    cases.add("replay", "elsewhere", "I_MESSAGE_1 again in another context, when all is done", "Replay", bob(call),
              [begun_in, done(call), refused(call.first(), "REPLAYED", at=SOON, context="02")])
    cases.add("replay", "second", "I_MESSAGE_2 again", "Replay", bob(call),
              [begun(call), done(call), step(call.second(), "repeated", at=SOON, answer=call.second_answer().hex())])
    cases.add("replay", "another-second", "another I_MESSAGE_2 when all is done", "Replay", bob(call),
              [begun(call), done(call), refused(Call(second_time=ntp(NTP_2026_11_01_NOON + 2)).second(), "REPLAYED", at=SOON)])


# Initiator -----------------------------------------------------------------------------------------------------------------

def alice(call, draws=None, anybody=False, **more):
    drawn = (SECRET_KEY + call.rho[2] + call.rho[3] if call.deferred else call.rho[2]) if draws is None else draws
    validity = {name: value.hex() for name, value in (call.given.get("kv") or {}).items() if name != "kv"}
    return {"offer": call.first().hex(),
            "ibake": {"self": call.initiator.decode(), "keys": [call.initiator.decode()], "curve": call.curve, "multiplier": call.x.hex(),
                      "random": drawn.hex(), **({"anybody": True} if anybody else {}), **({"validity": validity} if validity else {}), **more}}


def next_(call, **more):
    return step(call.first_answer(), "answered", at=SOON, answer=call.second().hex(), **more)


def last(call, message=None):
    return step(call.second_answer() if message is None else message, "accepted", at=SOON, keys=call.session())


def initiator():
    cases = Cases("initiator")
    for group, name, comment, flag, given in valid_calls():
        if group == "ignored":
            continue
        call = Call(**given)
        cases.add(group, name, comment, flag, alice(call), [next_(call), last(call)])
    call = Call()
    for names in (False, True):
        cases.add("names", "left-out" if not names else "both", "R_MESSAGE_2 need not name the ends", "Identity", alice(call),
                  [next_(call), last(call, call.second_answer(call.second_answer_payloads(names)))])
    _first_answer_refused(cases)
    _last_refused(cases)
    _others(cases)
    return cases.tests


def _first_answer_refused(cases):
    call = Call()

    def invalid(group, ident_, comment, flag, message, reason, setup=None):
        cases.add(group, ident_, comment, flag, setup or alice(call, draws=b""), [refused(message, reason, at=SOON)])

    for name, make, reason, _ in STRUCTURES:
        if "rand" not in name:
            invalid("first-structure", name, f"R_MESSAGE_1: {name}", "Structure",
                    call.first_answer(make(call.first_answer_payloads())), reason)
    for name, extra in {**EXTRA, "rand": (11, {"rand": bytes(16)}), "esk": (23, {"encrData": b"x"})}.items():
        payloads = call.first_answer_payloads()
        invalid("first-structure", f"and-{name}", f"R_MESSAGE_1 with {name}", "Structure",
                call.first_answer([*payloads[:-1], extra, payloads[-1]]), "UNEXPECTED_PAYLOAD")
    i, ours, r, theirs = call.first_answer_inside()
    other = eccpt(point(secret("z")))
    for name, inside, reason in (
            ("no-eccptr", [i, ours, r], "MISSING_PAYLOAD"), ("other-eccpti", [i, other, r, theirs], "MISMATCH"),
            ("exchanged", [i, theirs, r, ours], "MISMATCH"), ("sent-back", [i, ours, r, ours], "MISMATCH"),
            ("no-eccpti", [i, r, theirs], "IDENTITY_REFUSED"), ("point-first", [ours, i, r, theirs], "KEYS_UNUSABLE"),
            ("other-initiator", [idr(IDI, CAROL), ours, r, theirs], "IDENTITY_REFUSED"),
            ("other-responder", [i, ours, idr(IDR, CAROL), theirs], "IDENTITY_REFUSED"),
            ("more-behind", [i, ours, r, theirs, ident(ALICE)], "KEYS_UNUSABLE"), ("noise", b"\xa5" * 90, "KEYS_UNUSABLE")):
        invalid("first-inside", name, f"the encrypted data of R_MESSAGE_1: {name}", "Contribution",
                call.first_answer(call.first_answer_payloads(inside)), reason)
    good = point(call.y)
    for name, octets, curve in (("infinity", bytes(65), P_256), ("off-curve", good[:-1] + bytes([good[-1] ^ 1]), P_256),
                                ("hybrid", b"\6" + good[1:], P_256), ("p-384", point(secret("y", P_384), P_384), P_384),
                                ("p-192", point(secret("y", 1), 1), 1)):
        invalid("first-point", name, f"ECCPTr is no point that is acceptable: {name}", "Curve",
                call.first_answer(call.first_answer_payloads([i, ours, r, eccpt(octets, curve)])), "UNSUPPORTED_DH")
    for name, message in (("for-bob", call.first_answer(call.first_answer_payloads(to=BOB))),
                          ("last-month", call.first_answer(call.first_answer_payloads(date=b"2026-10"))),
                          ("other-service", call.first_answer(call.first_answer_payloads(service=ibake.B)))):
        invalid("first-key", name, f"not encrypted as it is to be: {name}", "Key", message, "KEYS_UNUSABLE")
    for name, message, reason in (
            ("csb-id", call.first_answer(csb_id=1), "MISMATCH"), ("prf", call.first_answer(prf=0), "MISMATCH"),
            ("one-cs-less", call.first_answer(cs=CS[:1]), "MISMATCH"), ("ssrc", call.first_answer(cs=[dict(CS[0], ssrc=5), CS[1]]), "MISMATCH"),
            ("roc", call.first_answer(cs=[CS[0], dict(CS[1], roc=8)]), "MISMATCH"),
            ("t", Call(first_time=LATER).first_answer(), "MISMATCH"), ("initiator", Call(initiator=CAROL).first_answer(), "IDENTITY_REFUSED"),
            ("responder", Call(responder=CAROL).first_answer(), "IDENTITY_REFUSED")):
        invalid("first-same", name, f"R_MESSAGE_1 has another {name} than I_MESSAGE_1", "Map", message, reason)
    for data_type in (0, 1, 3, 14, 22, 24, 25, 26):
        invalid("first-type", f"{data_type}", f"data type {data_type} in place of R_MESSAGE_1", "DataType",
                call.message(data_type, call.first_answer_payloads()), "WRONG_DATA_TYPE")
    invalid("first-type", "error", "an error message, which nothing protects", "DataType",
            call.message(6, [call.t(call.first_time), (12, {"errorNo": 12})], 0, ()), "PEER_ERROR")
    setup = alice(call, draws=b"")
    for octet in (at for _, name, at0, size, _ in _marks(call.first_answer()) if name == "encrData" for at in range(at0, at0 + size, 16)):
        invalid("first-tampered", f"ibake-{octet}", f"a bit of octet {octet} is not what it was", "Tampered",
                changed(call.first_answer(), octet, 1 << octet % 8), "KEYS_UNUSABLE", setup)
    _cut(cases, "first-cut", setup, [], call.first_answer(), SOON)


def _last_refused(cases):
    call = Call()

    def invalid(group, ident_, comment, flag, message, reason):
        cases.add(group, ident_, comment, flag, alice(call), [next_(call), refused(message, reason, at=SOON)])

    for name, kind in (("t", 5), ("v", 9)):
        payloads = [p for p in call.second_answer_payloads() if p[0] != kind]
        message = call.second_answer(payloads) if name == "t" else call.message(25, payloads, 0, call.filled())
        invalid("last-structure", f"no-{name}", f"R_MESSAGE_2 without {name}", "Structure", message, "MISSING_PAYLOAD")
    for name, extra in {**EXTRA, "rand": (11, {"rand": bytes(16)}), "ibake": (22, {"encrData": b"x"})}.items():
        invalid("last-structure", f"and-{name}", f"R_MESSAGE_2 with {name}", "Structure",
                call.second_answer([*call.second_answer_payloads(), extra]), "UNEXPECTED_PAYLOAD")
    wrong = "AUTHENTICATION_FAILED"
    for name, message in (
            ("no-names", call.second_answer(appended=b"")), ("names-exchanged", call.second_answer(appended=BOB + ALICE)),
            ("initiator-alone", call.second_answer(appended=ALICE)), ("other-name", call.second_answer(appended=ALICE + CAROL))):
        invalid("last-coverage", name, f"a MAC over other identities: {name}", "Coverage", message, wrong)
    for name, mpk in (("tgk", call.derived(ibake.TGK)), ("session-key", call.session_key()), ("x-alone", call.session_key()[1:33]),
                      ("zeros", bytes(32)), ("another-call", Call(y=secret("z")).derived(ibake.MPK))):
        invalid("last-key", name, f"a MAC under another key: {name}", "WrongKey", call.second_answer(mpk=mpk), wrong)
    invalid("last-key", "null-mac", "the NULL MAC proves nothing", "WrongKey", call.second_answer(mac=0), wrong)
    weaker = call.second_answer(mac=1)
    cases.add("last-key", "sha-1", "the MAC is the Responder's choice", "Algorithms", alice(call), [next_(call), last(call, weaker)])
    for name, message, reason in (
            ("csb-id", call.second_answer(csb_id=1), "MISMATCH"), ("prf", call.second_answer(prf=0), "MISMATCH"),
            ("one-cs-less", call.second_answer(cs=call.filled()[:1]), "MISMATCH"),
            ("ssrc", call.second_answer(cs=[dict(CS[0], ssrc=5), call.filled()[1]]), "MISMATCH"),
            ("roc", call.second_answer(cs=[CS[0], dict(call.filled()[1], roc=8)]), "MISMATCH"),
            ("t", call.second_answer([call.t(ntp()), *call.second_answer_payloads()[1:]]), "MISMATCH"),
            ("initiator", call.second_answer([call.second_answer_payloads()[0], idr(IDI, CAROL), idr(IDR, BOB)]), "IDENTITY_REFUSED"),
            ("responder", call.second_answer([call.second_answer_payloads()[0], idr(IDI, ALICE), idr(IDR, CAROL)]), "IDENTITY_REFUSED")):
        invalid("last-same", name, f"R_MESSAGE_2 has another {name} than I_MESSAGE_2", "Map", message, reason)
    for data_type in (0, 1, 3, 14, 22, 24, 26):
        invalid("last-type", f"{data_type}", f"data type {data_type} in place of R_MESSAGE_2", "DataType",
                call.message(data_type, call.second_answer_payloads(), 0, call.filled()), "WRONG_DATA_TYPE")
    octets = call.second_answer()
    for _, field, at0, size, _ in _marks(octets):
        reason = {"tsValue": "MISMATCH", "idData": "IDENTITY_REFUSED", "verData": wrong}[field]
        for at in range(at0, at0 + size):
            invalid("last-tampered", f"{at}", f"a bit of octet {at} is not what it was", "Tampered", changed(octets, at, 1 << at % 8), reason)
    _cut(cases, "last-cut", alice(call), [next_(call)], octets, SOON)
    cases.add("last-after", "refused", "after an answer that is refused the right one is taken", "Tampered", alice(call),
              [next_(call), refused(changed(octets, len(octets) - 1, 1), wrong, at=SOON), last(call)])


def _others(cases):
    mailbox = Call(responder=MAILBOX, deferred=True)
    cases.add("others", "mailbox", "a mailbox answers, and anybody may; it gets a key for whom the call was meant", "Mailbox",
              alice(mailbox, anybody=True), [dict(next_(mailbox), secretKey=SECRET_KEY.hex()), last(mailbox)])
    cases.add("others", "mailbox-refused", "a mailbox answers, and only who was asked may", "Mailbox", alice(mailbox, draws=b""),
              [refused(mailbox.first_answer(), "IDENTITY_REFUSED", at=SOON)])
    for name, payloads, reason in (
            ("no-echo", [p for p in mailbox.second_answer_payloads() if p[0] != 22], "MISSING_PAYLOAD"),
            ("other-echo", [p if p[0] != 22 else (22, {"encrData": encrypt(ALICE, [idr(IDI, ALICE), mailbox.theirs], mailbox.rho[5])})
                            for p in mailbox.second_answer_payloads()], "MISMATCH"),
            ("echo-for-bob", [p if p[0] != 22 else (22, {"encrData": encrypt(BOB, [idr(IDI, ALICE), mailbox.ours], mailbox.rho[5])})
                              for p in mailbox.second_answer_payloads()], "KEYS_UNUSABLE")):
        cases.add("others", f"mailbox-{name}", f"R_MESSAGE_2 of a mailbox: {name}", "Contribution", alice(mailbox, anybody=True),
                  [dict(next_(mailbox), secretKey=SECRET_KEY.hex()), refused(mailbox.second_answer(payloads), reason, at=SOON)])
    fork = Call(responder=CAROL)
    cases.add("others", "fork", "another answers under its own name, and anybody may", "Identity", alice(fork, anybody=True),
              [next_(fork), last(fork)])
    same = Call()
    cases.add("others", "place", "who was asked cannot be impersonated by who answered", "Identity", alice(same),
              [next_(same), refused(Call(responder=CAROL, y=secret("z")).second_answer(), "IDENTITY_REFUSED", at=SOON)])
