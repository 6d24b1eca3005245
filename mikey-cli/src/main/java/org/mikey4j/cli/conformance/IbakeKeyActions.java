package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.output.JsonDocument;
import org.mikey4j.exchange.ibake.DeliveredKey;
import org.mikey4j.exchange.ibake.KeyDelivery;
import org.mikey4j.exchange.ibake.KeyIssue;
import org.mikey4j.exchange.ibake.KeyIssuer;
import org.mikey4j.exchange.ibake.PendingKeyRequest;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.KeyDataType;

/** Who asks for private keys of MIKEY-IBAKE, and the key management service that issues them. */
final class IbakeKeyActions implements OwnActions {
    static final String KMS = "ibake-kms";
    static final String REQUEST = "ibake-key-initiate";
    static final String ANSWER = "ibake-key-answer";

    private final Clock clock;
    private final CheckedKeys keys;
    private Optional<KeyIssuer> issuer = Optional.empty();
    private Optional<PendingKeyRequest> request = Optional.empty();

    IbakeKeyActions(Clock clock, CheckedKeys keys) {
        this.clock = clock;
        this.keys = keys;
    }

    @Override
    public List<String> names() {
        return List.of(KMS, REQUEST, ANSWER);
    }

    @Override
    public void answer(String action, JsonTree asked, JsonDocument json) throws IOException {
        Octets message = OwnAnswers.message(asked);
        switch (action) {
            case KMS -> {
                if (asked.is("new")) {
                    issuer = Optional.of(IbakeKeyEnds.service(Setup.of(asked, keys), clock));
                }
                issued(issuer.orElseThrow().receive(message, OwnAnswers.context(asked)), json);
            }
            case REQUEST -> {
                request = Optional.of(IbakeKeyEnds.request(Setup.of(asked, keys), clock));
                OwnAnswers.reply(request.map(PendingKeyRequest::message), json);
            }
            default -> delivered(request.orElseThrow().receive(message), json);
        }
    }

    private static void issued(KeyIssue issue, JsonDocument json) throws IOException {
        if (issue instanceof KeyIssue.Issued issued) {
            OwnAnswers.goesOn(issued.reply(), json);
        } else if (issue instanceof KeyIssue.Repeated repeated) {
            OwnAnswers.repeated(repeated.reply(), json);
        } else {
            OwnAnswers.refused(((KeyIssue.Refused) issue).rejected(), json);
        }
    }

    private static void delivered(KeyDelivery delivery, JsonDocument json) throws IOException {
        if (delivery instanceof KeyDelivery.Refused refused) {
            OwnAnswers.refused(refused.rejected(), json);
            return;
        }
        json.bool("accepted", true);
        json.beginArray("transported");
        for (DeliveredKey key : ((KeyDelivery.Delivered) delivery).keys()) {
            try (key) {
                json.beginObject();
                json.text("keyType", Integer.toString(KeyDataType.K_PR));
                json.text("key", HexFormat.of().formatHex(key.key().toByteArray()));
                json.text("salt", "");
                json.endObject();
            }
        }
        json.endArray();
    }
}
