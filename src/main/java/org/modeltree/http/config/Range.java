package org.modeltree.http.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Bounds of an integer setting, both inclusive. The service does not start with a value outside them. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Range {

    /** Smallest accepted value. */
    long min();

    /** Largest accepted value. */
    long max();
}
