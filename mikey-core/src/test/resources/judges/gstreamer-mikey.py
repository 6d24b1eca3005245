"""Parses MIKEY messages with GStreamer's MIKEY API, and makes one.

Reads one message in hex per line and prints one JSON object per line with what GStreamer found; at the end it prints a
message that GStreamer makes from SRTP caps. Python's GObject bindings cannot build the info objects, hence ctypes.
"""
import ctypes
import json
import sys

import gi

gi.require_version("Gst", "1.0")
from gi.repository import Gst  # noqa: E402

Gst.init(None)
glib = ctypes.CDLL("libglib-2.0.so.0")
sdp = ctypes.CDLL("libgstsdp-1.0.so.0")


class MiniObject(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_size_t), ("refcount", ctypes.c_int), ("lockstate", ctypes.c_int), ("flags", ctypes.c_uint),
        ("copy", ctypes.c_void_p), ("dispose", ctypes.c_void_p), ("free", ctypes.c_void_p),
        ("priv_uint", ctypes.c_uint), ("priv_pointer", ctypes.c_void_p),
    ]


class Message(ctypes.Structure):
    _fields_ = [
        ("parent", MiniObject), ("version", ctypes.c_uint8), ("type", ctypes.c_int), ("v", ctypes.c_int),
        ("prf", ctypes.c_int), ("csb_id", ctypes.c_uint32), ("map_type", ctypes.c_int),
    ]


class Payload(ctypes.Structure):
    _fields_ = [("parent", MiniObject), ("type", ctypes.c_int), ("len", ctypes.c_uint)]


class Srtp(ctypes.Structure):
    _fields_ = [("policy", ctypes.c_uint8), ("ssrc", ctypes.c_uint32), ("roc", ctypes.c_uint32)]


sdp.gst_mikey_message_new_from_data.restype = ctypes.POINTER(Message)
sdp.gst_mikey_message_new_from_data.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_void_p]
sdp.gst_mikey_message_get_payload.restype = ctypes.POINTER(Payload)
sdp.gst_mikey_message_get_payload.argtypes = [ctypes.POINTER(Message), ctypes.c_uint]
sdp.gst_mikey_message_get_n_payloads.argtypes = [ctypes.POINTER(Message)]
sdp.gst_mikey_message_get_n_cs.argtypes = [ctypes.POINTER(Message)]
sdp.gst_mikey_message_get_cs_srtp.restype = ctypes.POINTER(Srtp)
sdp.gst_mikey_message_get_cs_srtp.argtypes = [ctypes.POINTER(Message), ctypes.c_uint]
sdp.gst_mikey_message_to_bytes.restype = ctypes.c_void_p
sdp.gst_mikey_message_to_bytes.argtypes = [ctypes.POINTER(Message), ctypes.c_void_p, ctypes.c_void_p]
sdp.gst_mikey_message_new_from_caps.restype = ctypes.POINTER(Message)
sdp.gst_mikey_message_new_from_caps.argtypes = [ctypes.c_void_p]
glib.g_bytes_get_data.restype = ctypes.c_void_p
glib.g_bytes_get_data.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_size_t)]


def to_hex(message):
    size = ctypes.c_size_t()
    data = glib.g_bytes_get_data(sdp.gst_mikey_message_to_bytes(message, None, None), ctypes.byref(size))
    return ctypes.string_at(data, size.value).hex()


for line in sys.stdin:
    octets = bytes.fromhex(line.strip())
    message = sdp.gst_mikey_message_new_from_data(octets, len(octets), None, None)
    if not message:
        print(json.dumps({"parsed": False}), flush=True)
        continue
    m = message.contents
    payloads = [
        sdp.gst_mikey_message_get_payload(message, i).contents.type
        for i in range(sdp.gst_mikey_message_get_n_payloads(message))
    ]
    cs = [
        sdp.gst_mikey_message_get_cs_srtp(message, i).contents for i in range(sdp.gst_mikey_message_get_n_cs(message))
    ]
    print(json.dumps({
        "parsed": True, "version": m.version, "type": m.type, "v": bool(m.v), "prf": m.prf, "csbId": m.csb_id,
        "payloads": payloads, "cs": [[c.policy, c.ssrc, c.roc] for c in cs], "octets": to_hex(message),
    }), flush=True)

key = Gst.Buffer.new_wrapped(bytes(range(30)))
caps = Gst.Caps.from_string(
    "application/x-srtp, ssrc=(uint)305419896, roc=(uint)7, srtp-cipher=(string)aes-128-icm,"
    " srtp-auth=(string)hmac-sha1-80, srtcp-cipher=(string)aes-128-icm, srtcp-auth=(string)hmac-sha1-80")
caps.set_value("srtp-key", key)
print(json.dumps({"made": to_hex(sdp.gst_mikey_message_new_from_caps(hash(caps)))}))
