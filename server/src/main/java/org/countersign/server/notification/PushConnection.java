package org.countersign.server.notification;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.countersign.server.kernel.Seam;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * One HTTP/1.1 call to a push service. Not an HTTP client of the JDK, because those look names up by themselves: here the
 * address that was checked is the address that is called, redirects are not followed, and only the status is read.
 */
@Component
class PushConnection {
    private static final Logger LOG = LoggerFactory.getLogger(PushConnection.class);
    private static final int TIMEOUT_MILLIS = 5_000;

    /** A service that answers a byte now and then must not hold a sender for ever. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(15);

    private static final int LONGEST_STATUS_LINE = 1_024;
    private static final Executor CUTTERS = Executors.newVirtualThreadPerTaskExecutor();
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");

    private final PushServices services;
    private final Network network;
    private final Duration longestCall;

    @Autowired
    PushConnection(PushServices services) {
        this(services, new Network() {}, LONGEST_CALL);
    }

    PushConnection(PushServices services, Network network, Duration longestCall) {
        this.services = services;
        this.network = network;
        this.longestCall = longestCall;
    }

    /** Looks names up, and connects. */
    @Seam("the network; tests answer as an attacker's would")
    interface Network {
        default InetAddress[] addresses(String host) throws UnknownHostException {
            return InetAddress.getAllByName(host);
        }

        default Socket connect(InetSocketAddress address) throws IOException {
            Socket socket = new Socket();
            try {
                socket.setSoTimeout(TIMEOUT_MILLIS);
                socket.setTcpNoDelay(true);
                socket.connect(address, TIMEOUT_MILLIS);
                return socket;
            } catch (IOException unreachable) {
                socket.close();
                throw unreachable;
            }
        }
    }

    /** The address is of no push service that may be called. */
    static final class NotAllowed extends IOException {
        private static final long serialVersionUID = 1L;

        NotAllowed(String host) {
            super(host + " is not a listed push service, or lies at an address that is not public");
        }
    }

    /**
     * Posts {@code body} and returns the status.
     *
     * @throws NotAllowed when the endpoint must not be called
     * @throws IOException when it did not answer within 5 seconds to each step and 15 in all, or not with HTTP
     */
    int post(URI endpoint, Map<String, String> headers, byte[] body) throws IOException {
        PushServices.Reach reach =
                services.reach(endpoint).orElseThrow(() -> new NotAllowed(String.valueOf(endpoint.getHost())));
        String host = endpoint.getHost();
        boolean plain = reach == PushServices.Reach.THIS_MACHINE;
        int port = endpoint.getPort() >= 0 ? endpoint.getPort() : plain ? 80 : 443;
        try (Socket connected = connect(reach, host, port)) {
            CompletableFuture<Void> deadline = cutWhenOverdue(connected);
            try (Socket socket = plain ? connected : secured(connected, host, port)) {
                OutputStream out = socket.getOutputStream();
                out.write(request(endpoint, headers, body));
                out.flush();
                return status(socket.getInputStream());
            } finally {
                deadline.cancel(false);
            }
        }
    }

    /** Cuts a connection that takes too long, whatever it is doing, unless the returned future is cancelled before. */
    private CompletableFuture<Void> cutWhenOverdue(Socket connection) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        connection.close();
                    } catch (IOException gone) {
                        LOG.debug("a connection that took too long was gone already", gone);
                    }
                },
                CompletableFuture.delayedExecutor(longestCall.toMillis(), TimeUnit.MILLISECONDS, CUTTERS));
    }

    private Socket connect(PushServices.Reach reach, String host, int port) throws IOException {
        InetAddress[] addresses = network.addresses(host);
        for (InetAddress address : addresses) {
            if (!reach.allows(address)) {
                throw new NotAllowed(host);
            }
        }
        IOException last = new IOException(host + " has no address");
        for (InetAddress address : addresses) {
            try {
                return network.connect(new InetSocketAddress(address, port));
            } catch (IOException unreachable) {
                last = unreachable;
            }
        }
        throw last;
    }

    private static Socket secured(Socket connected, String host, int port) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket socket = (SSLSocket) factory.createSocket(connected, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static byte[] request(URI endpoint, Map<String, String> headers, byte[] body) throws IOException {
        // Characters beyond ASCII are escaped first; what a URI holds then has neither spaces nor line ends.
        URI plain = URI.create(endpoint.toASCIIString());
        String path = plain.getRawPath() == null || plain.getRawPath().isEmpty() ? "/" : plain.getRawPath();
        String target = plain.getRawQuery() == null ? path : path + "?" + plain.getRawQuery();
        StringBuilder head = new StringBuilder(512)
                .append("POST ")
                .append(target)
                .append(" HTTP/1.1\r\nHost: ")
                .append(endpoint.getRawAuthority())
                .append("\r\nConnection: close\r\nContent-Length: ")
                .append(body.length)
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        request.write(body);
        return request.toByteArray();
    }

    private static int status(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > LONGEST_STATUS_LINE) {
                throw new IOException("the push service did not answer with HTTP");
            }
            line.append((char) c);
        }
        Matcher status = STATUS_LINE.matcher(line.toString().stripTrailing());
        if (!status.matches()) {
            throw new IOException("the push service did not answer with HTTP");
        }
        return Integer.parseInt(status.group(1));
    }
}
