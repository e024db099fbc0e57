package org.countersign.acmewiki;

/** A sign-in that is under way, bound to the browser that began it. A class, not a record: it must not be printed. */
final class Pending {
    private final String state;
    private final String nonce;
    private final String verifier;
    private final String page;

    Pending(String state, String nonce, String verifier, String page) {
        this.state = state;
        this.nonce = nonce;
        this.verifier = verifier;
        this.page = page;
    }

    String state() {
        return state;
    }

    String nonce() {
        return nonce;
    }

    String verifier() {
        return verifier;
    }

    /** Returns the page that the person wanted to read. */
    String page() {
        return page;
    }
}
