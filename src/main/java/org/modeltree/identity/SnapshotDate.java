package org.modeltree.identity;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Date or first version at the end of an id, which marks a snapshot of a model.
 *
 * @param slug the slug without it
 * @param year year; 0 if the id does not say it
 * @param month month; 0 if the id has a version instead of a date
 * @param day day; 0 if the id does not say it
 */
record SnapshotDate(String slug, int year, int month, int day) {

    private static final Pattern DAY =
            Pattern.compile("^(.+?)[-@](20\\d{2})-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\\d|3[01])$");
    private static final Pattern SHORT_DAY =
            Pattern.compile("^(.+?)[-@](2[3-9])(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])$");
    private static final Pattern MONTH_AND_DAY = Pattern.compile("^(.+?)[-@](0[1-9]|1[0-2])-?(0[1-9]|[12]\\d|3[01])$");
    private static final Pattern YEAR_AND_MONTH = Pattern.compile("^(.+?)[-@](2[3-9])(0[1-9]|1[0-2])$");

    /** Google's name of the first version of a model. */
    private static final Pattern FIRST_VERSION = Pattern.compile("^(gemini-.+?)[-@]001$");

    /** How long before its release a snapshot may be made, in days: publishers date the weights, not the announcement. */
    private static final int MAX_DAYS_BEFORE = 31;

    private static final int MAX_DAYS_AFTER = 3;
    private static final int LENGTH_OF_MONTH = 7;
    private static final int LENGTH_OF_DAY = 10;

    /** The date at the end of a slug; empty if there is none. */
    static Optional<SnapshotDate> of(String slug) {
        Matcher day = DAY.matcher(slug);
        if (day.matches()) {
            return Optional.of(new SnapshotDate(day.group(1), number(day, 2), number(day, 3), number(day, 4)));
        }
        Matcher shortDay = SHORT_DAY.matcher(slug);
        if (shortDay.matches()) {
            return Optional.of(new SnapshotDate(
                    shortDay.group(1), 2000 + number(shortDay, 2), number(shortDay, 3), number(shortDay, 4)));
        }
        Matcher month = YEAR_AND_MONTH.matcher(slug);
        if (month.matches()) {
            return Optional.of(new SnapshotDate(month.group(1), 2000 + number(month, 2), number(month, 3), 0));
        }
        Matcher monthAndDay = MONTH_AND_DAY.matcher(slug);
        if (monthAndDay.matches()) {
            return Optional.of(
                    new SnapshotDate(monthAndDay.group(1), 0, number(monthAndDay, 2), number(monthAndDay, 3)));
        }
        Matcher version = FIRST_VERSION.matcher(slug);
        return version.matches() ? Optional.of(new SnapshotDate(version.group(1), 0, 0, 0)) : Optional.empty();
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    /** Whether year, month and day are known. */
    boolean isWholeDay() {
        return year != 0 && day != 0;
    }

    /**
     * Whether a model is the snapshot with this date, by its release.
     *
     * @param released date of the release with its precision, such as {@code 2024-05}; empty if unknown
     */
    boolean isReleaseOf(String released) {
        if (month == 0) {
            return true;
        }
        if (released.length() < LENGTH_OF_MONTH) {
            return false;
        }
        try {
            YearMonth releaseMonth = YearMonth.parse(released.substring(0, LENGTH_OF_MONTH));
            if (day == 0 || released.length() < LENGTH_OF_DAY) {
                return releaseMonth.equals(YearMonth.of(year == 0 ? releaseMonth.getYear() : year, month));
            }
            LocalDate release = LocalDate.parse(released);
            // Without a year, it is the year of the release, or the one before for a release in January.
            return year != 0
                    ? isNear(LocalDate.of(year, month, day), release)
                    : isNear(LocalDate.of(release.getYear(), month, day), release)
                            || isNear(LocalDate.of(release.getYear() - 1, month, day), release);
        } catch (DateTimeException noDay) {
            return false;
        }
    }

    private static boolean isNear(LocalDate made, LocalDate release) {
        long daysBefore = ChronoUnit.DAYS.between(made, release);
        return daysBefore <= MAX_DAYS_BEFORE && daysBefore >= -MAX_DAYS_AFTER;
    }
}
