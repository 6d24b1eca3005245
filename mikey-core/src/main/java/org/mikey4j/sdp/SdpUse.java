package org.mikey4j.sdp;

import java.util.List;
import java.util.Optional;
import org.mikey4j.message.Diagnostic;

/** How a description with keys reaches the other end, and which rules it is under for that (RFC 4567, 4). */
public enum SdpUse {
    /** An offer that sets a session up; protocols are offered in order of preference (RFC 4567, 4.1.2). */
    OFFER(Alternatives.AT_EACH_LEVEL, SdpIds.Absence.REFUSE_AMONG_SEVERAL),
    /** An offer that changes the keys of a session; it has the protocol of the first one (RFC 4567, 4.1.2). */
    REKEYING_OFFER(Alternatives.AT_EACH_LEVEL, SdpIds.Absence.REFUSE_AMONG_SEVERAL),
    /** The description that an RTSP server gives, with one protocol at each level (RFC 4567, 4.2). */
    RTSP(Alternatives.BETWEEN_LEVELS, SdpIds.Absence.ACCEPT),
    /** An announcement, as by SAP or HTTP, with one protocol and nobody to answer (RFC 4567, 4.1.3). */
    ONE_WAY(Alternatives.NONE, SdpIds.Absence.ACCEPT);

    /** Where a description may have different protocols. */
    private enum Alternatives {
        AT_EACH_LEVEL,
        BETWEEN_LEVELS,
        NONE
    }

    private final Alternatives alternatives;
    private final SdpIds.Absence absence;

    SdpUse(Alternatives alternatives, SdpIds.Absence absence) {
        this.alternatives = alternatives;
        this.absence = absence;
    }

    /** What is usually done about a message that does not list the protocols of the offer. */
    public SdpIds.Absence absence() {
        return absence;
    }

    /** What keeps a description from being used this way. */
    Optional<Diagnostic> check(Sdp sdp) {
        Optional<Diagnostic> fault =
                alternatives == Alternatives.NONE ? oneProtocol(sdp.attributes()) : Optional.empty();
        for (SdpSection section : sdp.keyed()) {
            if (fault.isEmpty() && alternatives == Alternatives.BETWEEN_LEVELS) {
                fault = oneProtocol(section.attributes());
            }
            if (fault.isEmpty()) {
                fault = mikeyOnce(section);
            }
        }
        return fault;
    }

    private static Optional<Diagnostic> oneProtocol(List<KeyMgmtAttribute> attributes) {
        return attributes.stream()
                .filter(a -> !a.prtclId().equals(attributes.get(0).prtclId()))
                .findFirst()
                .map(a -> KeyMgmtRule.SEVERAL_PROTOCOLS.at(
                        a.offset(), KeyMgmtAttribute.NAME, "only one key management protocol can stand here"));
    }

    private static Optional<Diagnostic> mikeyOnce(SdpSection section) {
        return section.attributes().stream()
                .filter(KeyMgmtAttribute::isMikey)
                .skip(1)
                .findFirst()
                .map(a -> KeyMgmtRule.PROTOCOL_REPEATED.at(
                        a.offset(), KeyMgmtAttribute.NAME, "a second MIKEY message at the same level"));
    }
}
