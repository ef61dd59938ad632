package org.modeltree.http.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import io.smallrye.config.common.utils.StringUtil;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modeltree.MainClasses;
import org.modeltree.exports.ExportSettings;
import org.modeltree.revision.DurationRange;

/** Bounds of settings, in nested groups too. */
class SettingRangesTest {

    private static final int DURATION_PRIORITY = 200;

    @Test
    void a_value_on_a_bound_is_accepted() {
        Shelf shelf = config(Map.of(
                        "shelf.book-count", "1",
                        "shelf.lower-board.depth-mm", "500",
                        "shelf.dust-every", "1ms",
                        "shelf.lower-board.lasts", "24h"))
                .getConfigMapping(Shelf.class);
        assertEquals(1, shelf.bookCount());
        assertEquals(500, shelf.lowerBoard().depthMm());
        assertEquals(Duration.ofMillis(1), shelf.dustEvery());
        assertEquals(Duration.ofDays(1), shelf.lowerBoard().lasts());
    }

    @Test
    void all_values_beyond_their_bounds_are_reported_under_their_property_names() {
        ConfigValidationException fault = assertThrows(
                ConfigValidationException.class,
                () -> config(Map.of(
                        "shelf.book-count", "0",
                        "shelf.lower-board.depth-mm", "501",
                        "shelf.dust-every", "0s",
                        "shelf.lower-board.lasts", "PT24H1S")));
        Set<String> told = new TreeSet<>();
        for (int i = 0; i < fault.getProblemCount(); i++) {
            told.add(fault.getProblem(i).getMessage());
        }
        assertEquals(
                Set.of(
                        "shelf.book-count must be greater than or equal to 1",
                        "shelf.lower-board.depth-mm must be less than or equal to 500",
                        "shelf.dust-every must be greater than or equal to 1ms",
                        "shelf.lower-board.lasts must be less than or equal to 1d"),
                told);
    }

    @Test
    void durations_beyond_their_bounds_are_refused() {
        refused("modeltree.exports.keep-for", "0s", "greater than or equal to 1ms");
        refused("modeltree.exports.stall-timeout", "0s", "greater than or equal to 1s");
        refused("modeltree.exports.stall-timeout", "-PT5S", "greater than or equal to 1s");
        refused("modeltree.exports.keep-for", "2d", "less than or equal to 1d");
    }

    @Test
    void every_setting_with_bounds_refuses_what_is_beyond_them() {
        int checked = 0;
        for (Class<?> settings : MainClasses.annotatedWith(ConfigMapping.class)) {
            String prefix = settings.getAnnotation(ConfigMapping.class).prefix();
            for (Method method : settings.getMethods()) {
                String name = prefix + "." + StringUtil.skewer(method.getName());
                Range bounds = method.getAnnotation(Range.class);
                DurationRange durations = method.getAnnotation(DurationRange.class);
                if (bounds != null) {
                    refused(
                            settings,
                            name,
                            Long.toString(bounds.min() - 1),
                            "greater than or equal to " + bounds.min());
                    refused(settings, name, Long.toString(bounds.max() + 1), "less than or equal to " + bounds.max());
                    checked++;
                } else if (durations != null) {
                    Duration most = DurationConverter.parseDuration(durations.max());
                    refused(settings, name, "-1ms", "greater than or equal to " + durations.min());
                    refused(settings, name, most.plusMillis(1).toString(), "less than or equal to " + durations.max());
                    checked++;
                }
            }
        }
        assertTrue(checked > 40, "settings with bounds: " + checked);
    }

    private static void refused(Class<?> settings, String name, String value, String bound) {
        ConfigValidationException fault = assertThrows(
                ConfigValidationException.class, () -> config(settings, Map.of(name, value)), name + "=" + value);
        List<String> told = IntStream.range(0, fault.getProblemCount())
                .mapToObj(i -> fault.getProblem(i).getMessage())
                .toList();
        assertEquals(List.of(name + " must be " + bound), told);
    }

    private static void refused(String name, String value, String bound) {
        refused(ExportSettings.class, name, value, bound);
    }

    private static SmallRyeConfig config(Map<String, String> values) {
        return config(Shelf.class, values);
    }

    private static SmallRyeConfig config(Class<?> settings, Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, DURATION_PRIORITY, new DurationConverter())
                .withCustomizers(new SettingRanges())
                .withMapping(settings)
                .withDefaultValues(values)
                .build();
    }

    /** Some settings. */
    @ConfigMapping(prefix = "shelf")
    interface Shelf {

        @WithDefault("20")
        @Range(min = 1, max = 60)
        int bookCount();

        @WithDefault("30d")
        @DurationRange(min = "1ms", max = "365d")
        Duration dustEvery();

        Board lowerBoard();

        /** A group of settings. */
        interface Board {

            @WithDefault("300")
            @Range(min = 100, max = 500)
            long depthMm();

            @WithDefault("1s")
            @DurationRange(min = "1s", max = "1d")
            Duration lasts();
        }
    }
}
