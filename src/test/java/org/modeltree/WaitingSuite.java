package org.modeltree;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Unit tests that mostly wait for clients that stall, for imports and for timeouts; and some long ones that would make {@link
 * WritingSuite} end last. {@code mvn test} runs them beside the other suites.
 */
@Suite
@SelectPackages("org.modeltree")
@IncludeClassNamePatterns(WaitingSuite.CLASSES)
class WaitingSuite {

    /** Full names of the classes. */
    static final String CLASSES =
            "org\\.modeltree\\..*\\.(BackgroundThread|ChangeLog|CompleteImport|ConcurrentWrites|CorrectedMeasurements|ExportStream"
                    + "|FormatsImport|ImportPlaces|ImportReports|ImportUndo|KeptAnswers|KeptPages|LostConnections|LostWhenStored"
                    + "|MergedImport|NewerFacts|PublicFilesImport|RandomWrites|RequestBodies|RoundTrip|Snapshot)Test";

    private WaitingSuite() {}
}
