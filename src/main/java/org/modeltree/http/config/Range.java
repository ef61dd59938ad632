package org.modeltree.http.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A setting that is a whole number from some least to some greatest; others keep the service from starting. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Range {

    /** The least that is taken. */
    long least();

    /** The greatest that is taken. */
    long greatest();
}
