package org.countersign.server.protocol.device;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The live connection of an app; docs/formats/device-api.md. */
@RestController
class StreamEndpoint {
    private final DeviceChecks checks;
    private final DeviceStreams streams;

    StreamEndpoint(DeviceChecks checks, DeviceStreams streams) {
        this.checks = checks;
        this.streams = streams;
    }

    /** Refuses when no check is genuine, with the first one's code; otherwise carries the news of those that are. */
    @PostMapping("/device/v1/stream")
    void stream(DeviceBody body, HttpServletRequest request, HttpServletResponse response) throws IOException {
        DeviceChecks.Read read = checks.read(body, request.getRemoteAddr());
        if (read.asking().isEmpty()) {
            throw new DeviceRefusal(read.refused().values().iterator().next());
        }
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setHeader("X-Accel-Buffering", "no");
        response.flushBuffer();
        streams.open(request.startAsync(), read.asking());
    }
}
