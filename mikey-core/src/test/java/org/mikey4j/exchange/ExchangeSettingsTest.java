package org.mikey4j.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.EcGroup;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.testing.Peers;

/** What an end makes and accepts unless it is told otherwise, and what it cannot be told. */
class ExchangeSettingsTest {
    private static ExchangeSettings.Builder builder() {
        return ExchangeSettings.builder(Peers.CLOCK, Peers.RANDOM);
    }

    @Test
    void theDefaultsAreThoseOfTheStandard() {
        ExchangeSettings settings = builder().build();

        assertThat(settings.window()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.allowNull()).isFalse();
        assertThat(settings.reportAuthenticationFailures()).isFalse();
        assertThat(settings.certificatesInErrors()).isFalse();
        assertThat(settings.decodeOptions()).isEqualTo(DecodeOptions.STRICT);
        assertThat(Compatibility.values())
                .noneSatisfy(
                        departure -> assertThat(settings.accepts(departure)).isTrue());
        assertThat(settings.accepts(List.of())).isTrue();
    }

    @Test
    void departuresAreAcceptedTogetherIfEachIs() {
        ExchangeSettings settings = builder()
                .accept(Compatibility.AUTH_KEY_128)
                .accept(Compatibility.DH_TGK_LEFT_ALIGNED)
                .build();

        assertThat(settings.accepts(List.of(Compatibility.AUTH_KEY_128, Compatibility.DH_TGK_LEFT_ALIGNED)))
                .isTrue();
        assertThat(settings.accepts(List.of(Compatibility.AUTH_KEY_128, Compatibility.V_WITHOUT_IDENTITIES)))
                .isFalse();
        assertThat(settings.accepts(Compatibility.V_WITHOUT_IDENTITIES)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.000000001S", "PT262800H"})
    void theWindowIsPositiveAndAtMost30Years(Duration window) {
        assertThat(builder().window(window).build().window()).isEqualTo(window);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-0.000000001S", "PT262800H0.000000001S"})
    void anotherWindowIsRefused(Duration window) {
        assertThatThrownBy(() -> builder().window(window))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("window: " + window);
    }

    /** RFC 3830, 5.3 and 5.4: a failed authentication is told by policy only, and a replay never. */
    @ParameterizedTest
    @EnumSource(RejectReason.class)
    void whatIsToldDependsOnTheReason(RejectReason reason) {
        ExchangeSettings silent = builder().build();
        ExchangeSettings telling = builder().reportAuthenticationFailures(true).build();
        boolean never = List.of(
                        RejectReason.TIMESTAMP_OUTSIDE_WINDOW,
                        RejectReason.TIMESTAMP_NOT_NEWER,
                        RejectReason.NOT_TRACKED,
                        RejectReason.REPLAYED,
                        RejectReason.REPLAY_CACHE_FULL,
                        RejectReason.MISMATCH,
                        RejectReason.PEER_ERROR)
                .contains(reason);

        assertThat(reason.isReported(silent)).isEqualTo(!never && reason != RejectReason.AUTHENTICATION_FAILED);
        assertThat(reason.isReported(telling)).isEqualTo(!never);
    }

    @Test
    void moreGroupsAreAllowedByName() {
        DhPolicy dh = DhPolicy.of(Peers.RANDOM);
        EcPolicy ec = EcPolicy.of(Peers.RANDOM);

        assertThat(dh.groups()).containsExactly(DhGroup.OAKLEY_5);
        assertThat(dh.allowing(DhGroup.OAKLEY_1).groups())
                .containsExactlyInAnyOrder(DhGroup.OAKLEY_5, DhGroup.OAKLEY_1);
        assertThat(dh.halfKeys().apply(DhGroup.OAKLEY_5).group()).isEqualTo(DhGroup.OAKLEY_5);
        assertThat(ec.groups()).containsExactlyInAnyOrder(EcGroup.P_256, EcGroup.P_384, EcGroup.P_521);
        EcGroup weaker = List.of(EcGroup.values()).stream()
                .filter(group -> !ec.groups().contains(group))
                .findFirst()
                .orElseThrow();
        assertThat(ec.allowing(weaker).groups()).hasSize(4).contains(weaker);
        assertThat(ec.halfKeys().apply(EcGroup.P_384).group()).isEqualTo(EcGroup.P_384);
    }
}
