package org.modeltree;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Unit tests that mostly wait: for databases that stop and come back, for clients that stall, for timeouts. {@code mvn test}
 * runs them beside {@link ReadingSuite} and {@link WritingSuite}.
 */
@Suite
@SelectPackages("org.modeltree")
@IncludeClassNamePatterns(WaitingSuite.CLASSES)
class WaitingSuite {

    /** Full names of the classes. */
    static final String CLASSES = "org\\.modeltree\\.(revision\\..*"
            + "|.*\\.(ConcurrentWrites|EmbeddedServer|ExportStream|ImportPlaces|ImportReports|NothingConfigured"
            + "|RandomWrites|RequestBodies))Test";

    private WaitingSuite() {}
}
