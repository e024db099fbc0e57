package org.countersign.server.tokens;

/** Why an act is not allowed in a token's state. */
public enum NotAllowed {
    FREE("Nobody has this token: it lies in the inventory."),
    HAS_USER("It has a user already. Return it to the inventory first."),
    NOT_ENROLLED("Its user has not enrolled it yet, so nothing is in use."),
    IN_USE("It is in use."),
    SUSPENDED("It is suspended. Resume it first."),
    SUSPENDED_ALREADY("It is suspended already."),
    LOCKED("Too many wrong PINs locked it for good. Return it to the inventory, and give its user a new one."),
    LOST("It is marked lost. Say that it is found first."),
    LOST_ALREADY("It is marked lost already."),
    LOST_DEVICE("The device is lost, so it cannot be given out. Say that it is found first."),
    SEED_ERASED(
            "It was lost for so long that its seed is erased. Return it to the inventory; it gets a new one there."),
    FAULTY("It is marked faulty."),
    FAULTY_DEVICE("The device does not work, so it is never given out again."),
    REVOKED("It was taken from its user. Return it to the inventory first."),
    REVOKED_ALREADY("It is revoked already."),
    NOT_LOST("It is not marked lost."),
    NOT_SUSPENDED("It is not suspended."),
    NO_DEVICE(
            "It lives in no device yet, so there is nothing to lose or to break. Return it to the inventory instead."),
    NO_LINK("A hardware token has its seed already and needs no link to enroll. Assign it to a user."),
    ASKS_CHALLENGES("It answers challenges, so it has no counter or clock to lose step with.");

    private final String words;

    NotAllowed(String words) {
        this.words = words;
    }

    /** Returns the reason for programs and logs; pages have their own text for each. */
    public String words() {
        return words;
    }
}
