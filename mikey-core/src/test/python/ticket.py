"""Messages of MIKEY-TICKET and base tickets (RFC 6043), written a second time after the text of the standard."""
from protection import MACS, SALT, TEK, Protection, prf
from psk import ntp, sp
from wire import Message, number

SUITES = {0: (1, 1, 16), 1: (3, 2, 32)}  # by PRF func: encr alg, MAC alg, octets of a key (RFC 6043, 12.1)
FLAGS = "DEFGHIJKLMNO"
FORKED = "DEFGHINO"
NO_CSB_ID = 0xFFFFFFFF
MPK_I, MPK_R, FORKED_MPK_R, FORKED_TGK = 0x220E99A2, 0x1F4D675B, 0x2B288856, 0x1512B54A
IDI, IDR, IDKMS, IDPSK, IDAPP = 1, 2, 3, 4, 5
ALICE, BOB, CAROL, KMS = b"sip:alice@example.org", b"sip:bob@example.org", b"sip:carol@example.org", b"sip:kms@example.org"
CSB_ID = 0x71C4E700
SSRC_A, SSRC_B = 0xA11CE001, 0x22222222
POLICY = sp(3, 0, (0, b"\1"), (1, b"\20"), (2, b"\1"), (3, b"\24"), (4, b"\16"), (7, b"\1"), (8, b"\1"), (10, b"\1"), (11, b"\12"))


def secret(first, octets):
    return bytes((first + i) % 256 for i in range(octets))


def idr(role, data, kind=1):
    return 14, {"idRole": role, "idType": kind, "idData": data}


def randr(role, octets):
    return 15, {"randRole": role, "rand": octets}


def t(value, kind=0):
    return 5, {"tsType": kind, "tsValue": value}


def sized(octets):
    return bytes([len(octets)]) + octets


def chain(payloads):
    return bytes(Message.chain(payloads).octets)


def listed(payloads):
    """The type of the first payload, and the payloads: TP data and Initiator data."""
    return bytes([payloads[0][0] if payloads else 0]) + chain(payloads)


def key_data(key_type, key, spi, salt=b""):
    return {"keyType": key_type, "kv": 1, "key": key, "spi": spi, **({"salt": salt} if salt else {})}


def mpk_data(key, spi):
    return 20, key_data(6, key, spi)


def same_length(function, key, constant, tag, rest):
    return prf(function, key, number(constant, 4) + b"\xff" + number(NO_CSB_ID, 4) + bytes([tag]) + rest, len(key))


def protection(function, key, csb_id, tag, rand_i=b"", rand_r=b""):
    """5.1.2; tag 1 for the initial message, 2 for its answer."""
    return Protection(key, csb_id, bytes([tag]) + sized(rand_i) + sized(rand_r), *SUITES[function][:2], function)


def sealed(keeper, payloads, timestamp):
    return 1, {"encrAlg": keeper.encr, "encrData": keeper.encrypt(chain(payloads), timestamp), "macAlg": 0, "mac": b""}


def with_mac(data_type, payloads, keeper, appended, mac=None, **header):
    """A message that ends in V; the MAC skips the Initiator data of a ticket, with their length (5.5)."""
    mac = keeper.mac if mac is None else mac
    size = MACS[mac][2]
    message = Message(data_type, [*payloads, (9, {"authAlg": mac, "verData": bytes(size)})], **header)
    octets = bytes(message.octets)
    covered = octets[:len(octets) - size]
    at = [m[2] for m in message.marks if m[1] == "initiatorDataLength"]
    if at and data_type == 14:
        skipped = 2 + int.from_bytes(octets[at[0]:at[0] + 2], "big")
        covered = octets[:at[0]] + octets[at[0] + skipped:len(octets) - size]
    return octets[:len(octets) - size] + keeper.tag(covered + appended)


