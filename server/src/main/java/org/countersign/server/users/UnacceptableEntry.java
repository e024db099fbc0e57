package org.countersign.server.users;

/** Says which entry about a person, group or container cannot be taken as it is, and by which rule. Nothing was changed. */
public final class UnacceptableEntry extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final What what;

    UnacceptableEntry(What what, String rule) {
        super(rule);
        this.what = what;
    }

    /** What can be unacceptable. */
    public enum What {
        USER_NAME("user name"),
        DISPLAY_NAME("display name"),
        MAIL("mail address"),
        PASSWORD("password"),
        CONTAINER_NAME("container name"),
        GROUP_NAME("group name");

        private final String words;

        What(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** Returns what is to be corrected. */
    public What what() {
        return what;
    }
}
