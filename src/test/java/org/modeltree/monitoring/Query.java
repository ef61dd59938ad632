package org.modeltree.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a query in PromQL, or a variable of Grafana, asks for.
 *
 * @param selectors metrics with the conditions on their labels
 * @param grouping labels by which it groups or joins
 */
record Query(List<Selector> selectors, Set<String> grouping) {

    /** A metric with conditions. */
    record Selector(String metric, List<Condition> conditions) {}

    /** A condition on a label. */
    record Condition(String label, String operator, String value) {}

    private static final Pattern VARIABLE = Pattern.compile("label_values\\((.*),\\s*(\\w+)\\)");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^()]*)\\)");
    private static final Pattern WORD = Pattern.compile(
            "\"(?:[^\"\\\\]|\\\\.)*\"|[0-9][0-9a-zA-Z.]*|([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(\\(|\\{([^{}]*)})?");
    private static final Pattern CONDITION = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset", "inf", "nan");

    static Query of(String text) {
        Set<String> grouping = new TreeSet<>();
        Matcher variable = VARIABLE.matcher(text);
        String expression = text;
        if (variable.matches()) {
            expression = variable.group(1);
            grouping.add(variable.group(2));
        }
        expression = expression.replaceAll("\\[[^]]*]", "");
        Matcher groups = GROUPING.matcher(expression);
        while (groups.find()) {
            for (String label : groups.group(1).split(",", -1)) {
                if (!label.isBlank()) {
                    grouping.add(label.strip());
                }
            }
        }
        List<Selector> selectors = new ArrayList<>();
        Matcher words = WORD.matcher(GROUPING.matcher(expression).replaceAll(""));
        while (words.find()) {
            boolean isFunction = "(".equals(words.group(2));
            if (words.group(1) != null && !isFunction && !OPERATORS.contains(words.group(1))) {
                List<Condition> conditions = new ArrayList<>();
                Matcher condition = CONDITION.matcher(words.group(3) == null ? "" : words.group(3));
                while (condition.find()) {
                    conditions.add(new Condition(condition.group(1), condition.group(2), condition.group(3)));
                }
                selectors.add(new Selector(words.group(1), List.copyOf(conditions)));
            }
        }
        return new Query(List.copyOf(selectors), grouping);
    }
}
