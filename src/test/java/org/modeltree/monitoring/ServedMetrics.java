package org.modeltree.monitoring;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Metrics in the text format of Prometheus.
 *
 * @param types types of metrics by name
 * @param samples values of labels by name of the samples and name of the label
 */
record ServedMetrics(Map<String, String> types, Map<String, Map<String, Set<String>>> samples) {

    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? \\S+(?: \\S+)?");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** Labels that samples of a histogram or a summary have by themselves. */
    private static final Set<String> OWN = Set.of("le", "quantile");

    static ServedMetrics of(String text) {
        Map<String, String> types = new TreeMap<>();
        Map<String, Map<String, Set<String>>> samples = new TreeMap<>();
        text.lines().forEach(line -> {
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (type.matches()) {
                types.put(type.group(1), type.group(2));
            } else if (!line.startsWith("#") && sample.matches()) {
                Map<String, Set<String>> labels = samples.computeIfAbsent(sample.group(1), first -> new HashMap<>());
                Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
                while (label.find()) {
                    labels.computeIfAbsent(label.group(1), first -> new TreeSet<>())
                            .add(label.group(2));
                }
            }
        });
        return new ServedMetrics(types, samples);
    }

    /** Names of the labels of a metric, sorted. */
    Set<String> labels(String metric) {
        return samples.entrySet().stream()
                .filter(entry -> entry.getKey().equals(metric)
                        || Set.of(metric + "_count", metric + "_bucket").contains(entry.getKey()))
                .flatMap(entry -> entry.getValue().keySet().stream())
                .filter(label -> !OWN.contains(label))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
