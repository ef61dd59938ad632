package org.modeltree.http.config;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidator;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import io.smallrye.config.common.utils.StringUtil;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.modeltree.revision.DurationRange;

/**
 * Refuses settings outside the bounds of {@link Range} or {@link DurationRange}. It replaces Bean Validation, because a
 * single constraint on a setting would make Quarkus validate all of its own settings at startup, which takes longer
 * than all other work on settings.
 */
@StaticInitSafe
public class SettingRanges implements SmallRyeConfigBuilderCustomizer, ConfigValidator {

    private static final String OURS = "org.modeltree.";

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        builder.withValidator(this);
    }

    @Override
    public void validateMapping(Class<?> type, String prefix, Object settings) {
        if (!isOurs(type)) {
            return;
        }
        List<ConfigValidationException.Problem> problems = new ArrayList<>();
        check(type, prefix, settings, problems);
        if (!problems.isEmpty()) {
            throw new ConfigValidationException(problems.toArray(ConfigValidationException.Problem[]::new));
        }
    }

    private static boolean isOurs(Class<?> type) {
        return type.isInterface() && type.getName().startsWith(OURS);
    }

    private static void check(
            Class<?> type, String prefix, Object settings, List<ConfigValidationException.Problem> problems) {
        for (Method method : type.getMethods()) {
            String name = prefix + "." + StringUtil.skewer(method.getName());
            Range bounds = method.getAnnotation(Range.class);
            DurationRange durations = method.getAnnotation(DurationRange.class);
            if (bounds != null) {
                long value = ((Number) read(method, settings)).longValue();
                if (value < bounds.min()) {
                    problems.add(problem(name, "greater than or equal to " + bounds.min()));
                }
                if (value > bounds.max()) {
                    problems.add(problem(name, "less than or equal to " + bounds.max()));
                }
            } else if (durations != null) {
                Duration value = (Duration) read(method, settings);
                if (value.compareTo(DurationConverter.parseDuration(durations.min())) < 0) {
                    problems.add(problem(name, "greater than or equal to " + durations.min()));
                }
                if (value.compareTo(DurationConverter.parseDuration(durations.max())) > 0) {
                    problems.add(problem(name, "less than or equal to " + durations.max()));
                }
            } else if (isOurs(method.getReturnType())) {
                check(method.getReturnType(), name, read(method, settings), problems);
            }
        }
    }

    private static ConfigValidationException.Problem problem(String name, String bound) {
        return new ConfigValidationException.Problem(name + " must be " + bound);
    }

    private static Object read(Method method, Object settings) {
        try {
            return method.invoke(settings);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
