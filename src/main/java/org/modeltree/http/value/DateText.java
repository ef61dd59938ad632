package org.modeltree.http.value;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates in the reader's language: {@code 27 January 2022}, {@code 2022 年 1 月 27 日}. Data has them in ISO 8601. */
public final class DateText {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter DAY_IN_CHINESE = DateTimeFormatter.ofPattern("uuuu 年 M 月 d 日", Locale.ROOT);
    private static final DateTimeFormatter MONTH_IN_CHINESE = DateTimeFormatter.ofPattern("uuuu 年 M 月", Locale.ROOT);
    private static final DateTimeFormatter YEAR_IN_CHINESE = DateTimeFormatter.ofPattern("uuuu 年", Locale.ROOT);

    private DateText() {}

    /** A day in words. */
    public static String of(LocalDate day, Language language) {
        return (language == Language.ZH ? DAY_IN_CHINESE : DAY).format(day);
    }

    /** A date in words, with the precision that it has. */
    public static String of(PartialDate date, Language language) {
        boolean chinese = language == Language.ZH;
        return switch (date.precision()) {
            case "day" -> of(date.firstDay(), language);
            case "month" -> (chinese ? MONTH_IN_CHINESE : MONTH).format(date.firstDay());
            default -> (chinese ? YEAR_IN_CHINESE : YEAR).format(date.firstDay());
        };
    }
}
