package org.modeltree.revision;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a method in one read transaction that sees one snapshot of the catalog from beginning to end, and tells {@link
 * Snapshot} its revision. Within such a method it joins. The method may be run twice, if the standby that it reads from
 * fails it, so it does nothing but read.
 */
@Inherited
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface InSnapshot {

    /** Whether it never reads from a standby, because what it reads does not change with the catalog's revision. */
    @Nonbinding
    boolean onPrimary() default false;
}
