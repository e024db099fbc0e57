package org.countersign.server.web.console.provider;

import java.util.List;
import java.util.Map;
import org.countersign.server.tokens.HeldTokens;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.virtualservers.Allocation;
import org.countersign.server.virtualservers.VirtualServer;
import org.jspecify.annotations.Nullable;

/** What the provider's pages about virtual servers show. */
public final class ProviderPages {
    private ProviderPages() {}

    /**
     * A virtual server with what it may have and has.
     *
     * @param allocation none means any number of tokens
     * @param users how many people it has
     * @param tokens how many tokens are in each state
     * @param held how many of each type count towards the allocation
     * @param signIns of the last 30 days, counted up to {@code most}
     */
    public record Line(
            VirtualServer virtualServer,
            @Nullable Allocation allocation,
            int users,
            Map<TokenState, Integer> tokens,
            HeldTokens held,
            int signIns,
            int most) {
        /** Returns how many tokens it has, of both types. */
        public int all() {
            return held.software() + held.hardware();
        }

        /** Returns how many of them are free to be given out. */
        public int free() {
            return tokens.getOrDefault(TokenState.INVENTORY, 0);
        }

        /** Returns how many of them are in use. */
        public int inUse() {
            return tokens.getOrDefault(TokenState.ACTIVE, 0);
        }

        /** Returns the sign-ins in words. */
        public String shownSignIns() {
            return signIns >= most ? most + "+" : Integer.toString(signIns);
        }
    }

    /** All virtual servers but the provider's own. */
    public record Lines(List<Line> lines, String done) {}

    /** The form for a new virtual server; {@code wrong} names the entry to correct. */
    public record New(
            String slug,
            String name,
            String operator,
            String mail,
            @Nullable String wrong) {
        /** Returns the key of the text that says what is wrong with an entry, or nothing when it is right. */
        public @Nullable String problem(String entry) {
            boolean here = entry.equals(wrong) || ("SLUG".equals(entry) && "SLUG_TAKEN".equals(wrong));
            return here ? "people.provider.wrong." + wrong : null;
        }
    }

    /** What is shown once: the password of a new virtual server's first operator. */
    public static final class Made {
        private final VirtualServer virtualServer;
        private final String operator;
        private final String password;

        Made(VirtualServer virtualServer, String operator, String password) {
            this.virtualServer = virtualServer;
            this.operator = operator;
            this.password = password;
        }

        /** Returns the virtual server. */
        public VirtualServer virtualServer() {
            return virtualServer;
        }

        /** Returns the operator's user name. */
        public String operator() {
            return operator;
        }

        /** Returns the password, to be shown on this one page. */
        public String exposedPassword() {
            return password;
        }
    }

    /** The page of one virtual server; {@code wrong} says that an allocation was no number. */
    public record One(Line line, String software, String hardware, boolean wrong, String done) {}
}
