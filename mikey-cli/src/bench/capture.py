#!/usr/bin/env python3
"""Writes a capture of the size asked for: RTP over UDP, every fifth packet TCP, and a SIP INVITE with MIKEY after every 500; or, with a
third argument, nothing but INVITEs whose messages all differ.

usage: capture.py FILE OCTETS [calls]
"""
import base64
import os
import struct
import sys

SAMPLE = os.path.join(os.path.dirname(__file__), "../../docs/samples/call.pcap")
noise = os.urandom(1 << 20)


def ip(protocol, payload, source, target):
    header = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 1, 0, 64, protocol, 0, bytes(source), bytes(target))
    return header + payload


def udp(source, target, payload):
    return struct.pack(">HHHH", source, target, 8 + len(payload), 0) + payload


def packets(number, invite):
    for i in range(500):
        at = (number * 500 + i) * 37 % ((1 << 20) - 1500)
        if i % 5 == 4:
            sequence = (number * 100 + i) * 1400 & 0xFFFFFFFF
            segment = struct.pack(">HHIIBBHHH", 80, 40000, sequence, 1, 0x50, 0x10, 0x2000, 0, 0) + noise[at:at + 1400]
            yield ip(6, segment, (192, 0, 2, 9), (192, 0, 2, 8))
        else:
            rtp = struct.pack(">BBHII", 0x80, 0, i, i * 160, 0x1234 + number % 50) + noise[at:at + 160]
            yield ip(17, udp(4000, 4002, rtp), (192, 0, 2, 1), (192, 0, 2, 2))
    yield invite


def calls(number, invite):
    begin = invite.index(b"a=key-mgmt:mikey ") + len(b"a=key-mgmt:mikey ")
    end = invite.index(b"\r\n", begin)
    message = bytearray(base64.b64decode(invite[begin:end]))
    for i in range(500):
        struct.pack_into(">I", message, 4, number * 500 + i)  # the CSB ID
        yield invite[:begin] + base64.b64encode(message) + invite[end:]


with open(SAMPLE, "rb") as sample:
    octets = sample.read()
captured = struct.unpack("<I", octets[32:36])[0]
invite = octets[40:40 + captured]
with open(sys.argv[1], "wb") as out:
    out.write(struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101))
    written, number = 0, 0
    while written < int(sys.argv[2]):
        for i, packet in enumerate((calls if len(sys.argv) > 3 else packets)(number, invite)):
            out.write(struct.pack("<IIII", 1700000000 + number, i * 1000, len(packet), len(packet)) + packet)
            written += 16 + len(packet)
        number += 1
