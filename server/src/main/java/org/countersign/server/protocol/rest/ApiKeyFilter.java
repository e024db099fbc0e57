package org.countersign.server.protocol.rest;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.countersign.server.kernel.Reach;
import org.countersign.server.users.UserImport;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/** Lets a call through only with a key: {@code Authorization: Bearer cs1_…} (RFC 6750 §2.1). */
final class ApiKeyFilter extends OncePerRequestFilter {
    /** Request attribute that holds the {@link ApiClient}. */
    static final String CLIENT = ApiKeyFilter.class.getName() + ".client";

    static final String DOCUMENT = "/api/v1/openapi.yaml";

    private static final int LARGEST_BODY = 64 * 1024;

    /** Files are larger than calls; they are read only when the key is good. */
    private static final Map<String, Integer> LARGEST_FILES = Map.of(
            "/api/v1/users/import", UserImport.MOST_BYTES, TokenImportEndpoints.PATH, TokenImportEndpoints.MOST_BYTES);

    private static final String SCHEME = "Bearer ";
    private static final JsonMapper JSON = new JsonMapper();

    private final ApiClients clients;

    ApiKeyFilter(ApiClients clients) {
        this.clients = clients;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        int largest = LARGEST_FILES.getOrDefault(request.getRequestURI(), LARGEST_BODY);
        if (request.getContentLengthLong() > largest || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null) {
            refuse(
                    response,
                    HttpStatus.CONTENT_TOO_LARGE,
                    "request_too_large",
                    "Send at most " + largest / 1024 + " KiB, with its length.");
            return;
        }
        try {
            Optional<ApiClient> client = clients.find(key(request));
            if (client.isEmpty()) {
                response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                refuse(
                        response,
                        HttpStatus.UNAUTHORIZED,
                        "key_invalid",
                        "Send a valid API key as Authorization: Bearer cs1_…");
                return;
            }
            Reach.enter(client.get().application().virtualServer());
            request.setAttribute(CLIENT, client.get());
        } catch (DataAccessException noDatabase) {
            refuse(
                    response,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "unavailable",
                    "The server cannot decide now. Nothing was accepted.");
            return;
        }
        chain.doFilter(request, response);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().equals(DOCUMENT);
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return true;
    }

    private static @Nullable String key(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.startsWith(SCHEME) ? header.substring(SCHEME.length()) : null;
    }

    private static void refuse(HttpServletResponse response, HttpStatus status, String code, String detail)
            throws IOException {
        Map<String, Object> body = Optional.ofNullable(
                        RestProblems.problem(status, code, detail).getBody())
                .orElseThrow();
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(JSON.writeValueAsBytes(body));
    }
}