class Ticket:
    """A base ticket with its keys (appendix A)."""

    def __init__(self, flags=FORKED, function=0, keys=None, responders=(BOB,), **given):
        self.flags, self.function, self.given = flags, function, given
        self.encr, self.mac, size = SUITES[function]
        self.tpk = given.get("tpk", secret(0x01, size))
        self.tpk_id = given.get("tpk_id", b"\0\1")
        self.rand = given.get("rand", secret(0x60, size))
        self.mpk = given.get("mpk", secret(0x80, size))
        self.keys = [key_data(0, secret(0xA0, size), b"\1\2\3\4")] if keys is None else list(keys)
        self.issued = given.get("issued", ntp())
        self.responders = responders
        rand = sized(self.rand)
        self.mpk_i = same_length(function, self.mpk, MPK_I, 6, rand)
        self.mpk_r = same_length(function, self.mpk, MPK_R, 6, rand)

    def has(self, flag):
        return flag in self.flags

    def policy(self, kemac=()):
        """`kemac` lists the keys that are asked for."""
        payloads = [*self.given.get("kms", [idr(IDKMS, KMS)]), *self.given.get("initiator", [idr(IDI, ALICE)])]
        for role, seconds in self.given.get("times", ()):
            payloads.append((13, {"tsRole": role, "tsType": 3, "tsValue": seconds}))
        payloads += [*kemac, *(idr(IDAPP, a) for a in self.given.get("apps", ())), *(idr(IDR, r) for r in self.responders)]
        bits = sum(1 << (11 - FLAGS.index(flag)) for flag in self.flags)
        kind, subtype, version = self.given.get("kind", (1, 1, 1))
        return {"ticketType": kind, "subtype": subtype, "version": version, "prfFunc": self.given.get("policy_prf", self.function),
                "flags": self.given.get("bits", bits), "tpData": self.given.get("tp_data", listed(payloads))}

    def data(self):
        if "data" in self.given:
            return self.given["data"]
        keeper = Protection(self.tpk, NO_CSB_ID, b"\5" + sized(self.rand), self.encr, self.mac, self.function)
        inside = [mpk_data(self.mpk, b"\0"), *((20, key) for key in self.keys)]
        size = MACS[self.mac][2]
        payloads = [t(self.issued), (11, {"rand": self.rand}), sealed(keeper, self.given.get("inside", inside), self.issued),
                    *([idr(IDPSK, self.tpk_id, 2)] if self.tpk_id else []), (9, {"authAlg": self.mac, "verData": bytes(size)})]
        data = b"\5\0\0" + chain(payloads)
        ticket = chain([(17, dict(self.policy(), ticketData=data, initiatorData=b""))])
        return data[:-size] + keeper.tag(ticket[1:-2 - size])

    def payload(self, initiator_data=b""):
        return 17, dict(self.policy(), ticketData=self.data(), initiatorData=initiator_data)

    def initiator_data(self, v):
        """First payload, Vi, Vr (6.10)."""
        keeper = Protection(self.mpk_r, NO_CSB_ID, b"\4", self.encr, self.mac, self.function)
        octets = listed([(9, {"authAlg": self.mac, "verData": v}), (9, {"authAlg": self.mac, "verData": bytes(len(v))})])
        return octets[:-len(v)] + keeper.tag(octets[:-len(v)])

    def forked(self, id_r, rand_kms):
        """MPKr' and the session keys for who answers (5.1.1)."""
        rest = number(len(id_r), 2) + id_r + sized(rand_kms)
        keys = [dict(key, key=same_length(self.function, key["key"], FORKED_TGK, 0, rest)) if key["keyType"] in (0, 1) else key
                for key in self.keys]
        return same_length(self.function, self.mpk_r, FORKED_MPK_R, 0, rest), keys


def generic(cs_id, session, policies=b"\3", spi=b"", prot_type=0, s=0):
    return {"csId": cs_id, "protType": prot_type, "s": s, "ps": policies, "numberOfPs": len(policies), "sessionData": session,
            "spi": spi}


CS = [generic(1, number(SSRC_A, 4)), generic(2, b"")]


