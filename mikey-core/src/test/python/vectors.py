"""Writes the systematic test vectors, or checks that the files are what this program makes.

    python3 vectors.py write
    python3 vectors.py check

Needs Python 3.9 or newer and, for the cryptographic ones, the package `cryptography`. The files are deterministic: keys and
random values come from counters, so that a change shows as a difference.
"""
import json
import sys

import dhhmac_cases
import ibake
import ibake_cases
import ibe
import ibe_cases
import pki
import psk_answer_cases
import psk_cases
import sakke
import sakke_cases
import signed_cases
import ticket_cases
import wire_cases
from wire import ROOT

VERSION = "0.1.0"


def dump(groups, key, **head):
    """JSON with one test on each line."""
    tests = [test for group in groups.values() for test in group]
    head["count"] = len(tests)
    lines = ["{"]
    lines += [f" {json.dumps(name)}: {json.dumps(value)}," for name, value in head.items() if name != "notes"]
    lines.append(' "notes": {')
    lines.append(",\n".join(f"  {json.dumps(flag)}: {json.dumps(note)}" for flag, note in head["notes"].items()))
    lines.append(' },\n "groups": [')
    lines.append(",\n".join(
        f"  {{\n   {json.dumps(key)}: {json.dumps(name)},\n   \"tests\": [\n"
        + ",\n".join("    " + json.dumps(test) for test in group) + "\n   ]\n  }"
        for name, group in groups.items()))
    lines.append(" ]\n}\n")
    return "\n".join(lines)


def files():
    yield "wire/payloads.json", dump(
        wire_cases.groups(), "payload", schema="wire-vectors.schema.json", version=VERSION,
        description="Every payload with every registered value, every edge of its fields and every fault that a field can "
                    "have. Nothing is protected by real keys; this is about reading only.",
        notes=wire_cases.NOTES)
    yield "exchanges/psk-responder.json", dump(
        psk_cases.groups(), "group", schema="exchange-vectors.schema.json", version=VERSION, mode="PSK", role="responder",
        description="What a Responder of the pre-shared key method accepts and refuses, step by step, with all keys and every "
                    "octet of its answers.",
        notes=psk_cases.NOTES)
    yield "exchanges/psk-initiator.json", dump(
        psk_answer_cases.groups(), "group", schema="exchange-vectors.schema.json", version=VERSION, mode="PSK", role="initiator",
        description="Which answers to its I_MESSAGE an Initiator of the pre-shared key method accepts, and which it refuses.",
        notes=psk_answer_cases.NOTES)
    for role, groups, what in (("responder", dhhmac_cases.responder_groups(), "I_messages a Responder"),
                               ("initiator", dhhmac_cases.initiator_groups(), "answers an Initiator")):
        yield f"exchanges/dhhmac-{role}.json", dump(
            groups, "group", schema="exchange-vectors.schema.json", version=VERSION, mode="DHHMAC", role=role,
            description=f"Which {what} of DHHMAC accepts, and which it refuses.", notes=dhhmac_cases.NOTES)
    for mode, role, groups, what in (
            ("PK", "responder", signed_cases.pk_responder(), "I_MESSAGEs a Responder of the public-key method"),
            ("DH-SIGN", "responder", signed_cases.dh_responder(), "I_MESSAGEs a Responder of the Diffie-Hellman method"),
            ("DH-SIGN", "initiator", signed_cases.dh_initiator(), "answers an Initiator of the Diffie-Hellman method"),
            ("RSA-R", "responder", signed_cases.rsar_responder(), "I_MESSAGEs a Responder of RSA-R"),
            ("RSA-R", "initiator", signed_cases.rsar_initiator(), "answers an Initiator of RSA-R, of two and of a group,")):
        yield f"exchanges/{mode.lower()}-{role}.json", dump(
            groups, "group", schema="exchange-vectors.schema.json", version=VERSION, mode=mode, role=role,
            description=f"Which {what} accepts, and which it refuses.", notes=signed_cases.NOTES)
    sakke.check()
    yield "exchanges/sakke-responder.json", dump(
        sakke_cases.groups(), "group", schema="exchange-vectors.schema.json", version=VERSION, mode="SAKKE", role="responder",
        description="Which I_MESSAGEs a Responder of MIKEY-SAKKE accepts, and which it refuses; those that it accepts can be made again, "
                    "octet for octet, from the keys and secrets that are stated.",
        identityKeys={"services": [service.json() for service in sakke.SERVICES], "users": [user.json() for user in sakke.USERS]},
        notes=sakke_cases.NOTES)
    for role, groups, what in (("responder", ticket_cases.responder(), "TRANSFER_INITs and answers of the KMS a Responder"),
                               ("initiator", ticket_cases.initiator(), "answers of the KMS and of the Responder an Initiator"),
                               ("kms", ticket_cases.kms(), "REQUEST_INITs and RESOLVE_INITs a key management service")):
        yield f"exchanges/ticket-{role}.json", dump(
            groups, "group", schema="exchange-vectors.schema.json", version=VERSION, mode="TICKET", role=role,
            description=f"Which {what} of MIKEY-TICKET accepts, and which it refuses.", notes=ticket_cases.NOTES)
    ibe.check()
    ibake.check()
    yield "crypto/rfc5091.json", dump(
        ibe_cases.groups(), "group", schema="none: see README.md", version=VERSION,
        description="The encryption of Boneh and Franklin (RFC 5091) at a strength of 128 bits, with all that is computed on the way.",
        domain=ibe_cases.domain(), notes=ibe_cases.NOTES)
    for role, groups, what in (("responder", ibake_cases.responder(), "messages of an Initiator a Responder, or a mailbox,"),
                               ("initiator", ibake_cases.initiator(), "answers an Initiator")):
        yield f"exchanges/ibake-{role}.json", dump(
            groups, "group", schema="exchange-vectors.schema.json", version=VERSION, mode="IBAKE", role=role,
            description=f"Which {what} of MIKEY-IBAKE accepts, and which it refuses; every octet can be made again.",
            ibakeKeys={"services": [service.json() for service in ibake.SERVICES],
                       "users": [ibake.user_json(*user) for user in ibake.USERS]},
            notes=ibake_cases.NOTES)
    yield "certs/root.pem", pki.pem(pki.ROOT_CERT)
    for name, chain in pki.CERTS.items():
        yield f"certs/{name}.pem", "".join(pki.pem(der) for der in chain)


def main(action):
    differing = []
    for path, text in files():
        file = ROOT / path
        if action == "write":
            file.parent.mkdir(exist_ok=True)
            file.write_text(text)
        elif not file.exists() or file.read_text() != text:
            differing.append(path)
    for path in differing:
        print(f"{path} is not what this program makes")
    return 1 if differing else 0


if __name__ == "__main__":
    if sys.argv[1:] not in (["write"], ["check"]):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
