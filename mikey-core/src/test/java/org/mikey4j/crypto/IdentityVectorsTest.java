package org.mikey4j.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.mikey4j.vectors.VectorFile;

class IdentityVectorsTest {
    @Test
    void fileFollowsItsSchema() {
        JsonNode vectors = IdentityVectors.file("peers.json");
        VectorFile.assertFollows("identity/identity-vectors.schema.json", "identity/peers.json");
        int entries = 0;
        for (JsonNode list : vectors) {
            entries += list.isArray() ? list.size() : 0;
        }
        assertThat(vectors.get("count").asInt()).isEqualTo(entries);
    }
}
