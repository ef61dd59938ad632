package org.modeltree.revision.dependency;

import jakarta.enterprise.context.RequestScoped;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The parts of the catalog that the current request's answer is made of. The service that makes the whole answer names all
 * of them, also those of the services that it calls. An answer for which nobody does so depends on everything.
 */
@RequestScoped
public class AnswerParts {

    private final Set<Part> named = new HashSet<>();
    private boolean complete;
    private boolean partial;
    private Renewal renewal;

    /** Names all parts of the answer. Further calls, such as those of a repeated read, add to them. */
    public void madeOf(Collection<Part> parts) {
        complete = true;
        named.addAll(parts);
    }

    /**
     * Adds parts that the answer depends on because of how it was asked for, such as by which id. They count beside those of
     * {@link #madeOf(Collection)}; without that, the answer depends on everything.
     */
    public void askedBy(Collection<Part> parts) {
        named.addAll(parts);
    }

    /** As {@link #madeOf(Collection)}. */
    public void madeOf(Part... parts) {
        madeOf(Arrays.asList(parts));
    }

    /** Says how the answer is brought up to date when the other parts changed that it was made of: those of the renewal. */
    public void renewedBy(Renewal means) {
        renewal = means;
    }

    /** Says that the answer is computed anew when any of its parts changed, also where a service that it calls can renew its own. */
    public void computedAnew() {
        renewal = null;
    }

    /** How the answer is brought up to date when only the parts of the renewal changed; empty if it is computed anew. */
    public Optional<Renewal> renewal() {
        return Optional.ofNullable(renewal);
    }

    /** Says that the answer lacks something for which there was no time, so that the next one may have it. */
    public void lackTime() {
        partial = true;
    }

    /** Whether the answer lacks something for which there was no time. It is not kept, nor shared with other requests. */
    public boolean isPartial() {
        return partial;
    }

    /** What has been named so far. */
    public record Named(Set<Part> parts, boolean complete, Optional<Renewal> renewal) {}

    /** What has been named so far, for {@link #restore}. */
    public Named named() {
        return new Named(Set.copyOf(named), complete, renewal());
    }

    /** Forgets what has been named since, because it is read again. */
    public void restore(Named before) {
        named.clear();
        named.addAll(before.parts());
        complete = before.complete();
        renewal = before.renewal().orElse(null);
    }

    /** The parts of the answer; everything unless they have been named. */
    public Parts parts() {
        return complete ? Parts.of(named) : Parts.EVERYTHING;
    }
}
