package org.modeltree.security.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the bearer of a token has to know: {@code mt_} and, in base64url, 32 random bytes or more. */
public final class Secret {

    /** What every secret begins with, so that scanners for leaked secrets can find it. */
    static final String PREFIX = "mt_";

    private static final int RANDOM_BYTES = 32;
    private static final Pattern SHAPE = Pattern.compile("mt_[A-Za-z0-9_-]{43,128}");

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /** The secret that is written so, if it is one. */
    public static Optional<Secret> of(String text) {
        return SHAPE.matcher(text).matches() ? Optional.of(new Secret(text)) : Optional.empty();
    }

    /** A new one. */
    static Secret random(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Its SHA-256. */
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether this hash is its own; how long the comparison takes says nothing. */
    boolean hashesTo(byte[] hash) {
        return MessageDigest.isEqual(hash(), hash);
    }

    /** Whether it could be random: one made up by hand repeats itself. */
    boolean looksRandom() {
        return text.substring(PREFIX.length()).chars().distinct().count() >= RANDOM_BYTES / 2;
    }

    /** The secret itself, for the one time it is shown. */
    String shown() {
        return text;
    }

    /** Not the secret, which must not get into a log. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
