package org.mikey4j.cli.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is remembered of secrets, and until when. */
class RememberedSecretsTest {
    @Test
    void whatIsHandedOutMayBeWipedAndWhatIsKeptIsWipedInTheEnd() {
        char[] typed = {'a', 'b'};
        byte[] octets = {1, 2};

        try (RememberedSecrets secrets = new RememberedSecrets(label -> typed)) {
            Arrays.fill(secrets.ask("password"), '\0');
            Arrays.fill(secrets.readOnce("key from fd:3", () -> octets), (byte) 0);

            assertThat(secrets.ask("password")).containsExactly('a', 'b');
            assertThat(secrets.readOnce("key from fd:3", () -> new byte[0])).containsExactly(1, 2);
            assertThat(secrets.readOnce("key from fd:4", () -> new byte[] {3})).containsExactly(3);
        }

        assertThat(typed).containsOnly('\0');
        assertThat(octets).containsOnly(0);
    }
}
