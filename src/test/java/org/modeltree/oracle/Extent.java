package org.modeltree.oracle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.modeltree.oracle.generated.HandmadeModels;

/**
 * How much of the generated catalog a test walks. A build takes the models that are made by hand for a known pitfall, and a quarter
 * of the random models and requests. With the system property {@code tests.whole}, as in the step {@code java25} of CI, tests
 * take everything.
 */
public final class Extent {

    private static final boolean WHOLE = Boolean.getBoolean("tests.whole");
    private static final int PART = 4;

    private Extent() {}

    /** Whether tests take everything. */
    public static boolean isWhole() {
        return WHOLE;
    }

    /** Number of random requests, of so many in the whole form. */
    public static int of(int requests) {
        return WHOLE ? requests : (requests + PART - 1) / PART;
    }

    /** The models to ask for one by one, in the order of the oracle. */
    static List<OracleModel> of(List<OracleModel> models) {
        if (WHOLE) {
            return models;
        }
        Set<String> handmade = new HashSet<>();
        HandmadeModels.all().forEach(model -> handmade.add(Oracle.fold(model.id)));
        List<OracleModel> some = new ArrayList<>();
        int random = 0;
        for (OracleModel model : models) {
            if (handmade.contains(model.id()) || random++ % PART == 0) {
                some.add(model);
            }
        }
        return List.copyOf(some);
    }
}