class Transfer:
    """TRANSFER_INIT and its answer (4.2.2)."""

    def __init__(self, ticket=None, **given):
        self.ticket, self.given = ticket or Ticket(**{k: given[k] for k in ("flags", "function", "keys") if k in given}), given
        self.function = given.get("prf", self.ticket.function)
        size = SUITES[self.ticket.function][2]
        self.csb_id, self.timestamp = given.get("csb_id", CSB_ID), given.get("timestamp", ntp())
        self.rand_i, self.rand_r = given.get("rand_i", secret(0x10, size)), secret(0x20, size)
        if not self.ticket.has("G"):
            self.rand_r = b""
        self.rand_kms = given.get("rand_kms", secret(0x30, size))
        self.cs, self.policies = given.get("cs", CS), given.get("policies", (POLICY,))
        self.own = given.get("own", ())
        self.id_i, self.id_r = given.get("id_i", ALICE), given.get("id_r", BOB)
        self.answering = given.get("answering", BOB)
        if self.ticket.has("I"):
            self.protecting, self.keys = self.ticket.forked(self.answering, self.rand_kms)
        else:
            self.protecting, self.keys = self.ticket.mpk_i, self.ticket.keys

    def keeper(self):
        return protection(self.ticket.function, self.given.get("mpk_i", self.ticket.mpk_i), self.csb_id, 1, self.rand_i)

    def payloads(self, initiator_data=b""):
        own = [sealed(self.keeper(), [(20, key) for key in self.own], self.timestamp)] if self.own else []
        return [t(self.timestamp, self.given.get("ts_type", 0)), randr(1, self.rand_i),
                *([idr(IDI, self.id_i)] if self.id_i else []), *([idr(IDR, self.id_r)] if self.id_r else []),
                *self.policies, self.ticket.payload(initiator_data), *own]

    def octets(self, payloads=None, **header):
        """`payloads` makes those before V from these."""
        make = payloads or (lambda given: given)
        header = dict({"v": int(self.ticket.has("F")), "prf": self.function, "csb_id": self.csb_id, "cs": self.cs, "map_type": 2},
                      **header)
        data_type = header.pop("data_type", 14)
        identities = self.given.get("appended", (self.id_i or ALICE) + (self.id_r or BOB))
        message = with_mac(data_type, make(self.payloads()), self.keeper(), identities, **header)
        if not self.ticket.has("I") or "initiator_data" in self.given:
            return with_mac(data_type, make(self.payloads(self.given.get("initiator_data", b""))), self.keeper(), identities, **header)
        v = message[-MACS[self.ticket.mac][2]:]
        return with_mac(data_type, make(self.payloads(self.ticket.initiator_data(v))), self.keeper(), identities, **header)

    def completed(self):
        first = self.keys[0]["spi"] if self.keys else self.own[0]["spi"]
        return [dict(entry, ps=entry["ps"][:1], numberOfPs=1, sessionData=entry["sessionData"] or number(SSRC_B, 4),
                     spi=entry["spi"] or first) for entry in self.cs]

    def answer_payloads(self):
        modifier = [idr(IDR, self.answering), randr(3, self.rand_kms)] if self.ticket.has("I") else [idr(IDR, BOB)]
        return [t(self.given.get("answered", ntp())), *([randr(2, self.rand_r)] if self.rand_r else []), *modifier]

    def answer(self, payloads=None, key=None, rand_r=None, **header):
        make = payloads or (lambda given: given)
        header = dict({"v": 0, "prf": self.function, "csb_id": self.csb_id, "cs": self.completed(), "map_type": 2}, **header)
        keeper = protection(self.ticket.function, key or self.protecting, self.csb_id, 2, self.rand_i,
                            self.rand_r if rand_r is None else rand_r)
        data_type = header.pop("data_type", 15)
        appended = header.pop("appended", self.octets())
        return with_mac(data_type, make(self.answer_payloads()), keeper, appended, **header)

    def session(self):
        """TEK and salt of each crypto session from each key, with the random values that the flags name (5.1.3)."""
        rest = b"\3" + sized(self.rand_i if self.ticket.has("H") else b"") + sized(self.rand_r)
        out = []
        for entry in self.completed() if self.ticket.has("F") else self.cs:
            for key in [*self.keys, *self.own]:
                def derive(constant, octets):
                    label = number(constant, 4) + bytes([entry["csId"]]) + number(NO_CSB_ID, 4) + rest
                    return prf(self.function, key["key"], label, octets)
                tek, salt = key["key"], key.get("salt", b"")
                if key["keyType"] not in (2, 3):
                    tek, salt = derive(TEK, 16), salt or derive(SALT, 14)
                out.append({"csId": entry["csId"], "ssrc": entry["sessionData"][:4].hex(), "roc": "00000000", "tek": tek.hex(),
                            "salt": salt.hex(), "spi": key["spi"].hex()})
        return out


