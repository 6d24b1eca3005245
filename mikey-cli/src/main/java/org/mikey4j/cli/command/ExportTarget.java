package org.mikey4j.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.media.FfmpegOptions;
import org.mikey4j.media.GStreamerCaps;
import org.mikey4j.media.LibsrtpPolicy;
import org.mikey4j.media.LibsrtpPolicy.SsrcType;
import org.mikey4j.media.SdesAttribute;
import org.mikey4j.media.SrtpKeyLog;
import org.mikey4j.media.SrtpKeys;

/** The forms that {@code mikey export} writes. */
enum ExportTarget {
    /** Lines {@code a=crypto} (RFC 4568), whose tags are the numbers of the crypto sessions. */
    SDES,
    /** Caps for {@code srtpdec}. */
    GSTREAMER,
    /** A piece of C. */
    LIBSRTP,
    /** Options of ffmpeg. */
    FFMPEG,
    /** Lines of a key log. */
    KEYLOG,
    /** Commands for {@code ip -batch -}. */
    XFRM,
    /** A message for each stream, in a line {@code a=key-mgmt}. */
    MIKEY;

    static String names() {
        return Arrays.stream(values())
                .map(target -> target.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    static ExportTarget of(String name) {
        if (name.isEmpty()) {
            throw CliFailure.usage("--to is missing").withHint("forms: " + names());
        }
        try {
            return valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage("--to is " + names() + ", not " + name);
        }
    }

    /**
     * What is written for a stream.
     *
     * @param inbound whether the stream is received
     */
    List<String> lines(long csbId, SrtpKeys keys, boolean inbound) {
        return switch (this) {
            case SDES -> {
                try (SdesAttribute attribute = SdesAttribute.of(keys.csId(), keys)) {
                    yield List.of(attribute.toLine());
                }
            }
            case GSTREAMER -> List.of(GStreamerCaps.of(keys));
            case LIBSRTP -> {
                try (LibsrtpPolicy policy =
                        LibsrtpPolicy.of(keys, inbound ? SsrcType.ANY_INBOUND : SsrcType.ANY_OUTBOUND)) {
                    yield LibsrtpSnippet.lines(keys.csId(), policy);
                }
            }
            case FFMPEG -> List.of(String.join(" ", inbound ? FfmpegOptions.input(keys) : FfmpegOptions.output(keys)));
            case KEYLOG -> SrtpKeyLog.lines(csbId, keys);
            case XFRM, MIKEY -> throw new IllegalStateException("not made from the keys of a stream alone");
        };
    }

    /** What the form has no place for, although a receiver may want to know it. */
    Optional<String> lost(SrtpKeys keys) {
        boolean ssrc = keys.ssrc() != 0 && (this == SDES || this == FFMPEG);
        return ssrc
                ? Optional.of("CS " + keys.csId() + ": the form does not say that the keys are for SSRC "
                        + String.format("%08x", keys.ssrc()))
                : Optional.empty();
    }
}
