package org.modeltree.oracle;

import java.time.LocalDate;
import java.time.ZoneOffset;

/** The two years of releases that a named cohort covers. */
public final class ReleaseWindows {

    private ReleaseWindows() {}

    public static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    /** The same day two years earlier; the year before last of a leap day has none, so it ends with 28 February. */
    public static LocalDate twoYearsBefore(LocalDate day) {
        boolean leapDay = day.getMonthValue() == 2 && day.getDayOfMonth() == 29;
        return LocalDate.of(day.getYear() - 2, day.getMonthValue(), leapDay ? 28 : day.getDayOfMonth());
    }

    /** Whether a model writes text and was released in the two years that end with a day. */
    public static boolean include(OracleModel model, LocalDate end) {
        LocalDate released = model.released();
        return model.output().contains("text")
                && released != null
                && released.compareTo(twoYearsBefore(end)) >= 0
                && released.compareTo(end) <= 0;
    }
}
