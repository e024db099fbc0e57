package org.countersign.journeys;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;

/**
 * The server's side of one WebSocket connection (RFC 6455), as far as a browser's push connection goes: whole texts, pings
 * and the end.
 */
final class PushSocket implements AutoCloseable {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    private PushSocket(Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Answers the handshake. */
    static PushSocket accept(Socket socket) throws IOException {
        PushSocket accepted = new PushSocket(socket);
        String key = "";
        for (String line = accepted.line(); !line.isEmpty(); line = accepted.line()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
                key = line.substring(line.indexOf(':') + 1).strip();
            }
        }
        try {
            byte[] proof = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Protocol: push-notification\r\nSec-WebSocket-Accept: "
                    + Base64.getEncoder().encodeToString(proof) + "\r\n\r\n";
            accepted.out.write(answer.getBytes(StandardCharsets.US_ASCII));
            accepted.out.flush();
            return accepted;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            line.write(c);
        }
        return line.toString(StandardCharsets.US_ASCII).stripTrailing();
    }

    /** Waits for the next text. */
    String read() throws IOException {
        while (true) {
            int kind = in.readUnsignedByte() & 0x0F;
            int length = in.readUnsignedByte() & 0x7F;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = Math.toIntExact(in.readLong());
            }
            byte[] mask = in.readNBytes(4);
            byte[] content = in.readNBytes(length);
            for (int i = 0; i < content.length; i++) {
                content[i] ^= mask[i % 4];
            }
            switch (kind) {
                case TEXT -> {
                    return new String(content, StandardCharsets.UTF_8);
                }
                case PING -> send(PONG, content);
                case CLOSE -> throw new IOException("the browser has hung up");
                default -> {}
            }
        }
    }

    /** Sends a text. */
    void send(String text) throws IOException {
        send(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    private synchronized void send(int kind, byte[] content) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(10).put((byte) (0x80 | kind));
        if (content.length < 126) {
            head.put((byte) content.length);
        } else {
            head.put((byte) 126).putShort((short) content.length);
        }
        out.write(head.array(), 0, head.position());
        out.write(content);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
