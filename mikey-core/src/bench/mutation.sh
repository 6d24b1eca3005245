#!/usr/bin/env bash
# Mutates one package and runs the tests that belong to it: mutation.sh sdp, or with options for Maven behind that.
# The report is in mikey-core/target/mutation; see MUTATION.md.
set -euo pipefail
cd "$(dirname "$0")/../../.."
name=${1:?which of: sdp message kmc exchange exchange.MODE exchange.internal crypto crypto.PART}
classes="org.mikey4j.$name.*"
tests="$classes"
vectors=none
case $name in
  message) tests+=",org.mikey4j.properties.*,org.mikey4j.vectors.VectorsAtOnce" vectors=Message,Wire,Registry ;;
  exchange) classes="$(cd mikey-core/src/main/java && ls org/mikey4j/exchange/*.java | sed 's|/|.|g; s|[.]java$||; s|.*|&,&$*|' | paste -sd,)" ;&
  exchange.internal) tests="org.mikey4j.exchange.*,org.mikey4j.vectors.VectorsAtOnce" vectors=Psk,Signed,DhHmac,Sakke,Ticket ;;
  exchange.psk) tests+=",org.mikey4j.vectors.VectorsAtOnce" vectors=Psk ;;
  exchange.publickey | exchange.dh | exchange.rsar) tests+=",org.mikey4j.vectors.VectorsAtOnce" vectors=Signed ;;
  exchange.dhhmac) tests+=",org.mikey4j.vectors.VectorsAtOnce" vectors=DhHmac ;;
  exchange.sakke) tests+=",org.mikey4j.vectors.VectorsAtOnce" vectors=Sakke ;;
  exchange.ticket) tests+=",org.mikey4j.vectors.VectorsAtOnce" vectors=Ticket ;;
  exchange.ibake) tests+=",org.mikey4j.vectors.VectorsAtOnce" vectors=Ibake ;;
  crypto*) tests="org.mikey4j.crypto.*,org.mikey4j.vectors.VectorsAtOnce" vectors=Crypto,Ibe ;;
esac
# Both are about the answers and the refusals of all modes.
case $name in exchange.*) tests+=",org.mikey4j.exchange.AnswerReadingsTest,org.mikey4j.exchange.ErrorNumbersTest" ;; esac
exec nice -n 19 mvn -B -ntp -Pmutation -pl mikey-core test-compile pitest:mutationCoverage \
  -Dmutation.name="$name" -Dmutation.classes="$classes" -Dmutation.tests="$tests" -Dmutation.vectors="$vectors" "${@:2}"
