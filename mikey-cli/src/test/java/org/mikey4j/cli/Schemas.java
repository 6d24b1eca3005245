package org.mikey4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The schemas that are shipped with the command. */
public enum Schemas {
    INSPECT("mikey-inspect.schema.json"),
    VERIFY("mikey-verify.schema.json"),
    LINT("mikey-lint.schema.json"),
    KMS_CHECK("mikey-kms-check.schema.json"),
    KMC_AUDIT("mikey-kmc-audit.schema.json"),
    KMC_GROUP("mikey-kmc-group.schema.json"),
    CALL("mikey-call.schema.json");

    private final Schema schema;

    Schemas(String file) {
        String resource = "/org/mikey4j/cli/schema/" + file;
        try (InputStream in = Objects.requireNonNull(Schemas.class.getResourceAsStream(resource))) {
            schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void assertDescribes(String document) {
        assertThat(schema.validate(document, InputFormat.JSON)).as(document).isEmpty();
    }
}
