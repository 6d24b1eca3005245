package org.mikey4j.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.SrtpId;
import org.mikey4j.testing.Proves;

/** What a Responder may change of the crypto session map, and what it may not. */
class MapAnswerTest {
    private static final CsIdMap OFFERED =
            CsIdMap.srtp(new SrtpId(3, 0xa11ce001L, 5), new SrtpId(4, 0, 6), new SrtpId(3, 0, 0));

    private static void assertRefused(CsIdMap answered, String detail) {
        assertThatThrownBy(() -> MapAnswer.merge(OFFERED, answered))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(RejectReason.MISMATCH))
                .hasMessage(detail);
    }

    @Test
    @Proves("R3830-6.1.1-02")
    void onlyTheSsrcsThatAreOpenAreFilledIn() {
        assertThat(MapAnswer.fill(OFFERED, csId -> 0xb0b00000L + csId))
                .isEqualTo(CsIdMap.srtp(
                        new SrtpId(3, 0xa11ce001L, 5), new SrtpId(4, 0xb0b00002L, 6), new SrtpId(3, 0xb0b00003L, 0)));
        GenericIdMap generic = new GenericIdMap(List.of());
        assertThat(MapAnswer.fill(generic, csId -> 1)).isSameAs(generic);
    }

    @Test
    @Proves("R3830-6.1.1-02")
    void theMapOfTheAnswerCountsIfItChangesNothingElse() {
        CsIdMap answered = CsIdMap.srtp(new SrtpId(3, 0xa11ce001L, 5), new SrtpId(4, 9, 7), new SrtpId(3, 0, 0));
        GenericIdMap generic = new GenericIdMap(List.of());

        assertThat(MapAnswer.merge(OFFERED, answered)).isEqualTo(answered);
        assertThat(MapAnswer.merge(OFFERED, generic)).isEqualTo(OFFERED);
        assertThat(MapAnswer.merge(generic, answered)).isEqualTo(generic);
        assertRefused(CsIdMap.srtp(new SrtpId(3, 0xa11ce001L, 5)), "the answer has 1 crypto sessions, not 3");
        assertRefused(
                CsIdMap.srtp(new SrtpId(3, 1, 5), new SrtpId(4, 0, 6), new SrtpId(3, 0, 0)),
                "the answer changes the SSRC of crypto session 1");
        assertRefused(
                CsIdMap.srtp(new SrtpId(3, 0xa11ce001L, 5), new SrtpId(4, 0, 6), new SrtpId(4, 0, 0)),
                "the answer changes the policy of crypto session 3");
    }
}
