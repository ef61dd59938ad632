package org.modeltree;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Classes of the service. */
public final class MainClasses {

    private static final Path CLASSES = Path.of("target", "classes");
    private static final String SUFFIX = ".class";

    private MainClasses() {}

    /** The classes with an annotation, by name; none of them is initialized. */
    public static List<Class<?>> annotatedWith(Class<? extends Annotation> annotation) {
        List<Class<?>> annotated = new ArrayList<>();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (Stream<Path> files = Files.walk(CLASSES.resolve("org").resolve("modeltree"))) {
            for (Path file : files.sorted().toList()) {
                String name = CLASSES.relativize(file).toString();
                if (name.endsWith(SUFFIX) && !name.endsWith("package-info" + SUFFIX)) {
                    String className = name.substring(0, name.length() - SUFFIX.length());
                    Class<?> type =
                            Class.forName(className.replace(file.getFileSystem().getSeparator(), "."), false, loader);
                    if (type.isAnnotationPresent(annotation)) {
                        annotated.add(type);
                    }
                }
            }
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (ClassNotFoundException fault) {
            throw new IllegalStateException(fault);
        }
        if (annotated.isEmpty()) {
            throw new IllegalStateException("no class in " + CLASSES + " has " + annotation);
        }
        return annotated;
    }
}
