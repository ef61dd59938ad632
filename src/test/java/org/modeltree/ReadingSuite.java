package org.modeltree;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Unit tests that are not in {@link WritingSuite}. {@code mvn test} runs both at the same time. */
@Suite
@SelectPackages("org.modeltree")
@IncludeClassNamePatterns(".*Test")
@ExcludeClassNamePatterns(WritingSuite.CLASSES)
class ReadingSuite {

    private ReadingSuite() {}
}
