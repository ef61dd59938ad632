package org.modeltree.revision;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Allows a class, and the classes inside it, to use JDBC or JPA beyond a Panache repository. The architecture test refuses
 * both everywhere else.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface UsesSql {

    /** Why a Panache repository does not do. */
    String value();
}
