package org.modeltree;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Unit tests of databases that stop, come back, lag behind, or are not there. */
@Suite
@SelectPackages("org.modeltree")
@IncludeClassNamePatterns(OutageSuite.CLASSES)
class OutageSuite {

    /** Full names of the classes. */
    static final String CLASSES = "org\\.modeltree\\.(revision\\..*|.*\\.(EmbeddedServer|NothingConfigured))Test";

    private OutageSuite() {}
}
