package org.countersign.cli.phone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.countersign.device.StandInServer;
import org.countersign.device.Transport;

/** The stand-in server behind real HTTP on this machine. */
final class HttpStandIn implements AutoCloseable {
    private final HttpServer http;
    final StandInServer server;

    HttpStandIn(Clock clock) throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server = new StandInServer(origin(), clock);
        http.createContext("/device/v1/", this::handle);
        http.start();
    }

    String origin() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/device/v1/stream")) {
                send(exchange, 200, server.stream(text, ""));
            } else {
                Transport.Reply reply = server.handle(path, text);
                send(exchange, reply.status(), reply.body().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
