#!/usr/bin/env bash
# Mutates one package and runs the tests that belong to it: mutation.sh sdp, or with options for Maven behind that.
# The report is in mikey-core/target/mutation; see MUTATION.md.
set -euo pipefail
cd "$(dirname "$0")/../../.."
name=${1:?which of: sdp message kmc exchange.MODE crypto.PART}
tests="org.mikey4j.$name.*"
[ "$name" != message ] || tests+=",org.mikey4j.properties.*,org.mikey4j.vectors.Message*,org.mikey4j.vectors.Registry*,org.mikey4j.vectors.Wire*"
[[ $name != exchange* ]] || tests+=",org.mikey4j.vectors.*Exchange*,org.mikey4j.vectors.Psk*,org.mikey4j.vectors.Pk*,org.mikey4j.vectors.Ticket*"
[[ $name != crypto* ]] || tests+=",org.mikey4j.vectors.CryptoVectorsTest"
exec nice -n 19 mvn -B -ntp -Pmutation -pl mikey-core test-compile pitest:mutationCoverage \
  -Dmutation.name="$name" -Dmutation.classes="org.mikey4j.$name.*" -Dmutation.tests="$tests" "${@:2}"
