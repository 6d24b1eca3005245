"""Cases of the encryption of Boneh and Franklin (RFC 5091, 5) at full size: keys, ciphertexts, and what goes for either."""
import ibe
from ibake import A, ALICE, BOB, counted
from ibe import BF, ciphertext, der, der_point, integer, private_key

NOTES = {
    "Encryption": "What anybody encrypts to an identity: l, U, V and W follow from rho (RFC 5091, 5.4.1).",
    "Form": "Not a block in DER (RFC 5091, 8).",
    "Point": "U, or a private key, is no point of order q.",
    "Binding": "Changed, or for another identity, date or service (RFC 5091, 5.5.1).",
}
RHO = bytes(range(32))


def low_order():
    """A point whose order divides the cofactor: q times a point of the curve that nobody brought into the subgroup."""
    y = BF.to_range(b"low order", BF.p)
    return BF.multiply(BF.q, (pow(y * y - 1, (2 * BF.p - 1) // 3, BF.p), y))


def encrypted(identity, message, rho):
    l = BF.to_range(rho + BF.digest(message), BF.q)
    pairing = BF.power(BF.pairing(A.public_point, BF.point(identity)), l)
    return {"identity": identity.hex(), "message": message.hex(), "rho": rho.hex(), "l": f"{l:064x}",
            "point": BF.encode(BF.point(identity)).hex(), "pairing": BF.canonical(pairing).hex(),
            "ciphertext": BF.encrypt(A.public_point, identity, message, rho).hex()}


def groups():
    tests = {"encrypt": [], "decrypt": [], "private-key": []}

    def add(group, name, comment, flag, result="valid", **fields):
        tests[group].append({"id": f"ibe-{group}-{name}", "comment": comment, "result": result, "flags": [flag], **fields})

    bob = A.identity(BOB)
    for octets in (0, 1, 31, 32, 33, 64, 119, 120, 1000):
        add("encrypt", f"length-{octets}", f"{octets} octets", "Encryption",
            **encrypted(bob, bytes(i % 251 for i in range(octets)), counted(f"rho {octets}", 32)))
    for name, identity in (("empty", b""), ("zero", b"\0"), ("long", b"x" * 300), ("alice", A.identity(ALICE)), ("day", BOB + b"2026-11-01")):
        add("encrypt", f"identity-{name}", f"identity: {name}", "Encryption", **encrypted(identity, b"a message", RHO))
    for name, rho in (("zeros", bytes(32)), ("ones", b"\xff" * 32)):
        add("encrypt", f"rho-{name}", f"rho is all {name}", "Encryption", **encrypted(bob, b"a message", rho))

    message = b"a message"
    good = BF.encrypt(A.public_point, bob, message, RHO)
    l = BF.to_range(RHO + BF.digest(message), BF.q)
    u = BF.multiply(l, BF.generator)
    w_octets = len(message)
    v, w = good[-(32 + 2 + w_octets):-(2 + w_octets)], good[-w_octets:]
    assert good == ciphertext(u, v, w)

    def refused(name, comment, flag, octets, rule):
        add("decrypt", name, comment, flag, "invalid", identity=bob.hex(), ciphertext=octets.hex(), rule=rule)

    whole = integer(2) + der_point(u) + der(4, v) + der(4, w)
    for name, octets in (
            ("empty", b""), ("cut", good[:-1]), ("longer", good + b"\0"), ("version-1", der(0x30, integer(1) + whole[3:])),
            ("version-3", der(0x30, integer(3) + whole[3:])), ("three-parts", der(0x30, integer(2) + der_point(u) + der(4, v))),
            ("five-parts", der(0x30, whole + der(4, b""))), ("short-v", ciphertext(u, v[:-1], w)), ("long-v", ciphertext(u, v + b"\0", w)),
            ("set", der(0x31, whole)), ("long-length", b"\x30\x83\0" + len(whole).to_bytes(2, "big") + whole),
            ("indefinite-length", b"\x30\x80" + whole + b"\0\0"), ("padded-integer", der(0x30, b"\2\2\0\2" + whole[3:])),
            ("negative-x", der(0x30, integer(2) + der(0x30, der(2, b"\xff") + integer(u[1])) + der(4, v) + der(4, w))),
            ("huge-x", ciphertext((u[0] + (1 << 1536), u[1]), v, w)), ("one-coordinate", der(0x30, integer(2) + der(0x30, integer(u[0])) + der(4, v) + der(4, w))),
            ("v-integer", der(0x30, integer(2) + der_point(u) + integer(5) + der(4, w)))):
        refused(f"form-{name}", f"the block: {name}", "Form", octets, "CIPHERTEXT_FORM")
    for name, point in (("zeros", (0, 0)), ("off-curve", (u[0], (u[1] + 1) % BF.p)), ("x-plus-p", (u[0] + BF.p, u[1])), ("y-plus-p", (u[0], u[1] + BF.p))):
        refused(f"point-{name}", f"U: {name}", "Point", ciphertext(point, v, w), "CIPHERTEXT_POINT" if max(point).bit_length() <= 1536 else "CIPHERTEXT_FORM")
    low = low_order()
    for name, point in (("low-order", low), ("with-low-order", BF.add(u, low)), ("order-2", (BF.p - 1, 0)), ("order-3", (0, 1))):
        refused(f"order-{name}", f"U: {name}", "Point", ciphertext(point, v, w), "CIPHERTEXT_ORDER")
    for name, octets in (
            ("minus-u", ciphertext((u[0], BF.p - u[1]), v, w)), ("another-u", ciphertext(BF.multiply(2, u), v, w)),
            ("short-w", ciphertext(u, v, w[:-1])), ("long-w", ciphertext(u, v, w + b"\0")), ("no-w", ciphertext(u, v, b"")),
            ("for-alice", BF.encrypt(A.public_point, A.identity(ALICE), message, RHO)),
            ("next-month", BF.encrypt(A.public_point, BOB + b"2026-12", message, RHO)),
            ("other-service", BF.encrypt(BF.multiply(5, BF.generator), bob, message, RHO))):
        refused(f"binding-{name}", f"not what the plaintext encrypts to: {name}", "Binding", octets, "CIPHERTEXT_MISMATCH")
    for at in [*range(len(good) - len(w) - 34, len(good) - len(w) - 2, 4), *range(len(good) - len(w), len(good))]:
        changed = bytearray(good)
        changed[at] ^= 1 << at % 8
        refused(f"bit-{at}", f"a bit of octet {at}", "Binding", bytes(changed), "CIPHERTEXT_MISMATCH")

    own = BF.multiply(A.s, BF.point(bob))
    add("private-key", "bob", "[s]Q", "Encryption", identity=bob.hex(), key=private_key(own).hex())
    for name, point, rule in (
            ("minus", (own[0], BF.p - own[1]), "PRIVATE_KEY_VALIDATION"), ("of-alice", BF.multiply(A.s, BF.point(A.identity(ALICE))), "PRIVATE_KEY_VALIDATION"),
            ("generator", BF.generator, "PRIVATE_KEY_VALIDATION"), ("low-order", low, "PRIVATE_KEY_VALIDATION"),
            ("with-low-order", BF.add(own, low), "PRIVATE_KEY_VALIDATION"), ("off-curve", (own[0], own[1] ^ 1), "PRIVATE_KEY_FORM")):
        add("private-key", name, f"no key of Bob's: {name}", "Point", "invalid", identity=bob.hex(), key=private_key(point).hex(), rule=rule)
    for name, octets in (("version-1", der(0x30, integer(1) + der_point(own))), ("longer", private_key(own) + b"\0"), ("empty", b"")):
        add("private-key", name, f"the block: {name}", "Form", "invalid", identity=bob.hex(), key=octets.hex(), rule="PRIVATE_KEY_FORM")
    return tests


def domain():
    return {"p": f"{BF.p:x}", "q": f"{BF.q:x}", "generator": BF.encode(BF.generator).hex(), "label": ibe.LABEL.decode(),
            "hash": "SHA-256", "masterSecret": f"{A.s:064x}", "publicPoint": BF.encode(A.public_point).hex()}
