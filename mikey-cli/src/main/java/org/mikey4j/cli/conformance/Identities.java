package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.time.YearMonth;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.cli.output.JsonDocument;

/** The identity-based keys of the test vectors, as the members of a request that give an end what it has. */
final class Identities {
    private static final JsonTree NONE = new JsonTree(Map.of());

    private final Map<String, JsonTree> services = new LinkedHashMap<>();
    private final Map<String, JsonTree> users = new LinkedHashMap<>();

    /** @param file a file of exchange vectors */
    static Identities of(JsonTree file) {
        Identities all = new Identities();
        JsonTree keys = file.object("identityKeys").orElse(NONE);
        keys.objects("services").forEach(service -> all.services.put(text(service, "name"), service));
        keys.objects("users").forEach(user -> all.users.put(text(user, "name"), user));
        return all;
    }

    /** What a setup of the vectors names. */
    Map<String, String> members(JsonTree setup) throws IOException {
        Map<String, String> members = new LinkedHashMap<>();
        List<String> own = setup.texts("own");
        members.put("identity", document(text(setup, "root"), setup.texts("external"), own));
        Optional<JsonTree> first = own.stream().findFirst().map(users::get);
        first.ifPresent(user -> members.put("own", text(user, "user")));
        setup.text("expecting").filter(uri -> !uri.isEmpty()).ifPresent(uri -> members.put("expecting", uri));
        return members;
    }

    /** The members of one of two ends that talk to each other. */
    Map<String, String> party(String name, String peer) throws IOException {
        JsonTree user = users.getOrDefault(name, NONE);
        JsonTree other = users.getOrDefault(peer, NONE);
        Map<String, String> members = new LinkedHashMap<>();
        members.put("identity", document(text(user, "service"), List.of(text(other, "service")), List.of(name)));
        members.put("own", text(user, "user"));
        members.put("peer", text(other, "user"));
        members.put("peer-kms", text(services.getOrDefault(text(other, "service"), NONE), "uri"));
        return members;
    }

    /** As {@code mikey kms} writes them. */
    private String document(String root, List<String> external, List<String> own) throws IOException {
        try (JsonDocument json = new JsonDocument()) {
            json.beginArray("kms");
            List<String> names = new ArrayList<>(external);
            if (!root.isEmpty()) {
                names.add(0, root);
            }
            for (String name : names) {
                JsonTree service = services.getOrDefault(name, NONE);
                json.beginObject();
                json.text("role", name.equals(root) ? "root" : "external");
                json.text("uri", text(service, "uri"));
                json.number("idScheme", Long.parseLong(text(service, "idScheme")));
                json.number("keyPeriod", Long.parseLong(text(service, "period")));
                json.number("keyOffset", Long.parseLong(text(service, "offset")));
                json.text("publicKey", text(service, "publicKey"));
                json.text("kpak", text(service, "kpak"));
                json.texts("domains", service.texts("domains"));
                json.endObject();
            }
            json.endArray();
            json.beginArray("keys");
            for (String name : own) {
                JsonTree user = users.getOrDefault(name, NONE);
                json.beginObject();
                json.text("kms", text(services.getOrDefault(text(user, "service"), NONE), "uri"));
                json.text("user", text(user, "user"));
                json.number("period", period(text(user, "period")));
                for (String member : List.of("identifier", "rsk", "ssk", "pvt")) {
                    json.text(member, text(user, member));
                }
                json.endObject();
            }
            json.endArray();
            return json.finish();
        }
    }

    /** A number, or a month, which counts from the year 0. */
    private static long period(String text) {
        return text.contains("-") ? YearMonth.parse(text).getLong(ChronoField.PROLEPTIC_MONTH) : Long.parseLong(text);
    }

    private static String text(JsonTree tree, String name) {
        return tree.text(name).orElse("");
    }
}
