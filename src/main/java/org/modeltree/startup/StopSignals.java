package org.modeltree.startup;

import java.lang.reflect.Proxy;
import java.util.List;

/** The signals that ask a process to end. The JVM takes the first and ignores others while it ends. */
final class StopSignals {

    private static final List<String> NAMES = List.of("INT", "TERM");

    private StopSignals() {}

    /**
     * From now on each of them runs the action and does nothing else. The class for it is in every JDK, but javac warns of
     * its use and cannot be told not to.
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
            // Then a second signal is ignored, as the JVM does; such as with -Xrs.
        }
    }
}
