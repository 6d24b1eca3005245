package org.mikey4j.cli.secret;

import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbeDomain;
import org.mikey4j.crypto.ibe.IbeException;
import org.mikey4j.crypto.ibe.IbeMasterSecret;
import org.mikey4j.crypto.ibe.IbeParameters;
import org.mikey4j.exchange.ibake.IbakeDates;
import org.mikey4j.message.Octets;

/**
 * A key management service of MIKEY-IBAKE as a file describes it (RFC 6267, 4.1), in the domain that RFC 5091 leaves to choice.
 *
 * @param uri its name
 * @param dates how long its keys serve
 * @param domains of whose users it has the keys; all, if there are none
 * @param publicPoint P_pub, uncompressed
 * @param masterSecret s, if the file has it; {@link #close} wipes it
 */
public record IbeService(
        String uri, IbakeDates dates, List<String> domains, Octets publicPoint, Optional<SecretBytes> masterSecret)
        implements AutoCloseable {
    public IbeService {
        domains = List.copyOf(domains);
    }

    /** A new one. */
    public static IbeService of(String uri, IbakeDates dates, IbeMasterSecret master) {
        return new IbeService(uri, dates, List.of(), master.parameters().encode(), Optional.of(master.secret()));
    }

    static IbeService of(KeyFileEntry entry) {
        IbakeDates dates = switch (entry.text("dates")) {
            case "day" -> IbakeDates.DAY;
            case "month" -> IbakeDates.MONTH;
            default -> throw CliFailure.keyMissing(entry.label() + ", dates: is to be day or month");
        };
        return new IbeService(
                entry.text("uri"),
                dates,
                entry.texts("domains"),
                entry.octets("publicPoint"),
                entry.has("masterSecret")
                        ? Optional.of(entry.secret("masterSecret").copy())
                        : Optional.empty());
    }

    /** What everybody may know of it. */
    public IbeService withoutSecret(List<String> domainsOfUsers) {
        return new IbeService(uri, dates, domainsOfUsers, publicPoint, Optional.empty());
    }

    /**
     * The parameters, checked.
     *
     * @throws IbeException if P_pub is no point of the right order
     */
    public IbeParameters parameters() {
        return IbeParameters.decode(IbeDomain.DEFAULT, publicPoint);
    }

    /**
     * The master secret, ready for use.
     *
     * @throws CliFailure if it is missing, or P_pub is not [s]P
     */
    public IbeMasterSecret master() {
        SecretBytes secret = masterSecret.orElseThrow(
                () -> CliFailure.keyMissing("there is no master secret of " + uri + " in the file"));
        try {
            IbeMasterSecret master = IbeMasterSecret.of(IbeDomain.DEFAULT, secret);
            if (!master.parameters().encode().equals(publicPoint)) {
                master.close();
                throw CliFailure.keyMissing("the master secret of " + uri + " is not that of its public key");
            }
            return master;
        } catch (IbeException e) {
            throw CliFailure.keyMissing(uri + ": " + e.getMessage());
        }
    }

    /** Whether it names the domain of a user: the end of a URI, behind the @. */
    boolean isFor(String user) {
        return domains.stream().anyMatch(domain -> user.endsWith("@" + domain) || user.endsWith("." + domain));
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "IbeService[uri=" + uri + ", dates=" + dates + ", domains=" + domains + "]";
    }

    @Override
    public void close() {
        masterSecret.ifPresent(SecretBytes::close);
    }
}
