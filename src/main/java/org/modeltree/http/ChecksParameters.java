package org.modeltree.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a resource method that checks its query parameters itself, with {@link CurrentRequest#rejectUnknownParameters},
 * because which ones it accepts depends on the path.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ChecksParameters {}
