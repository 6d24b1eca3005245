package org.mikey4j.cli.kmc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.kmc.MediaPolicy;
import org.mikey4j.kmc.MediaPolicy.Trust;

/**
 * Where the protection of calls ends.
 *
 * @param policy tells it by the caller's network
 * @param element the identity of the element where it ends for sources that are not trusted; a user of the centre
 */
public record MediaSettings(MediaPolicy policy, String element) {
    static final List<String> NAMES = List.of("media.element", "media.trusted", "media.untrusted", "media.otherwise");

    /** Nothing if all calls are protected end to end. */
    static Optional<MediaSettings> of(SettingsFile file, String ownDomain, CallCentre.Scheme scheme) {
        Optional<String> first =
                NAMES.stream().filter(name -> file.optional(name).isPresent()).findFirst();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        int line = file.line(first.get());
        if (scheme == CallCentre.Scheme.USERS_EXCHANGE) {
            throw file.fault(line, "protection can end in the network in schemes 2 and 3");
        }
        String element = file.text("media.element")
                .orElseThrow(() -> file.fault(line, "media.element is missing: where protection ends"));
        if (file.optional("user." + element).isEmpty()) {
            throw file.fault(file.line("media.element"), "the element needs a key: user." + element);
        }
        Map<String, Trust> sources = new HashMap<>(Map.of(ownDomain, Trust.TRUSTED));
        put(sources, file, "media.trusted", Trust.TRUSTED);
        put(sources, file, "media.untrusted", Trust.UNTRUSTED);
        Trust otherwise = switch (file.text("media.otherwise").orElse("trusted")) {
            case "trusted" -> Trust.TRUSTED;
            case "untrusted" -> Trust.UNTRUSTED;
            default -> throw file.fault(file.line("media.otherwise"), "media.otherwise is trusted or untrusted");
        };
        return Optional.of(new MediaSettings(new MediaPolicy(sources, otherwise), element));
    }

    private static void put(Map<String, Trust> sources, SettingsFile file, String name, Trust trust) {
        file.text(name).map(SettingsFile::split).orElse(List.of()).forEach(domain -> sources.put(domain, trust));
    }
}
