package org.modeltree.security.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Secret of an API token: {@code mt_} and at least 32 random bytes in base64url. */
public final class Secret {

    /** Prefix of every secret, by which scanners find leaked secrets. */
    static final String PREFIX = "mt_";

    private static final int RANDOM_BYTES = 32;
    private static final Pattern SHAPE = Pattern.compile("mt_[A-Za-z0-9_-]{43,128}");

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /** Parses a secret; empty if the text is not one. */
    public static Optional<Secret> of(String text) {
        return SHAPE.matcher(text).matches() ? Optional.of(new Secret(text)) : Optional.empty();
    }

    /** Creates a new secret. */
    static Secret random(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Hash of the secret. */
    byte[] hash(TokenHash algorithm) {
        return algorithm.digest(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Hashes of the secret by all algorithms. */
    List<byte[]> hashes() {
        return Arrays.stream(TokenHash.values()).map(this::hash).toList();
    }

    /** Whether the hash is this secret's; compared in constant time. */
    boolean hashesTo(byte[] hash, TokenHash algorithm) {
        return MessageDigest.isEqual(hash(algorithm), hash);
    }

    /** Whether the secret could be random: those made up by hand repeat characters. */
    boolean looksRandom() {
        return text.substring(PREFIX.length()).chars().distinct().count() >= RANDOM_BYTES / 2;
    }

    /** The secret as text, for the response that shows it once. */
    String reveal() {
        return text;
    }

    /** Placeholder, so that the secret never gets into a log. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
