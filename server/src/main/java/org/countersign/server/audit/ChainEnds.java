package org.countersign.server.audit;

import java.util.List;
import java.util.stream.IntStream;
import org.countersign.server.kernel.Base64Url;

/**
 * How far the lanes of a chain had come at one moment.
 *
 * @param lanes one end for each lane, in their order
 */
public record ChainEnds(List<End> lanes) {
    /**
     * The end of one lane.
     *
     * @param sequence number of its last event, 0 when there was none
     * @param hash hash of its last event, base64url
     */
    public record End(long sequence, String hash) {}

    public ChainEnds {
        lanes = List.copyOf(lanes);
        if (lanes.size() != AuditStore.LANES) {
            throw new IllegalArgumentException("a chain has " + AuditStore.LANES + " lanes");
        }
    }

    /** Returns the ends before the first event. */
    public static ChainEnds beginning() {
        End none = new End(0, Base64Url.encode(new byte[32]));
        return new ChainEnds(
                IntStream.range(0, AuditStore.LANES).mapToObj(lane -> none).toList());
    }

    /** Returns the number of a lane's last event. */
    public long sequence(int lane) {
        return lanes.get(lane).sequence();
    }

    /** Returns how many events there were in all lanes. */
    public long events() {
        return lanes.stream().mapToLong(End::sequence).sum();
    }
}
