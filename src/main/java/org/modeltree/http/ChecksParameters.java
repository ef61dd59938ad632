package org.modeltree.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A resource method that has to look at the path first: whether a parameter is known depends on where the path leads.
 * It calls {@link CurrentRequest#onlyKnows} itself.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ChecksParameters {}
