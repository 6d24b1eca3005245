package org.mikey4j.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The requirements, by their ids in {@code spec-notes/conformance}, that a test shows to be met. */
@Target({ElementType.METHOD, ElementType.FIELD})
@Retention(RetentionPolicy.SOURCE)
public @interface Proves {
    /** Ids such as {@code R3830-5.4-03}. */
    String[] value();
}
