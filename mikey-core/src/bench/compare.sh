#!/bin/sh
# Decodes the same message with us and with GStreamer's C library, one after the other, and prints nanoseconds and ratios.
# Needs a C compiler, pkg-config and libgstreamer-plugins-base1.0-dev. Run from anywhere.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../../..
program=$(mktemp)
trap 'rm -f "$program"' EXIT
# shellcheck disable=SC2046
cc -O2 "$here/gst_mikey.c" -o "$program" $(pkg-config --cflags --libs gstreamer-sdp-1.0)
ours() {
  mvn -B -q -f "$root/pom.xml" -Pbench -pl mikey-core test-compile exec:exec \
    -Djmh.arguments="-f 2 -wi 5 -w 1 -i 5 -r 1 CodecBenchmark.decode(AndEncode)?\$" 2>/dev/null \
    | awk '$1 == "CodecBenchmark.decode" {d = $4} $1 == "CodecBenchmark.decodeAndEncode" {b = $4} END {print d, b}'
}
before=$("$program")
mikey=$(ours)
after=$("$program")
echo "$before $after $mikey" | awk '{
  parse = ($1 + $3) / 2; both = ($2 + $4) / 2
  printf "decode            GStreamer %4.0f ns   mikey4j %4.0f ns   ratio %.1f\n", parse, $5, parse / $5
  printf "decode and encode GStreamer %4.0f ns   mikey4j %4.0f ns   ratio %.1f\n", both, $6, both / $6
}'
