package org.modeltree;

import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import jakarta.transaction.TransactionScoped;

/** Lets tests do something in any thread that begins or ends a transaction, for profiles that ask for it. */
@Alternative
@Singleton
public class TransactionMoments {

    private volatile Runnable atBegin = TransactionMoments::nothing;
    private volatile Runnable atEnd = TransactionMoments::nothing;

    /** Does this whenever a transaction has begun, from now on. */
    public void atBegin(Runnable action) {
        atBegin = action;
    }

    /** Does this whenever all is done in a transaction and it is about to be ended, from now on. */
    public void atEnd(Runnable action) {
        atEnd = action;
    }

    /** Does nothing any more. */
    public void rest() {
        atBegin = TransactionMoments::nothing;
        atEnd = TransactionMoments::nothing;
    }

    void begun(@Observes @Initialized(TransactionScoped.class) Object transaction) {
        atBegin.run();
    }

    void ends(@Observes @BeforeDestroyed(TransactionScoped.class) Object transaction) {
        atEnd.run();
    }

    private static void nothing() {
        // Until a test wants something.
    }
}
