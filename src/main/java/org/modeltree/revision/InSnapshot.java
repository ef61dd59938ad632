package org.modeltree.revision;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a method in one read-only transaction that sees a single snapshot of the catalog, and records the snapshot's
 * revision in {@link Snapshot}. A nested call joins the transaction. If the standby fails, the method runs a second
 * time on the primary, so it must have no side effects.
 */
@Inherited
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface InSnapshot {

    /** Whether to always read from the primary, for data that changes independently of the catalog's revision. */
    @Nonbinding
    boolean onPrimary() default false;
}
