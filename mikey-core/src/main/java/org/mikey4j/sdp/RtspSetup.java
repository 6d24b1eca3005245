package org.mikey4j.sdp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/**
 * A SETUP request as an RTSP server sees it (RFC 4567, 4.2). Who begins the exchange is not told by who is the server: by
 * the standard it is the server, in its description, and {@link #receiveAnswer} takes the client's answer; cameras let the
 * client begin, and {@link #receiveOffer} takes its message.
 *
 * <pre>{@code
 * RtspSetup setup = new RtspSetup(uris, 0, KeyMgmtHeader.find(request));
 * switch (setup.receiveAnswer(description, false)) {
 *     case Keyed keyed -> respond(200, keyed.keyMgmt());
 *     case Failed failed -> respond(failed.status(), failed.keyMgmt());
 *     case NoKeys none -> respond(200);
 * }
 * }</pre>
 *
 * @param uris the control URIs of the description
 * @param media the media description that the request sets up, counted from 0
 * @param header its KeyMgmt header
 */
public record RtspSetup(RtspUris uris, int media, KeyMgmtHeader.Parsed header) {
    public RtspSetup {
        if (media < 0 || media >= uris.media().size()) {
            throw new IllegalArgumentException(
                    "media description " + media + ": there are " + uris.media().size());
        }
    }

    /** Processes a message for a section; empty if no message belongs there. */
    private interface Exchange {
        Optional<ResponderResult> receive(int section, Octets message);
    }

    /**
     * Processes the client's answer to the messages of the server's description.
     *
     * @param description what the server gave out, see {@link SdpUse#RTSP}
     * @param sessionKeyed whether an earlier SETUP of the same RTSP session brought the answer to the message for the whole
     *     session, so that it need not come again
     */
    public RtspOutcome receiveAnswer(SdpOffer description, boolean sessionKeyed) {
        Map<Integer, Function<Octets, InitiatorResult>> awaiting = description.awaiting();
        Optional<Integer> expected = Sdp.parse(description.text())
                .effective(media)
                .map(SdpSection::media)
                .filter(awaiting::containsKey)
                .filter(section -> !sessionKeyed || section != SdpSection.SESSION);
        if (header.headers().isEmpty() && header.diagnostics().isEmpty()) {
            return expected.isEmpty() ? new RtspOutcome.NoKeys() : failed(RtspStatus.FORBIDDEN, List.of());
        }
        RtspOutcome outcome = process(
                expected.orElse(media),
                (section, message) -> Optional.ofNullable(awaiting.get(section))
                        .map(receive -> withoutReply(receive.apply(message))));
        if (outcome instanceof RtspOutcome.Keyed keyed
                && expected.filter(e -> !keyed.associations().containsKey(e)).isPresent()) {
            keyed.associations().values().forEach(SecurityAssociation::close);
            return failed(RtspStatus.FORBIDDEN, keyed.diagnostics());
        }
        return outcome;
    }

    private static ResponderResult withoutReply(InitiatorResult result) {
        return result instanceof InitiatorResult.Established established
                ? new ResponderResult.Established(established.association(), Optional.empty())
                : (Rejected) result;
    }

    /**
     * Processes the message of a client that begins the exchange itself.
     *
     * @param required whether the media cannot be set up without keys
     * @param exchange processes the message
     */
    public RtspOutcome receiveOffer(boolean required, SdpAnswerer.Exchange exchange) {
        if (header.headers().isEmpty() && header.diagnostics().isEmpty()) {
            return required ? failed(RtspStatus.FORBIDDEN, List.of()) : new RtspOutcome.NoKeys();
        }
        List<String> prtclIds =
                header.headers().stream().map(KeyMgmtHeader::prot).toList();
        return process(
                media,
                (section, message) -> Optional.of(
                        exchange.receive(message, new KeyMgmtLevel(section, prtclIds, numbering(section)))));
    }

    private CsNumbering numbering(int section) {
        IntStream covered =
                section == SdpSection.SESSION ? IntStream.range(0, uris.media().size()) : IntStream.of(section);
        return new CsNumbering(covered.boxed().toList());
    }