class Dialogue:
    """A message to the KMS, and its answer (4.2.1 and 4.2.3). `subject` is the TP or TICKET payload."""

    def __init__(self, request, subject, user, key, function=0, **given):
        self.request, self.subject, self.user, self.key, self.function, self.given = request, subject, user, key, function, given
        self.rand = given.get("rand", secret(0x40, max(16, len(key))))
        self.csb_id, self.timestamp = given.get("csb_id", 0x51C50000 + request), given.get("timestamp", ntp())
        self.role = 1 if request else 2

    def keeper(self, tag, key=None):
        rands = {"rand_i" if self.request else "rand_r": self.rand}
        return protection(self.function, key or self.key, self.csb_id, tag, **rands)

    def payloads(self):
        return [t(self.timestamp, self.given.get("ts_type", 0)), randr(self.role, self.rand), idr(self.role, self.user),
                idr(IDKMS, KMS), self.subject, idr(IDPSK, b"key of " + self.user, 2)]

    def octets(self, payloads=None, key=None, appended=None, **header):
        make = payloads or (lambda given: given)
        header = dict({"v": 1, "prf": self.function, "csb_id": self.csb_id, "cs": [], "map_type": 1}, **header)
        data_type = header.pop("data_type", 11 if self.request else 16)
        appended = self.user + KMS if appended is None else appended
        return with_mac(data_type, make(self.payloads()), self.keeper(1, key), appended, **header)

    def answer(self, keys, before=(), after=(), payloads=None, key=None, appended=None, **header):
        """`keys` are the key data of its KEMAC."""
        make = payloads or (lambda given: given)
        keeper = self.keeper(2, key)
        timestamp = self.given.get("answered", ntp())
        header = dict({"v": 0, "prf": self.function, "csb_id": self.csb_id, "cs": [], "map_type": 1}, **header)
        data_type = header.pop("data_type", 13 if self.request else 18)
        made = make([t(timestamp), idr(IDKMS, KMS), *before, sealed(keeper, keys, timestamp), *after])
        return with_mac(data_type, made, keeper, self.octets() if appended is None else appended, **header)


def request(ticket, key=None, **given):
    return Dialogue(True, (16, ticket.policy(given.pop("kemac", ()))), ALICE, key or secret(0x51, SUITES[ticket.function][2]),
                    ticket.function, **given)


def request_answer(dialogue, ticket, **more):
    keys = [mpk_data(ticket.mpk_i, b"\1"), *([mpk_data(ticket.mpk_r, b"\2")] if ticket.has("I") else []),
            *((20, key) for key in ticket.keys)]
    return dialogue.answer(more.pop("keys", keys), before=[ticket.payload()], **more)


def resolve(transfer, key=None, **given):
    subject = given.pop("subject", transfer.ticket.payload(used(transfer)))
    return Dialogue(False, subject, given.pop("user", BOB), key or secret(0x71, SUITES[transfer.ticket.function][2]),
                    transfer.ticket.function, **given)


def used(transfer):
    """The Initiator data of a transfer's ticket."""
    if not transfer.ticket.has("I"):
        return b""
    octets = transfer.octets()
    return transfer.ticket.initiator_data(octets[-MACS[transfer.ticket.mac][2]:])


def resolve_answer(dialogue, transfer, **more):
    ticket = transfer.ticket
    keys = [mpk_data(ticket.mpk_i, b"\1"), *([mpk_data(transfer.protecting, b"\2")] if ticket.has("I") else []),
            *((20, key) for key in transfer.keys)]
    after = [idr(IDR, transfer.answering), randr(3, transfer.rand_kms)] if ticket.has("I") else []
    return dialogue.answer(more.pop("keys", keys), after=more.pop("after", after), **more)
