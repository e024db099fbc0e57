package org.countersign.bench;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept-alive HTTP/1.1 connection to a server on this machine. As lean as can be: it shares the processors with what
 * it measures. It knows Content-Length and chunked answers, which is all that the server sends.
 */
final class HttpConnection implements Closeable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String host;
    private final String authorization;

    /** Connects; {@code apiKey} is empty where none is needed. */
    HttpConnection(URI origin, String apiKey) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), origin.getPort()), 10_000);
        socket.setSoTimeout(60_000);
        in = new BufferedInputStream(socket.getInputStream(), 4096);
        out = socket.getOutputStream();
        host = origin.getAuthority();
        authorization = apiKey.isEmpty() ? "" : "Authorization: Bearer " + apiKey + "\r\n";
    }

    /** An answer. */
    record Answer(int status, String body) {}

    Answer post(String path, String json) throws IOException {
        send("POST", path, json);
        return receive();
    }

    Answer get(String path) throws IOException {
        send("GET", path, "");
        return receive();
    }

    Answer put(String path, String json) throws IOException {
        send("PUT", path, json);
        return receive();
    }

    /** Sends a request whose answer is a stream, and reads its head only. */
    int open(String path, String json) throws IOException {
        send("POST", path, json);
        int status = status(line());
        String header;
        do {
            header = line();
        } while (!header.isEmpty());
        return status;
    }

    /** Returns the bytes that have arrived and were not read; for streams. */
    InputStream stream() {
        return in;
    }

    private void send(String method, String path, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String head = method + ' ' + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + authorization
                + (body.length == 0 ? "" : "Content-Type: application/json\r\n")
                + "Content-Length: " + body.length + "\r\n\r\n";
        byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[headBytes.length + body.length];
        System.arraycopy(headBytes, 0, all, 0, headBytes.length);
        System.arraycopy(body, 0, all, headBytes.length, body.length);
        out.write(all);
        out.flush();
    }

    private Answer receive() throws IOException {
        int status = status(line());
        int length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
                chunked = true;
            }
        }
        return new Answer(status, chunked ? chunks() : new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(line().strip(), 16);
            body.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
            line();
            if (size == 0) {
                return body.toString();
            }
        }
    }

    private static int status(String line) throws IOException {
        if (line.length() < 12) {
            throw new IOException("not an HTTP answer");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
