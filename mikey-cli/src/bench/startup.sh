#!/bin/sh
# Compares the wall time of `mikey inspect` and of `tshark -V` on the same message, alternating, and prints the ratio of
# the medians. Usage: startup.sh [RUNS]
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../../.." && pwd)
runs=${1:-21}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

base64 -d >"$work/message" <<'END'
AQAFgM0XflABAAAAAAAAAAAAAAsAyONQ6gAAAAAGEEoo2pee4hp2UaDX8ZE22YwKAAAPZG9uYWxkQGR1Y2suY29tAQAAAAAAAQAk0JKpgaVkDaawi9whVBtBt0KZ14ymNuu62+Nv3ozPLygwK/GbAV9iemnGUIZ19fWQUOSrzKTAv9zV
END
od -Ax -tx1 -v "$work/message" | text2pcap -q -u 40000,2269 - "$work/message.pcap"
"$root/mikey" inspect "$work/message" >/dev/null
tshark -V -r "$work/message.pcap" >/dev/null 2>&1

milliseconds() {
    before=$(date +%s%N)
    "$@" >/dev/null 2>&1
    echo $((($(date +%s%N) - before) / 1000))
}
i=0
while [ "$i" -lt "$runs" ]; do
    milliseconds "$root/mikey" inspect "$work/message" >>"$work/mikey"
    milliseconds tshark -V -r "$work/message.pcap" >>"$work/tshark"
    i=$((i + 1))
done
median() { sort -n "$1" | sed -n "$((runs / 2 + 1))p"; }
ours=$(median "$work/mikey")
theirs=$(median "$work/tshark")
awk -v a="$ours" -v b="$theirs" -v n="$runs" \
    'BEGIN {printf "mikey inspect %.1f ms, tshark -V %.1f ms, ratio %.2f (medians of %d)\n", a/1000, b/1000, a/b, n}'
