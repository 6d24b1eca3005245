package org.mikey4j.message;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mikey4j.message.registry.CsIdMapType;
import org.mikey4j.message.registry.PayloadType;

/**
 * The one decoder. It is strict: the first violation throws. With a recorder it goes on as far as the octets allow and
 * what it cannot read stays in an {@link UnknownPayload}.
 */
final class MessageDecoder {
    private static final int USUAL_PAYLOADS = 8;

    private final PayloadReader in;
    private final Octets octets;
    private final DecodeOptions options;
    private final @Nullable LayoutRecorder recorder;
    private Payload[] payloads = new Payload[USUAL_PAYLOADS];
    private int[] ends = new int[USUAL_PAYLOADS];
    private int count;
    private int payloadsStart;
    private int firstPolicy = -1;
    private @Nullable BitSet policies;

    private MessageDecoder(Octets octets, DecodeOptions options, @Nullable LayoutRecorder recorder) {
        this.in = new PayloadReader(octets, recorder);
        this.octets = octets;
        this.options = options;
        this.recorder = recorder;
    }

    static MikeyMessage decode(Octets octets, DecodeOptions options) {
        return new MessageDecoder(octets, options, null).message();
    }

    static Inspection inspect(Octets octets, DecodeOptions options) {
        LayoutRecorder recorder = new LayoutRecorder();
        Optional<MikeyMessage> message;
        try {
            message = Optional.of(new MessageDecoder(octets, options, recorder).message());
        } catch (MalformedMessageException e) {
            recorder.report(e.toDiagnostic());
            recorder.finishTo(0, octets.length());
            message = Optional.empty();
        }
        return new Inspection(message, recorder.layout(), recorder.diagnostics());
    }

    private MikeyMessage message() {
        in.begin(PayloadLayout.HDR, 0);
        if (octets.length() > options.maxOctets()) {
            throw in.fail(DecodeRule.TOO_LARGE, "message", octets.length() + " octets, at most " + options.maxOctets());
        }
        CommonHeader header = CommonHeader.read(in);
        in.finish();

        payloadsStart = in.position();
        read(header, octets.at(CommonHeader.NEXT_PAYLOAD_AT));
        checkEnd();
        return new MikeyMessage(octets, header, new PayloadList(payloads, ends, count));
    }

    private void read(CommonHeader header, int firstType) {
        int type = firstType;
        while (type != PayloadType.LAST) {
            int start = in.position();
            try {
                int next = PayloadChain.readNext(in, type);
                Payload payload = PayloadChain.readBody(in, type, next, header.dataType(), PayloadChain.Scope.OUTER);
                add(payload);
                if (payload instanceof SpPayload policy) {
                    checkPolicy(header.csIdMap(), policy.policyNo());
                }
                type = next;
            } catch (MalformedMessageException e) {
                if (recorder == null) {
                    throw e;
                }
                recorder.report(e.toDiagnostic());
                recorder.finishTo(0, octets.length());
                in.rest("rest");
                if (start < octets.length()) {
                    add(new UnknownPayload(type, octets.slice(start, octets.length() - start)));
                }
                return;
            }
        }
    }

    private void add(Payload payload) {
        if (count == payloads.length) {
            payloads = Arrays.copyOf(payloads, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        payloads[count] = payload;
        ends[count++] = in.position() - payloadsStart;
    }

    private void checkPolicy(CsIdMap map, int policyNo) {
        if (firstPolicy < 0) {
            firstPolicy = policyNo;
            if (map.mapType() == CsIdMapType.EMPTY) {
                in.reportAt(
                        in.payloadStart(),
                        DecodeRule.SP_WITH_EMPTY_MAP,
                        "policy no",
                        "a policy, although the map is empty");
            }
            return;
        }
        if (policies == null) {
            policies = new BitSet();
            policies.set(firstPolicy);
        }
        if (policies.get(policyNo)) {
            in.reportAt(
                    in.payloadStart() + 1,
                    DecodeRule.DUPLICATE_POLICY_NO,
                    "policy no",
                    "policy no " + policyNo + " is there twice");
        }
        policies.set(policyNo);
    }

    private void checkEnd() {
        int left = in.remaining();
        if (left == 0) {
            return;
        }
        boolean zero = left == 1 && octets.at(octets.length() - 1) == 0;
        if (zero && options.trailing() == DecodeOptions.Trailing.ACCEPT_ONE_ZERO_OCTET) {
            in.report(DecodeRule.TRAILING_ZERO_OCTET, "next payload", "one zero octet after the last payload");
        } else {
            in.report(DecodeRule.TRAILING_OCTETS, "next payload", left + " octets after the last payload");
        }
    }
}
