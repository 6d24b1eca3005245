package org.mikey4j.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.Test;

class IdentityVectorsTest {
    @Test
    void fileFollowsItsSchema() {
        JsonNode vectors = IdentityVectors.file("peers.json");
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(IdentityVectors.file("identity-vectors.schema.json").toString(), InputFormat.JSON);

        assertThat(schema.validate(vectors.toString(), InputFormat.JSON)).isEmpty();
        int entries = 0;
        for (JsonNode list : vectors) {
            entries += list.isArray() ? list.size() : 0;
        }
        assertThat(vectors.get("count").asInt()).isEqualTo(entries);
    }
}
