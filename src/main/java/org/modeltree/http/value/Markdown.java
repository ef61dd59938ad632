package org.modeltree.http.value;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Texts of people and catalogs as Markdown in which they mean nothing but themselves (CommonMark with GitHub's tables). */
public final class Markdown {

    /**
     * Characters that begin or end something anywhere in a line, and those without which GitHub's Markdown makes no link of a
     * bare address: the colon of {@code https://}, the first point of {@code www.}, and the sign of an e-mail address.
     */
    private static final Pattern INLINE = Pattern.compile(
            "[\\\\`*_\\[\\]<>|~&#!]" + "|(?<=[psPS]):(?=/)|(?<=[wW])\\.(?=[-.\\w])|(?<=[-+.\\w])@(?=[-.\\w])");

    /** Characters that begin something at the start of a line: headings, lists, quotes, rules and code. */
    private static final Pattern LINE_START = Pattern.compile("^(\\d{1,9})([.)])(?=\\s|$)|^([-+=:])");

    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern PARAGRAPHS = Pattern.compile("\\R\\s*\\R");
    private static final Pattern LINES = Pattern.compile("\\R");
    private static final Pattern NOT_IN_URLS = Pattern.compile("[\\s<>|\\\\`\\p{Cntrl}]");

    private Markdown() {}

    /** A text on one line, for headings, list items and cells. */
    public static String line(String text) {
        return escaped(SPACES.matcher(text).replaceAll(" "));
    }

    /** A text of paragraphs, whose line breaks stay. */
    public static String paragraphs(String text) {
        return PARAGRAPHS
                .splitAsStream(text.strip())
                .map(paragraph -> LINES.splitAsStream(paragraph)
                        .map(Markdown::escaped)
                        .filter(line -> !line.isEmpty())
                        // Two spaces keep the break.
                        .collect(Collectors.joining("  \n")))
                .collect(Collectors.joining("\n\n"));
    }

    /** A link. */
    public static String link(String text, String url) {
        return "[" + line(text) + "](<" + url(url) + ">)";
    }

    /** Cells as a row of a table; they are Markdown already. */
    public static String row(String... cells) {
        return Stream.of(cells).collect(Collectors.joining(" | ", "| ", " |")) + "\n";
    }

    private static String escaped(String line) {
        String inline = INLINE.matcher(line.strip()).replaceAll("\\\\$0");
        Matcher start = LINE_START.matcher(inline);
        if (!start.find()) {
            return inline;
        }
        return start.group(1) == null ? "\\" + inline : start.group(1) + "\\" + inline.substring(start.end(1));
    }

    private static String url(String url) {
        return NOT_IN_URLS
                .matcher(url)
                .replaceAll(found -> String.format("%%%02X", (int) found.group().charAt(0)));
    }
}
