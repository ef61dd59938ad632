package org.modeltree.pages;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.modeltree.http.value.Language;

/** The start page for people: one request, without scripts. */
final class StartPage {

    private static final String STYLE = PageFiles.text("start.css");

    /** Lets the page use its own style and icon, and nothing else. */
    static final String CONTENT_POLICY = "default-src 'none'; style-src 'sha256-" + hash(STYLE)
            + "'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** The part about the first card, which an empty catalog does not have. */
    private static final Pattern CARD = Pattern.compile("(?s)<!--card-->(.*?)<!--/card-->");

    private StartPage() {}

    /**
     * The page.
     *
     * @param firstCard path of a card, of characters that need no escape in HTML; empty if the catalog is empty
     */
    static String html(Language language, Optional<String> firstCard) {
        String page = PageFiles.text("start." + language.tag() + ".html").replace("{style}", STYLE);
        return firstCard
                .map(path -> CARD.matcher(page).replaceAll("$1").replace("{card}", path))
                .orElseGet(() -> CARD.matcher(page).replaceAll(""));
    }

    private static String hash(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
