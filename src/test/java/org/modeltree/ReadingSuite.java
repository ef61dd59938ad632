package org.modeltree;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Unit tests that are in no other suite. */
@Suite
@SelectPackages("org.modeltree")
@IncludeClassNamePatterns(".*Test")
@ExcludeClassNamePatterns({OutageSuite.CLASSES, WaitingSuite.CLASSES, WritingSuite.CLASSES})
class ReadingSuite {

    private ReadingSuite() {}
}
