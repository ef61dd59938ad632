package org.modeltree.webhooks.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Key with which a webhook is signed, as Standard Webhooks defines it: {@code whsec_} and 32 random bytes in Base64. */
public final class SigningSecret {

    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;

    private final byte[] key;

    /** The secret with this key of 32 bytes. */
    public SigningSecret(byte[] key) {
        this.key = key.clone();
    }

    /** Creates a new secret. */
    public static SigningSecret random(SecureRandom random) {
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        return new SigningSecret(key);
    }

    /** The key, for the database. */
    public byte[] key() {
        return key.clone();
    }

    /** The secret as text, for the answer that shows it once. */
    public String reveal() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /**
     * Signature of a message.
     *
     * @param id id of the message
     * @param seconds time of the attempt, in seconds since 1970
     */
    String signature(String id, long seconds, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            byte[] hash = mac.doFinal((id + "." + seconds + "." + body).getBytes(StandardCharsets.UTF_8));
            return VERSION + Base64.getEncoder().encodeToString(hash);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Placeholder, so that the secret never gets into a log. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
