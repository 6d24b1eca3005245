package org.mikey4j.cli.view;

/** The fields that only hold a message together and say nothing that other fields do not say. */
final class Structure {
    private Structure() {}

    /** Whether the field names the next payload or gives the length of the field after it. */
    static boolean isStructure(String field) {
        return switch (field) {
            case "nextPayload",
                    "idLen",
                    "certLen",
                    "randLen",
                    "randLength",
                    "keyDataLen",
                    "saltLen",
                    "dataLen",
                    "signatureLen",
                    "encrDataLen",
                    "policyParamLength",
                    "sessionDataLength",
                    "spiLength",
                    "vfLength",
                    "vtLength",
                    "sakkeDataLength",
                    "ticketDataLength",
                    "initiatorDataLength",
                    "tpDataLength",
                    "length" -> true;
            default -> false;
        };
    }

    /** The field whose length this field gives, where it may be 0; empty for all others. */
    static String emptyField(String field) {
        return switch (field) {
            case "encrDataLen" -> "encrData";
            case "ticketDataLength" -> "ticketData";
            case "initiatorDataLength" -> "initiatorData";
            case "tpDataLength" -> "tpData";
            case "length" -> "data";
            default -> "";
        };
    }
}
