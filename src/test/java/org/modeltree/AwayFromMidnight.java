package org.modeltree;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/**
 * Lets no test begin in the last two minutes of a day (UTC). Tests and the service ask for the date one after the other, so
 * a test that midnight interrupts would compare two days. Applies to every test, by JUnit's detection of extensions.
 */
public final class AwayFromMidnight implements TestInstancePreConstructCallback {

    /** System property that is set once the extension has run; classes are loaded more than once, properties are not. */
    static final String ACTIVE = "org.modeltree.away-from-midnight";

    /** Longer than any test that depends on the date. */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    private final Clock clock;

    public AwayFromMidnight() {
        this(Clock.systemUTC());
    }

    AwayFromMidnight(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext context) {
        System.setProperty(ACTIVE, "true");
        for (Duration left = waiting(); !left.isZero(); left = waiting()) {
            LockSupport.parkNanos(left.toNanos());
        }
    }

    /** How long a test has to wait now; zero for most of the day. */
    Duration waiting() {
        LocalDateTime now = LocalDateTime.now(clock);
        Duration left = Duration.between(now, LocalDate.now(clock).plusDays(1).atStartOfDay());
        return left.compareTo(MARGIN) <= 0 ? left : Duration.ZERO;
    }
}
