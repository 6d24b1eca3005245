"""An RTSP server of GStreamer whose media is SRTP with keys from MIKEY. Prints its port; the samples that it sends go to a file too.
A line of standard input is a master key and salt in hexadecimal, which it takes from then on and then says so.
usage: gstreamer-rtsp-server.py SAMPLES CIPHER AUTH"""
import sys
import gi
gi.require_version('Gst', '1.0')
gi.require_version('GstRtsp', '1.0')
gi.require_version('GstRtspServer', '1.0')
from gi.repository import Gst, GstRtsp, GstRtspServer, GLib

samples, cipher, auth = sys.argv[1:4]
Gst.init(None)
server = GstRtspServer.RTSPServer()
server.set_service('0')
server.set_address('127.0.0.1')
factory = GstRtspServer.RTSPMediaFactory()
factory.set_launch('( audiotestsrc is-live=true wave=white-noise samplesperbuffer=160 ! audio/x-raw,rate=8000,channels=1'
                   ' ! mulawenc ! tee name=t ! queue ! rtppcmupay name=pay0 seqnum-offset=1000 min-ptime=20000000 max-ptime=20000000'
                   ' t. ! queue ! filesink sync=false buffer-mode=unbuffered location=%s )' % samples)
factory.set_profiles(GstRtsp.RTSPProfile.SAVP)
factory.set_protocols(GstRtsp.RTSPLowerTrans.TCP | GstRtsp.RTSPLowerTrans.UDP)
factory.set_shared(True)

encoders = []

def added(bin, sub, element):
    if element.get_factory() and element.get_factory().get_name() == 'srtpenc':
        encoders.append(element)
        element.set_property('rtp-cipher', cipher)
        element.set_property('rtcp-cipher', cipher)
        element.set_property('rtp-auth', auth)
        element.set_property('rtcp-auth', auth)

def configure(factory, media):
    media.get_element().get_parent().connect('deep-element-added', added)

def rekey(channel, condition):
    line = sys.stdin.readline().strip()
    if not line:
        return False
    for encoder in encoders:
        encoder.set_property('key', Gst.Buffer.new_wrapped(bytes.fromhex(line)))
    print('new key', flush=True)
    return True

GLib.io_add_watch(sys.stdin.fileno(), GLib.PRIORITY_DEFAULT, GLib.IO_IN, rekey)
factory.connect('media-configure', configure)
server.get_mount_points().add_factory('/live', factory)
server.attach(None)
print(server.get_bound_port(), flush=True)
GLib.timeout_add_seconds(60, sys.exit, 1)
GLib.MainLoop().run()
