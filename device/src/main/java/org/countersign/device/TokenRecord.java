package org.countersign.device;

import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.Set;
import org.countersign.device.wire.Fields;
import org.countersign.device.wire.PolicyString;

/**
 * What lies on the device for one token: public facts, and the sealed seed.
 *
 * @param id names the token and its signing key on this device; two servers may use the same serial
 * @param serial serial number
 * @param origin app origin of its server, pinned at enrollment
 * @param name as the user calls it
 * @param organisation display name of the virtual server
 * @param account user name as people know it
 * @param policy policy string
 * @param level policy level, 1 to 4
 * @param pushKey key that signs push requests for it, {@code b64u} of 65 bytes
 * @param state how far it is
 * @param counter next counter of an event-based token; advanced in storage before its passcode is used
 * @param lastStep last time step spent by this app, or −1
 * @param pushEnabled the Autosend switch
 * @param seed the seed, sealed
 */
public record TokenRecord(
        String id,
        String serial,
        String origin,
        String name,
        String organisation,
        String account,
        String policy,
        int level,
        String pushKey,
        State state,
        long counter,
        long lastStep,
        boolean pushEnabled,
        SeedRecord seed) {

    /** How far a token is, as the app knows it. */
    public enum State {
        /** The seed is on both sides, the server has not seen a passcode yet. */
        CLAIMED,
        /** In use. */
        ACTIVE,
        /** The server said that it is no longer active. */
        REVOKED
    }

    private static final Set<String> STATES = Set.of("claimed", "active", "revoked");

    /** Its rules. */
    public PolicyString rules() {
        return PolicyString.parse(policy);
    }

    TokenRecord withState(State next) {
        return changed(name, next, counter, lastStep, pushEnabled, seed);
    }

    TokenRecord withSeed(SeedRecord next) {
        return changed(name, state, counter, lastStep, pushEnabled, next);
    }

    TokenRecord withSpent(long nextCounter, long spentStep) {
        return changed(name, state, nextCounter, spentStep, pushEnabled, seed);
    }

    TokenRecord withSettings(String newName, boolean enabled) {
        return changed(newName, state, counter, lastStep, enabled, seed);
    }

    /** What may change about a token; the rest was settled at enrollment. */
    private TokenRecord changed(
            String newName, State newState, long newCounter, long newStep, boolean enabled, SeedRecord newSeed) {
        return new TokenRecord(
                id,
                serial,
                origin,
                newName,
                organisation,
                account,
                policy,
                level,
                pushKey,
                newState,
                newCounter,
                newStep,
                enabled,
                newSeed);
    }

    String toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("v", 1);
        json.addProperty("id", id);
        json.addProperty("serial", serial);
        json.addProperty("origin", origin);
        json.addProperty("name", name);
        json.addProperty("organisation", organisation);
        json.addProperty("account", account);
        json.addProperty("policy", policy);
        json.addProperty("level", level);
        json.addProperty("pushKey", pushKey);
        json.addProperty("state", state.name().toLowerCase(Locale.ROOT));
        json.addProperty("counter", counter);
        json.addProperty("lastStep", lastStep);
        json.addProperty("pushEnabled", pushEnabled);
        json.add("seed", seed.toJson());
        return json.toString();
    }

    static TokenRecord fromJson(Fields json) {
        if (json.number("v") != 1) {
            throw Vault.damaged();
        }
        return new TokenRecord(
                json.string("id", 64),
                json.string("serial", 64),
                json.string("origin", 256),
                json.string("name", 64),
                json.string("organisation", 256),
                json.string("account", 256),
                json.string("policy", PolicyString.MAX_LENGTH),
                (int) json.number("level"),
                json.string("pushKey", 87),
                State.valueOf(json.oneOf("state", STATES).toUpperCase(Locale.ROOT)),
                json.number("counter"),
                json.number("lastStep"),
                json.bool("pushEnabled"),
                SeedRecord.fromJson(json.object("seed")));
    }
}
