package org.modeltree.revision;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Permission for a class, and the classes nested in it, to use JDBC or JPA outside of a Panache repository. The
 * architecture test rejects such use everywhere else.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface UsesSql {

    /** Reason why a Panache repository is not enough. */
    String value();
}
