package org.countersign.server.enrollment;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.countersign.device.Transport;
import org.countersign.server.testing.HttpTransport;

/** Delivers every call, and loses the first answer to each. */
final class ForgetfulTransport implements Transport {
    private final Transport network = new HttpTransport();
    private final Set<URI> answered = new HashSet<>();

    /** What a person does twice. */
    interface Step<T> {
        T take() throws IOException;
    }

    /** Takes a step whose first answer is lost, then again. */
    static <T> T twice(Step<T> step) throws IOException {
        assertThatThrownBy(step::take).isInstanceOf(IOException.class).hasMessage("the answer was lost");
        return step.take();
    }

    @Override
    public Reply post(URI uri, String json) throws IOException {
        Reply reply = network.post(uri, json);
        if (answered.add(uri)) {
            throw new IOException("the answer was lost");
        }
        return reply;
    }

    @Override
    public StreamReply open(URI uri, String json) throws IOException {
        return network.open(uri, json);
    }
}
