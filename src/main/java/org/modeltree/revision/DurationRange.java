package org.modeltree.revision;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A setting that is a time from some least to some greatest; others keep the service from starting. Bounds are written as
 * an operator writes them, such as {@code 10ms}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface DurationRange {

    /** The least that is taken. */
    String least();

    /** The greatest that is taken. */
    String greatest();
}
