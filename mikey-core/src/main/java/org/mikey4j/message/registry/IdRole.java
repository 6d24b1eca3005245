package org.mikey4j.message.registry;

/** Whose identity an IDR payload carries (RFC 6043, 6.6). */
public final class IdRole {
    public static final int IDR_I = 1;
    public static final int IDR_R = 2;
    public static final int IDR_KMS = 3;
    public static final int IDR_PSK = 4;
    public static final int IDR_APP = 5;
    public static final int IDR_KMSI = 6;
    public static final int IDR_KMSR = 7;
    public static final int IDR_UIDI = 8;
    public static final int IDR_UIDR = 9;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("ID Role", "RFC 6043, 6.6")
            .with(IDR_I, "IDRi")
            .with(IDR_R, "IDRr")
            .with(IDR_KMS, "IDRkms")
            .with(IDR_PSK, "IDRpsk")
            .with(IDR_APP, "IDRapp")
            .with(IDR_KMSI, "IDRkmsi")
            .with(IDR_KMSR, "IDRkmsr")
            .with(IDR_UIDI, "IDRuidi")
            .with(IDR_UIDR, "IDRuidr")
            .privateUse(240, 254)
            .build();

    private IdRole() {}
}
