package org.modeltree.startup;

/** The service cannot start, and this is all there is to say about it. */
class StartupFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    StartupFailure(String message) {
        super(message, null, false, false);
    }
}
