package org.modeltree.revision.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * SQL with named parameters.
 *
 * @param pieces the text between the parameters, one more than there are
 * @param names names of the parameters in the order of the text
 * @param positional the text with a question mark for each parameter
 */
record Template(List<String> pieces, List<String> names, String positional) {

    /** Names are letters, digits and underscores after a colon; literals in quotes and {@code ::} have none. */
    static Template of(String text) {
        List<String> pieces = new ArrayList<>();
        List<String> names = new ArrayList<>();
        int begin = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == ':' && i + 1 < text.length() && text.charAt(i + 1) == ':') {
                i++;
            } else if (c == ':' && i + 1 < text.length() && Character.isJavaIdentifierStart(text.charAt(i + 1))) {
                int end = i + 1;
                while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
                    end++;
                }
                pieces.add(text.substring(begin, i));
                names.add(text.substring(i + 1, end));
                begin = end;
                i = end - 1;
            }
        }
        pieces.add(text.substring(begin));
        return new Template(List.copyOf(pieces), List.copyOf(names), String.join("?", pieces));
    }

    /** The text that the driver gets: a list of values takes as many question marks as it has values. */
    String text(Map<String, Object> values) {
        if (values.values().stream().noneMatch(Collection.class::isInstance)) {
            return positional;
        }
        StringBuilder text = new StringBuilder(pieces.get(0));
        for (int i = 0; i < names.size(); i++) {
            int marks = values.get(names.get(i)) instanceof Collection<?> list ? list.size() : 1;
            // A list without values matches nothing.
            text.append(marks == 0 ? "null" : String.join(", ", Collections.nCopies(marks, "?")))
                    .append(pieces.get(i + 1));
        }
        return text.toString();
    }
}
