package org.modeltree.http.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Content negotiation by the Accept header of a request (RFC 9110). */
public final class Accept {

    private static final String ANY = "*/*";

    /** What no path offers. */
    private static final String NOTHING = "unknown/unknown";

    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
    private static final Pattern TYPE = Pattern.compile("\\s*(" + TOKEN + ")\\s*/\\s*(" + TOKEN + ")\\s*");
    private static final Pattern WEIGHT = Pattern.compile("\\s*[qQ]\\s*=\\s*(0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?)\\s*");

    /** A media range with its weight, from 0 to 1. Malformed weights count as 0. */
    private record Range(String type, double weight) {

        static Range of(String element) {
            String[] parts = element.strip().toLowerCase(Locale.ROOT).split(";", -1);
            double weight = 1;
            for (int i = 1; i < parts.length; i++) {
                String parameter = parts[i].replace(" ", "");
                if (parameter.startsWith("q=")) {
                    weight = weight(parameter.substring(2));
                }
            }
            return new Range(parts[0].strip(), weight);
        }

        private static double weight(String text) {
            return text.matches("[01](\\.\\d{0,3})?") ? Math.min(1, Double.parseDouble(text)) : 0;
        }

        /** How exactly the range names a media type: 3 by name, 2 by its first half, 1 as any, 0 not at all. */
        int specificity(String mediaType) {
            if (type.equals(mediaType)) {
                return 3;
            }
            if (type.equals(mediaType.substring(0, mediaType.indexOf('/')) + "/*")) {
                return 2;
            }
            return type.equals(ANY) ? 1 : 0;
        }
    }

    private Accept() {}

    /**
     * The offered media type that a client prefers: the one with the highest weight, then the one named most exactly, then
     * the first. A client that sends no header accepts everything.
     *
     * @param header value of Accept; may be null
     * @param offered media types in lower case, the default first
     * @return empty if the client accepts none
     */
    public static Optional<String> preferred(String header, List<String> offered) {
        if (header == null || header.isBlank() || header.equals(ANY)) {
            return Optional.of(offered.get(0));
        }
        List<Range> ranges = new ArrayList<>();
        for (String element : header.split(",", -1)) {
            if (!element.isBlank()) {
                ranges.add(Range.of(element));
            }
        }
        String best = null;
        double bestWeight = 0;
        int bestSpecificity = 0;
        for (String mediaType : offered) {
            double weight = 0;
            int specificity = 0;
            for (Range range : ranges) {
                int own = range.specificity(mediaType);
                // The most exact range decides, even if it has a lower weight.
                if (own > specificity) {
                    specificity = own;
                    weight = range.weight();
                }
            }
            if (weight > bestWeight || (weight > 0 && weight == bestWeight && specificity > bestSpecificity)) {
                best = mediaType;
                bestWeight = weight;
                bestSpecificity = specificity;
            }
        }
        return Optional.ofNullable(best);
    }

    /**
     * The header with the media ranges that are well-formed, and of their parameters only the weight. The framework fails on
     * some others: an empty header, an empty element, a semicolon at the end.
     *
     * @return empty if the header says nothing; a type that nothing offers if no range is well-formed
     */
    public static Optional<String> wellFormed(String header) {
        if (header.isBlank()) {
            return Optional.empty();
        }
        List<String> ranges = new ArrayList<>();
        for (String element : header.split(",", -1)) {
            String[] parts = element.split(";", -1);
            Matcher type = TYPE.matcher(parts[0].strip().equals("*") ? ANY : parts[0]);
            if (type.matches() && (!type.group(1).equals("*") || type.group(2).equals("*"))) {
                StringBuilder range = new StringBuilder(type.group(1) + "/" + type.group(2));
                for (int i = 1; i < parts.length; i++) {
                    Matcher weight = WEIGHT.matcher(parts[i]);
                    if (weight.matches()) {
                        range.append(";q=").append(weight.group(1));
                        break;
                    }
                }
                ranges.add(range.toString());
            }
        }
        return Optional.of(ranges.isEmpty() ? NOTHING : String.join(", ", ranges));
    }
}
