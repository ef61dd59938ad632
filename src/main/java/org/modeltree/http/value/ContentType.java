package org.modeltree.http.value;

import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks of the Content-Type of a request. */
public final class ContentType {

    private static final Set<String> UTF_8 = Set.of("utf-8", "utf8");
    private static final Pattern CHARSET = Pattern.compile(";\\s*charset\\s*=", Pattern.CASE_INSENSITIVE);
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

    private ContentType() {}

    /** Whether a Content-Type is that of a form: of fields, or of files and other parts. */
    public static boolean isForm(String type) {
        String lower = type.strip().toLowerCase(Locale.ROOT);
        return lower.startsWith("multipart/") || lower.startsWith("application/x-www-form-urlencoded");
    }

    /** Whether a Content-Type means UTF-8: its charset is UTF-8, quoted or not, or absent. */
    public static boolean isUtf8(String type) {
        if (type.isBlank()) {
            return true;
        }
        // Removes quoted values first, because they may contain the word charset. A repeated charset is ambiguous.
        if (CHARSET.split(QUOTED.matcher(type).replaceAll("q"), -1).length > 2) {
            return false;
        }
        try {
            String charset = MediaType.valueOf(type).getParameters().get(MediaType.CHARSET_PARAMETER);
            return charset == null || UTF_8.contains(charset.strip().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
