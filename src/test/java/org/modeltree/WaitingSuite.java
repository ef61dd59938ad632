package org.modeltree;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Unit tests that mostly wait: for databases that stop and come back, for clients that stall, for timeouts; and some long ones
 * that would make {@link WritingSuite} end last. {@code mvn test} runs them beside {@link ReadingSuite} and {@link WritingSuite}.
 */
@Suite
@SelectPackages("org.modeltree")
@IncludeClassNamePatterns(WaitingSuite.CLASSES)
class WaitingSuite {

    /** Full names of the classes. */
    static final String CLASSES = "org\\.modeltree\\.(revision\\..*"
            + "|.*\\.(CompleteImport|ConcurrentWrites|EmbeddedServer|ExportStream|FormatsImport|ImportPlaces|ImportReports"
            + "|KeptAnswers|NothingConfigured|PublicFilesImport|RandomWrites|RequestBodies|RoundTrip))Test";

    private WaitingSuite() {}
}
