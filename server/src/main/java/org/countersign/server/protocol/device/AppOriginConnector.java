package org.countersign.server.protocol.device;

import java.net.URI;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.countersign.server.kernel.CountersignSettings;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Opens the app origin's own port when it is plain HTTP on this machine and differs from the pages' port, as in the demo.
 * With https both names come in at {@code server.port}, from a proxy or with the server's own certificate, and the Host
 * header tells them apart.
 */
@Component
class AppOriginConnector implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private static final int MOST_CONNECTIONS = 20_000;

    /** A live connection keeps its buffers for as long as it is open, and calls of the device API have few headers. */
    private static final int BUFFER_BYTES = 4 * 1024;

    private static final int SMALL_BUFFER_BYTES = 1024;

    private final CountersignSettings settings;

    AppOriginConnector(CountersignSettings settings) {
        this.settings = settings;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        URI app = settings.appOrigin();
        if (!"http".equals(app.getScheme()) || port(app) == port(settings.pagesOrigin())) {
            return;
        }
        Http11NioProtocol protocol = new FrugalProtocol();
        Connector connector = new Connector(protocol);
        connector.setPort(port(app));
        protocol.setAddress(factory.getAddress());
        protocol.setExecutor(new VirtualThreadExecutor("app-origin-"));
        protocol.setMaxConnections(MOST_CONNECTIONS);
        protocol.setAcceptCount(1000);
        protocol.setMaxHttpRequestHeaderSize(BUFFER_BYTES);
        protocol.setMaxHttpResponseHeaderSize(BUFFER_BYTES);
        protocol.setProperty("socket.appReadBufSize", Integer.toString(SMALL_BUFFER_BYTES));
        protocol.setProperty("socket.appWriteBufSize", Integer.toString(SMALL_BUFFER_BYTES));
        factory.addAdditionalConnectors(connector);
    }

    /** Asks for small buffers for what is sent; large files go around them. */
    private static final class FrugalProtocol extends Http11NioProtocol {
        @Override
        public int getDesiredBufferSize() {
            return SMALL_BUFFER_BYTES;
        }
    }

    private static int port(URI origin) {
        return origin.getPort() >= 0 ? origin.getPort() : "https".equals(origin.getScheme()) ? 443 : 80;
    }
}
