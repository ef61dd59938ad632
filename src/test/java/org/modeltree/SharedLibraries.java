package org.modeltree;

import io.quarkus.bootstrap.BootstrapException;
import io.quarkus.bootstrap.app.CuratedApplication;
import io.quarkus.bootstrap.resolver.AppModelResolverException;
import io.quarkus.test.junit.AppMakerHelper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.junit.classloading.FacadeClassLoader;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.launcher.LauncherDiscoveryListener;
import org.junit.platform.launcher.LauncherDiscoveryRequest;

/**
 * Lets all test profiles share the classes of libraries and of Quarkus' build steps, as restarts in Quarkus' development mode do;
 * classes of the service and of tests stay apart. Otherwise each profile loads and compiles all of them again, which takes nine
 * seconds of CPU time. JUnit finds this listener by META-INF/services.
 *
 * <p>Quarkus keeps what profiles need in a private map with one entry for each, and makes those that are missing. This class puts
 * the same object there for all profiles. Without it, tests only take longer.
 */
public final class SharedLibraries implements LauncherDiscoveryListener {

    private static final Path CLASSES = Path.of("target", "test-classes");
    private static final String SUFFIX = ".class";
    /** A system property of JVMs that run tests, by the configuration of the build. */
    private static final String FORKED = "packaged.jar";

    private static boolean shared;

    /** Does nothing in the JVM of Maven, which looks for tests too, before it starts JVMs that run them. */
    @Override
    public void launcherDiscoveryStarted(LauncherDiscoveryRequest request) {
        if (System.getProperty(FORKED) != null
                && request.getSelectorsByType(ClassSelector.class).stream()
                        .anyMatch(SharedLibraries::startsTheService)) {
            try {
                share();
            } catch (ReflectiveOperationException | IOException | RuntimeException changed) {
                Logger.getLogger(SharedLibraries.class.getName())
                        .log(Level.WARNING, "Each profile loads its libraries again", changed);
            }
        }
    }

    private static boolean startsTheService(ClassSelector selected) {
        String name = selected.getClassName();
        return name.endsWith("Suite") || find(name).isAnnotationPresent(QuarkusTest.class);
    }

    /** What Quarkus keeps for profiles, by their keys, with an entry for each profile of a test. */
    static synchronized Map<String, CuratedApplication> share() throws ReflectiveOperationException, IOException {
        Field field = FacadeClassLoader.class.getDeclaredField("curatedApplications");
        field.setAccessible(true);
        @SuppressWarnings("unchecked")
        Map<String, CuratedApplication> kept = (Map<String, CuratedApplication>) field.get(null);
        if (!shared) {
            shared = true;
            Set<String> keys = keys();
            CuratedApplication one = made();
            keys.forEach(key -> kept.put(key, one));
        }
        return kept;
    }

    /** Quarkus' keys of all profiles. */
    static Set<String> keys() throws ReflectiveOperationException, IOException {
        Method keyOf = FacadeClassLoader.class.getDeclaredMethod("getProfileKey", Class.class);
        keyOf.setAccessible(true);
        Set<String> keys = new TreeSet<>();
        for (Class<? extends QuarkusTestProfile> profile : profiles()) {
            keys.add((String) keyOf.invoke(null, profile));
        }
        return keys;
    }

    private static List<Class<? extends QuarkusTestProfile>> profiles() throws IOException {
        List<Class<? extends QuarkusTestProfile>> profiles = new ArrayList<>();
        try (Stream<Path> files = Files.walk(CLASSES)) {
            files.map(file -> CLASSES.relativize(file).toString())
                    .filter(name -> name.endsWith("Test" + SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length())
                            .replace(CLASSES.getFileSystem().getSeparator(), "."))
                    .map(name -> find(name).getAnnotation(TestProfile.class))
                    .filter(profile -> profile != null)
                    .forEach(profile -> profiles.add(profile.value()));
        }
        return profiles;
    }

    private static CuratedApplication made() throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(SharedLibraries.class.getClassLoader());
        try {
            return AppMakerHelper.makeCuratedApplication(SharedLibraries.class, "", false);
        } catch (BootstrapException | AppModelResolverException fault) {
            throw new IllegalStateException(fault);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Class<?> find(String name) {
        try {
            return Class.forName(name, false, SharedLibraries.class.getClassLoader());
        } catch (ClassNotFoundException unknown) {
            throw new IllegalStateException(unknown);
        }
    }
}
