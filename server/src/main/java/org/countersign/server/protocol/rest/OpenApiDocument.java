package org.countersign.server.protocol.rest;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the API's own description, without a key. A test holds it to the routes. */
@ForAgents
@RestController
class OpenApiDocument {
    private static final MediaType YAML = MediaType.parseMediaType("application/yaml");

    @GetMapping(ApiKeyFilter.DOCUMENT)
    ResponseEntity<Resource> document() {
        return ResponseEntity.ok().contentType(YAML).body(new ClassPathResource("api/openapi.yaml"));
    }
}
