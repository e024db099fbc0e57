package org.countersign.device;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Carries calls to a stand-in server without a network, and loses or changes replies when told to. */
public final class ScriptedTransport implements Transport {
    private final StandInServer server;
    final List<String> calls = new ArrayList<>();
    UnaryOperator<String> tamper = UnaryOperator.identity();
    String moreEvents = "";
    private int losses;

    public ScriptedTransport(StandInServer server) {
        this.server = server;
    }

    /** Loses the next replies: the server has done its work, the phone does not learn of it. */
    void loseReplies(int count) {
        losses = count;
    }

    @Override
    public Reply post(URI uri, String json) throws IOException {
        calls.add(uri.getPath());
        Reply reply = server.handle(uri.getPath(), json);
        if (losses > 0) {
            losses--;
            throw new IOException("The reply was lost");
        }
        return new Reply(reply.status(), tamper.apply(reply.body()));
    }

    @Override
    public StreamReply open(URI uri, String json) {
        return new StreamReply(200, new ByteArrayInputStream(server.stream(json, moreEvents)));
    }
}
