package org.modeltree;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Unit tests that mostly write. {@code mvn test} runs them beside {@link ReadingSuite}. */
@Suite
@SelectPackages("org.modeltree")
@IncludeClassNamePatterns(WritingSuite.CLASSES)
class WritingSuite {

    /** Full names of the classes; most Quarkus profiles are used by these only, or by none of them. */
    static final String CLASSES =
            "org\\.modeltree\\.((bands|card|changes|exports|imports|lineage|quality|security)\\..*|.*\\.(ReadsAgree|RequestBodies|SlowHeaders))Test";

    private WritingSuite() {}
}
