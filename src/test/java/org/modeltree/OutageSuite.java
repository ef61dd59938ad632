package org.modeltree;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Unit tests of databases that stop, come back, lag behind, or are not there, unless they are in {@link WaitingSuite}; those of a
 * cache that is nearly full; and some that wait, so that all suites end at about the same time.
 */
@Suite
@SelectPackages("org.modeltree")
@IncludeClassNamePatterns(OutageSuite.CLASSES)
@ExcludeClassNamePatterns(WaitingSuite.CLASSES)
class OutageSuite {

    /** Full names of the classes. */
    static final String CLASSES =
            "org\\.modeltree\\.(revision\\..*|.*\\.(BrokenFolder|CachedAnswers|EmbeddedServer|LeavingClients"
                    + "|NothingConfigured|OfferingEnds|PriceDays))Test";

    private OutageSuite() {}
}
