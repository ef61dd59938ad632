package org.modeltree.embedded;

/** The service cannot start, and this is all there is to say about it. */
class StartupFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    StartupFault(String message) {
        super(message, null, false, false);
    }
}
