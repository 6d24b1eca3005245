#!/usr/bin/env python3
"""GStreamer's MIKEY API behind the protocol of mikey conformance run: a line of JSON in, a line of JSON out.

Needs libgstsdp-1.0.so.0 (Debian: libgstreamer-plugins-base1.0-0).
"""
import ctypes
import json
import sys

sdp = ctypes.CDLL("libgstsdp-1.0.so.0")
gst = ctypes.CDLL("libgstreamer-1.0.so.0")
glib = ctypes.CDLL("libglib-2.0.so.0")

pointer, size = ctypes.c_void_p, ctypes.c_size_t
sdp.gst_mikey_message_new_from_data.restype = pointer
sdp.gst_mikey_message_new_from_data.argtypes = [ctypes.c_char_p, size, pointer, pointer]
sdp.gst_mikey_message_to_bytes.restype = pointer
sdp.gst_mikey_message_to_bytes.argtypes = [pointer, pointer, pointer]
gst.gst_mini_object_unref.argtypes = [pointer]
gst.gst_version_string.restype = ctypes.c_char_p
glib.g_bytes_get_data.restype = pointer
glib.g_bytes_get_data.argtypes = [pointer, ctypes.POINTER(size)]
glib.g_bytes_unref.argtypes = [pointer]
gst.gst_init(None, None)


def parse(octets):
    message = sdp.gst_mikey_message_new_from_data(octets, len(octets), None, None)
    if not message:
        return {"accepted": False, "why": "no message"}
    written = sdp.gst_mikey_message_to_bytes(message, None, None)
    answer = {"accepted": True, "message": ""}
    if written:
        length = size()
        data = glib.g_bytes_get_data(written, ctypes.byref(length))
        answer["message"] = ctypes.string_at(data, length.value).hex()
        glib.g_bytes_unref(written)
    gst.gst_mini_object_unref(message)
    return answer


for line in sys.stdin:
    request = json.loads(line)
    if request["do"] == "hello":
        version = gst.gst_version_string().decode().split()[-1]
        answer = {"name": "GStreamer", "version": version, "does": ["parse"]}
    elif request["do"] == "parse":
        answer = parse(bytes.fromhex(request["message"]))
    else:
        answer = {"error": "no action " + request["do"]}
    print(json.dumps(answer), flush=True)