    private RtspOutcome process(int withoutUri, Exchange exchange) {
        List<Diagnostic> diagnostics = new ArrayList<>(header.diagnostics());
        List<KeyMgmtHeader> mikey = header.mikey();
        if (mikey.isEmpty()) {
            diagnostics.add(fault(KeyMgmtRule.HEADER_SYNTAX, "no protocol that is supported"));
            return failed(RtspStatus.KEY_MANAGEMENT_FAILURE, diagnostics);
        }
        Map<Integer, SecurityAssociation> associations = new LinkedHashMap<>();
        List<String> replies = new ArrayList<>();
        for (KeyMgmtHeader each : mikey) {
            Optional<RtspOutcome.Failed> failure =
                    process(each, withoutUri, exchange, associations, replies, diagnostics);
            if (failure.isPresent()) {
                associations.values().forEach(SecurityAssociation::close);
                return failure.get();
            }
        }
        Optional<String> reply = replies.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", replies));
        return new RtspOutcome.Keyed(associations, reply, diagnostics);
    }

    private Optional<RtspOutcome.Failed> process(
            KeyMgmtHeader each,
            int withoutUri,
            Exchange exchange,
            Map<Integer, SecurityAssociation> associations,
            List<String> replies,
            List<Diagnostic> diagnostics) {
        Optional<Octets> message = each.data().filter(Base64Data::isReadable).map(Base64Data::octets);
        if (message.isEmpty()) {
            diagnostics.add(fault(KeyMgmtRule.DATA_MISSING, "no message that can be read"));
            return Optional.of(failed(RtspStatus.KEY_MANAGEMENT_FAILURE, diagnostics));
        }
        Optional<Integer> section = section(each.uri(), withoutUri).filter(s -> !associations.containsKey(s));
        Optional<ResponderResult> result = section.flatMap(s -> exchange.receive(s, message.get()));
        if (result.isEmpty()) {
            diagnostics.add(fault(KeyMgmtRule.URI_UNKNOWN, "no message for this URI belongs to the request"));
            return Optional.of(failed(RtspStatus.KEY_MANAGEMENT_FAILURE, diagnostics));
        }
        if (each.uri().isEmpty() && withoutUri == SdpSection.SESSION) {
            diagnostics.add(fault(KeyMgmtRule.URI_MISSING, "the message for the session comes without its URI"));
        }
        if (result.get() instanceof Rejected rejected) {
            Optional<String> error = rejected.errorMessage().map(m -> KeyMgmtHeader.value(each.uri(), m.octets()));
            return Optional.of(new RtspOutcome.Failed(
                    RtspStatus.KEY_MANAGEMENT_FAILURE, error, Optional.of(rejected), diagnostics));
        }
        if (result.get() instanceof ResponderResult.Established established) {
            associations.put(section.get(), established.association());
        }
        reply(result.get())
                .map(m -> KeyMgmtHeader.value(each.uri(), m.octets()))
                .ifPresent(replies::add);
        return Optional.empty();
    }

    private static Optional<MikeyMessage> reply(ResponderResult accepted) {
        return accepted instanceof ResponderResult.Established established
                ? established.reply()
                : ((ResponderResult.Repeated) accepted).reply();
    }

    /** The section that a URI names, as far as this request can have it: its media or the session. */
    private Optional<Integer> section(String uri, int withoutUri) {
        if (uri.isEmpty()) {
            return Optional.of(withoutUri);
        }
        if (uris.isOf(media, uri)) {
            return Optional.of(media);
        }
        return uris.isOf(SdpSection.SESSION, uri) ? Optional.of(SdpSection.SESSION) : Optional.empty();
    }

    private static Diagnostic fault(KeyMgmtRule rule, String message) {
        return rule.at(0, KeyMgmtHeader.NAME, message);
    }

    private static RtspOutcome.Failed failed(RtspStatus status, List<Diagnostic> diagnostics) {
        return new RtspOutcome.Failed(status, Optional.empty(), Optional.empty(), diagnostics);
    }
}
