package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mikey4j.cli.output.JsonDocument;

/** The keys of MIKEY-IBAKE in the test vectors, as the members of a request that give an end what it has. */
final class IbakeParties {
    private static final JsonTree NONE = new JsonTree(Map.of());

    private final List<JsonTree> services;
    private final List<JsonTree> users;

    /** @param file a file of exchange vectors */
    IbakeParties(JsonTree file) {
        JsonTree keys = file.object("ibakeKeys").orElse(NONE);
        this.services = keys.objects("services");
        this.users = keys.objects("users");
    }

    /** What a setup of the vectors names. */
    Map<String, String> members(JsonTree setup) throws IOException {
        JsonTree ibake = setup.object("ibake").orElse(NONE);
        Map<String, String> members = new LinkedHashMap<>();
        members.put("identity", document(ibake.texts("keys"), false));
        members.put("own", text(ibake, "self"));
        members.put("exponent", text(ibake, "multiplier"));
        members.put("ssrc", text(setup, "fill"));
        for (String option : List.of("mailbox", "anybody", "curve")) {
            ibake.text(option).ifPresent(value -> members.put(option, value));
        }
        setup.text("offer").ifPresent(offer -> members.put("offer", offer));
        return members;
    }

    /** The members of one of two ends that talk to each other. */
    Map<String, String> party(String user, String peer) throws IOException {
        return Map.of("identity", document(List.of(user), false), "own", user, "peer", peer);
    }

    /** The identity of the first service, with its secret, as {@code mikey kms init} writes it. */
    String issuing() throws IOException {
        return document(List.of(), true);
    }

    /** The key of a user, which a service sends. */
    String key(String name) {
        return users.stream()
                .filter(user -> text(user, "user").equals(name))
                .findFirst()
                .map(user -> text(user, "key"))
                .orElse("");
    }

    /** As {@code mikey kms issue} writes them. */
    private String document(List<String> own, boolean secret) throws IOException {
        try (JsonDocument json = new JsonDocument()) {
            json.beginArray("ibakeKms");
            for (JsonTree service : services) {
                json.beginObject();
                json.text("uri", text(service, "name"));
                json.text("dates", text(service, "dates"));
                json.texts("domains", List.of(text(service, "domain")));
                json.text("publicPoint", text(service, "publicPoint"));
                if (secret) {
                    json.text("masterSecret", text(service, "masterSecret"));
                }
                json.endObject();
            }
            json.endArray();
            json.beginArray("ibakeKeys");
            for (JsonTree user : users) {
                if (own.contains(text(user, "user"))) {
                    json.beginObject();
                    json.text("kms", text(user, "service"));
                    json.text("user", text(user, "user"));
                    json.text("date", date(user));
                    json.text("key", text(user, "key"));
                    json.endObject();
                }
            }
            json.endArray();
            return json.finish();
        }
    }

    /** What follows the user in the identity that the key is of. */
    private static String date(JsonTree user) {
        return new String(HexFormat.of().parseHex(text(user, "identity")), StandardCharsets.UTF_8)
                .substring(text(user, "user").length());
    }

    private static String text(JsonTree tree, String name) {
        return tree.text(name).orElse("");
    }
}
