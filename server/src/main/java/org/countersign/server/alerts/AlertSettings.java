package org.countersign.server.alerts;

/**
 * How alerts of a virtual server are sent.
 *
 * @param throttleMinutes the same alert goes to the same recipient at most every so many minutes, 1 to 1440
 * @param inventoryThreshold fewer free tokens than this are worth an alert, 0 to 1000000
 */
public record AlertSettings(int throttleMinutes, int inventoryThreshold) {
    /** What holds until somebody says otherwise. */
    static final AlertSettings USUAL = new AlertSettings(15, 10);

    public AlertSettings {
        if (throttleMinutes < 1 || throttleMinutes > 1440 || inventoryThreshold < 0 || inventoryThreshold > 1_000_000) {
            throw new IllegalArgumentException("alerts are throttled to 1 to 1440 minutes, the inventory to 1000000");
        }
    }
}
