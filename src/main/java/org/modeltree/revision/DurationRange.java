package org.modeltree.revision;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Allowed range of a duration setting, both bounds included. The service does not start with a value outside of it.
 * Bounds use the notation of the settings, such as {@code 10ms}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface DurationRange {

    /** Smallest allowed duration. */
    String min();

    /** Largest allowed duration. */
    String max();
}
