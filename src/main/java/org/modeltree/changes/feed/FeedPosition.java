package org.modeltree.changes.feed;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeltree.changes.log.LoggedChange;

/**
 * Place in the change log, after an entry or after a whole revision.
 *
 * @param revision revision of the entry
 * @param id id of the entry, which orders the entries of a revision; {@link Long#MAX_VALUE} for the end of the revision
 */
public record FeedPosition(long revision, long id) implements Comparable<FeedPosition> {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})(?:-(\\d{1,18}))?");
    private static final Comparator<FeedPosition> ORDER =
            Comparator.comparingLong(FeedPosition::revision).thenComparingLong(FeedPosition::id);

    /** The place after all entries of a revision. */
    public static FeedPosition endOf(long revision) {
        return new FeedPosition(revision, Long.MAX_VALUE);
    }

    /** The place after an entry. */
    public static FeedPosition after(LoggedChange entry) {
        return new FeedPosition(entry.view().revision(), entry.id());
    }

    /** A place from its text, such as {@code 42} for the end of a revision or {@code 42-977}; empty if it is none. */
    public static Optional<FeedPosition> of(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long revision = Long.parseLong(matcher.group(1));
        return Optional.of(
                matcher.group(2) == null
                        ? endOf(revision)
                        : new FeedPosition(revision, Long.parseLong(matcher.group(2))));
    }

    /** The text of this place. */
    public String text() {
        return id == Long.MAX_VALUE ? Long.toString(revision) : revision + "-" + id;
    }

    @Override
    public int compareTo(FeedPosition other) {
        return ORDER.compare(this, other);
    }
}
