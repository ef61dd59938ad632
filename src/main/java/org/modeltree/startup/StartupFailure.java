package org.modeltree.startup;

/** Reason why the service cannot start; its message is complete, so it has no stack trace. */
class StartupFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    StartupFailure(String message) {
        super(message, null, false, false);
    }
}
