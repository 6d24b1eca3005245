package org.mikey4j.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.cli.sip.Meddler;
import org.mikey4j.sdp.Sdp;

/** Descriptions of sessions on their way through both networks: what is not about keys, and addresses that somebody changes. */
class DescriptionsTest {
    private static final String BODY = "\r\n\r\n";

    /** The descriptions in requests or in responses that an element received, or any of them. */
    private static Set<String> seen(Calls calls, String label, String element) {
        return calls.trace().events().stream()
                .filter(e -> e.kind() == CallTrace.Kind.SIP && e.label().equals(label))
                .filter(e -> element.isEmpty() || e.to().equals(element))
                .map(e -> new String(e.octets().toByteArray(), StandardCharsets.ISO_8859_1))
                .map(message -> message.substring(message.indexOf(BODY) + BODY.length()))
                .filter(body -> body.startsWith("v=0\r\n"))
                .collect(Collectors.toSet());
    }

    private static Set<String> withoutKeys(Set<String> descriptions) {
        return descriptions.stream()
                .map(sdp -> Sdp.parse(sdp).withoutAttributes())
                .collect(Collectors.toSet());
    }

    /** For packet inspection and charging: one text without its key lines, at every element, the same octet for octet. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3", "5 pk"})
    void nothingButKeyLinesChangesOnTheWay(String scheme) {
        try (Calls calls = new Calls(scheme, Meddler.none())) {
            assertThat(calls.call(3).established()).isTrue();

            Set<String> offers = withoutKeys(seen(calls, "INVITE", ""));
            Set<String> answers = withoutKeys(seen(calls, "200 OK", ""));
            assertThat(offers).hasSize(1);
            assertThat(answers).hasSize(1);
            assertThat(offers.iterator().next()).isEqualTo(plain("alice", offers));
            assertThat(answers.iterator().next()).isEqualTo(plain("bob", answers));
            assertThat(calls.faults()).isZero();
        }
    }

    /** What a telephone writes, with the port that it has. */
    private static String plain(String user, Set<String> descriptions) {
        String port = descriptions.iterator().next().replaceAll("(?s).*m=audio (\\d+) .*", "$1");
        return String.join(
                "\r\n",
                "v=0",
                "o=" + user + " 1 1 IN IP4 127.0.0.1",
                "s=-",
                "c=IN IP4 127.0.0.1",
                "t=0 0",
                "m=audio " + port + " RTP/SAVP 0",
                "a=rtpmap:0 PCMU/8000",
                "");
    }

    /** A gateway between a network with IPv4 and one with IPv6, which has media go through ports of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3", "4", "5 dh-sign", "5 pk", "5 rsa-r"})
    void noAssociationDependsOnAddresses(String scheme) {
        Meddler gateway = Meddler.ofDescriptions((inRequest, sdp) -> sdp.replace(
                        "IN IP4 127.0.0.1", inRequest ? "IN IP6 2001:db8::1" : "IN IP4 198.51.100.1")
                .replaceAll("m=audio \\d+ ", "m=audio 40000 "));
        try (Calls calls = new Calls(scheme, gateway)) {
            CallRun.Result result = calls.call(3);

            assertThat(result.refusal()).isEmpty();
            assertThat(result.established()).isTrue();
            assertThat(seen(calls, "INVITE", "UE_B"))
                    .hasSize(1)
                    .allMatch(sdp -> sdp.contains("\r\nc=IN IP6 2001:db8::1\r\n") && sdp.contains("m=audio 40000 "));
            assertThat(seen(calls, "200 OK", "UE_A"))
                    .hasSize(1)
                    .allMatch(sdp -> sdp.contains("\r\nc=IN IP4 198.51.100.1\r\n") && sdp.contains("m=audio 40000 "));
        }
    }
}
