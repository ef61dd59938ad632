package org.modeltree;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Unit tests that mostly write, unless they are in {@link OutageSuite} or {@link WaitingSuite}, or need
 * {@link EmptyCatalogProfile.OtherSettings}.
 */
@Suite
@SelectPackages("org.modeltree")
@IncludeClassNamePatterns(WritingSuite.CLASSES)
@ExcludeClassNamePatterns({OutageSuite.CLASSES, WaitingSuite.CLASSES})
class WritingSuite {

    /** Full names of the classes; most Quarkus profiles are used by one suite only. */
    static final String CLASSES =
            "org\\.modeltree\\.((bands|card|changes|exports|imports|lineage|quality|webhooks)\\..*"
                    + "(?<!\\.(AvailabilityContradicted|LongImport|LongestWait|OtherTrust|Retention|Rules|SortedListSpace|StreamDuration|Uploads))"
                    + "|.*\\.(AnyId|Cost|DirectAnswers|FactCache|FilterSuggestions|ImportCommand|LargeVendor|LateSuggestions"
                    + "|MemoryAnswers|Pages|PaintersQueue|Pictures|PriceList|ReadsAgree|StarterRecords))Test";

    private WritingSuite() {}
}
