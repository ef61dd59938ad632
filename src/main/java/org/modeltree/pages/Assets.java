package org.modeltree.pages;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Media;
import org.modeltree.http.value.Representation;

/**
 * Style and scripts of the pages. Their addresses contain a digest of their content, so browsers may keep them for good.
 * Read when they are first asked for.
 */
final class Assets {

    /** Value of Cache-Control for an address with a digest. */
    static final String FOREVER = "public, max-age=31536000, immutable";

    /** Paths of all assets, as a regular expression. */
    static final String PATHS = "/assets/.*";

    private static final String PREFIX = "/assets/";
    private static final int DIGEST_BYTES = 6;
    private static final List<String> NAMES = List.of("site.css", "theme.js", "site.js", "tree.js");

    private static final Map<String, Asset> READ = new ConcurrentHashMap<>();

    /** A file with its address. */
    record Asset(String path, Representation content) {}

    private Assets() {}

    /** Address of an asset. */
    static String path(String name) {
        return asset(name).path();
    }

    /** The asset at an address; null if there is none. An address with another digest has the
     * present content, which must not be kept under it. */
    static Asset at(String path) {
        String file = path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : "";
        for (String name : NAMES) {
            int dot = name.lastIndexOf('.');
            if (file.startsWith(name.substring(0, dot) + "-") && file.endsWith(name.substring(dot))) {
                return asset(name);
            }
        }
        return null;
    }

    private static Asset asset(String name) {
        return READ.computeIfAbsent(name, Assets::read);
    }

    private static Asset read(String name) {
        byte[] bytes = PageFiles.bytes(name);
        int dot = name.lastIndexOf('.');
        String type = name.endsWith(".css") ? "text/css" : "text/javascript";
        return new Asset(
                PREFIX + name.substring(0, dot) + "-" + digest(bytes) + name.substring(dot),
                new Representation(
                        bytes,
                        Media.only(type + ";charset=UTF-8"),
                        Language.EN.tag(),
                        null,
                        OptionalLong.empty(),
                        -1,
                        ""));
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
