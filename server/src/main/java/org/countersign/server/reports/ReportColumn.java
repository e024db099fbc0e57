package org.countersign.server.reports;

/**
 * One column of a report.
 *
 * @param id its name in addresses and JSON
 * @param sql where its value comes from; never from outside
 * @param words how its values are put into words
 */
public record ReportColumn(String id, String sql, Words words) {
    /** How a value reads for people. */
    public enum Words {
        /** As it is. */
        PLAIN,
        /** A moment, in UTC. */
        MOMENT,
        USER_STATE,
        TOKEN_STATE,
        MODE,
        PIN,
        PUSH,
        DEVICE,
        OUTCOME,
        FACTOR,
        PROGRESS
    }

    static ReportColumn plain(String id, String sql) {
        return new ReportColumn(id, sql, Words.PLAIN);
    }

    static ReportColumn moment(String id, String sql) {
        return new ReportColumn(id, sql, Words.MOMENT);
    }

    static ReportColumn worded(String id, String sql, Words words) {
        return new ReportColumn(id, sql, words);
    }
}
