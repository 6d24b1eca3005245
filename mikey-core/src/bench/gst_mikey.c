/* GStreamer's MIKEY parser on the message of CodecBenchmark: nanoseconds to parse it, and to parse and serialise it.
 * cc -O2 gst_mikey.c -o gst_mikey $(pkg-config --cflags --libs gstreamer-sdp-1.0) */
#include <gst/gst.h>
#include <gst/sdp/gstmikey.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char *CAMERA =
    "01000500496ae122010000dd05c028000000000b00dbf2bcdd002b84120a106ad5a25835199be9ec33f21427589970010000001e0001"
    "0101011002010103011404010e0701010801010901000a01010b010a000000270021001eececd2e6e9993171ea69e8190b75240f06c2"
    "e4d3698f86fcf9f07a31139e040000000d00";

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

int main(int argc, char **argv) {
  gst_init(&argc, &argv);
  guint8 message[256];
  gsize length = strlen(CAMERA) / 2;
  for (gsize i = 0; i < length; i++) {
    unsigned octet;
    sscanf(CAMERA + 2 * i, "%2x", &octet);
    message[i] = octet;
  }
  const int n = 300000;
  double parse = 1e18, both = 1e18;
  for (int round = 0; round < 7; round++) {
    double start = now();
    for (int i = 0; i < n; i++) {
      GstMIKEYMessage *m = gst_mikey_message_new_from_data(message, length, NULL, NULL);
      if (m == NULL) return 1;
      gst_mikey_message_unref(m);
    }
    double middle = now();
    for (int i = 0; i < n; i++) {
      GstMIKEYMessage *m = gst_mikey_message_new_from_data(message, length, NULL, NULL);
      GBytes *octets = gst_mikey_message_to_bytes(m, NULL, NULL);
      g_bytes_unref(octets);
      gst_mikey_message_unref(m);
    }
    double end = now();
    parse = MIN(parse, (middle - start) / n);
    both = MIN(both, (end - middle) / n);
  }
  printf("%.0f %.0f\n", parse, both);
  return 0;
}
