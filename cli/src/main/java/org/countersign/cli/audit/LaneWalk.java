package org.countersign.cli.audit;

import java.util.List;

/** Follows one lane from where an export begins to where it must end. */
final class LaneWalk {
    private final int lane;
    private final String virtualServer;
    private final List<Ends> checkpoints;
    private final Findings findings;
    private long sequence;
    private String hash;
    private int passed;

    /** Begins at {@code start}; {@code checkpoints} are the signed ends from there on. */
    LaneWalk(int lane, String virtualServer, Ends start, List<Ends> checkpoints, Findings findings) {
        this.lane = lane;
        this.virtualServer = virtualServer;
        this.checkpoints = checkpoints;
        this.findings = findings;
        this.sequence = start.lanes().get(lane).sequence();
        this.hash = start.lanes().get(lane).hash();
        pass(0);
    }

    void take(ExportedEvent event, long line) throws JsonLine.Unreadable {
        String name = "event " + event.sequence() + " of lane " + lane + " (" + event.type() + ", " + event.at() + ")";
        if (event.sequence() <= sequence) {
            findings.add(line, name + " stands in the wrong place: " + sequence + " came before it");
            return;
        }
        if (event.sequence() > sequence + 1) {
            findings.add(line, missing(sequence + 1, event.sequence() - 1) + " before " + name);
        } else if (!event.hashBehind(hash, virtualServer).equals(event.hash())) {
            findings.add(line, name + " was changed: its hash does not fit");
        }
        // To go on, the file is believed here; a signed checkpoint ahead says whether it may be.
        sequence = event.sequence();
        hash = event.hash();
        pass(line);
    }

    private void pass(long line) {
        while (passed < checkpoints.size()
                && checkpoints.get(passed).lanes().get(lane).sequence() <= sequence) {
            Ends.End signed = checkpoints.get(passed).lanes().get(lane);
            if (signed.sequence() == sequence && !signed.hash().equals(hash)) {
                findings.add(
                        line,
                        "the chain of lane " + lane + " up to " + sequence
                                + " is not the one that was signed: it was computed anew after a change");
            }
            passed++;
        }
    }

    void end(Ends until, long line) {
        long last = until.lanes().get(lane).sequence();
        if (last > sequence) {
            findings.add(line, missing(sequence + 1, last) + " at the end: it was cut off");
        } else if (last < sequence) {
            findings.add(line, "lane " + lane + " goes on behind its signed end " + last);
        }
    }

    private String missing(long first, long last) {
        return first == last
                ? "event " + first + " of lane " + lane + " is missing"
                : "events " + first + " to " + last + " of lane " + lane + " are missing";
    }
}
