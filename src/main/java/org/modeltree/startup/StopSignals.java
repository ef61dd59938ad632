package org.modeltree.startup;

import java.lang.reflect.Proxy;
import java.util.List;

/** Handling of repeated stop signals. The JVM acts on the first one and ignores more of them while it shuts down. */
final class StopSignals {

    private static final List<String> NAMES = List.of("INT", "TERM");

    private StopSignals() {}

    /**
     * Runs the action for each further signal, and nothing else. Reflection, because javac warns about {@code
     * sun.misc.Signal} and the warning cannot be suppressed; every JDK has the class.
     */
    static void handle(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object running = Proxy.newProxyInstance(
                    StopSignals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        action.run();
                        return null;
                    });
            for (String name : NAMES) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), running);
            }
        } catch (ReflectiveOperationException unavailable) {
            // With -Xrs, for example, signals cannot be handled; further ones are then ignored, as the JVM does.
        }
    }
}
