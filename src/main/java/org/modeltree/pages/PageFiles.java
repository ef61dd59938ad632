package org.modeltree.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Files in the resource folder {@code pages}. */
final class PageFiles {

    private PageFiles() {}

    static byte[] bytes(String name) {
        try (InputStream stream = PageFiles.class.getClassLoader().getResourceAsStream("pages/" + name)) {
            return stream.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }
}
