package org.countersign.server.protocol.rest;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.ApplicationId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.protocol.oidc.OidcClient;
import org.countersign.server.protocol.oidc.OidcClients;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.virtualservers.Application;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Applications over REST. */
@RestController
class ApplicationEndpoints {
    private final ProtectedResources resources;

    ApplicationEndpoints(ProtectedResources resources) {
        this.resources = resources;
    }

    /** An application to add, or what is to be changed of one. */
    record NewApplication(
            @Nullable String name,
            @Nullable List<String> redirectUris,
            @Nullable List<String> postLogoutUris) {}

    /** An application as the API shows it. */
    record ApplicationView(
            String id,
            String name,
            @Nullable String issuer,
            @Nullable String clientId,
            List<URI> redirectUris,
            List<URI> postLogoutUris,
            int signIns,
            int keys) {
        static ApplicationView of(ProtectedResource resource) {
            OidcClient client = resource.client();
            return new ApplicationView(
                    resource.application().id().toString(),
                    resource.application().name(),
                    client == null ? null : resource.issuer().toString(),
                    client == null ? null : client.clientId(),
                    client == null ? List.of() : client.redirectUris(),
                    client == null ? List.of() : client.postLogoutUris(),
                    resource.signIns(),
                    resource.keys());
        }
    }

    /** An application with its new secret: the one time that it is shown. */
    record WithSecret(ApplicationView application, @Nullable String clientSecret) {
        @Override
        public String toString() {
            return "WithSecret[" + application.id() + "]";
        }
    }

    @GetMapping("/api/v1/applications")
    @KeyNeeds(OperatorModule.APPLICATIONS)
    List<ApplicationView> list(ApiClient client) {
        return resources.of(owner(client)).stream().map(ApplicationView::of).toList();
    }

    @GetMapping("/api/v1/applications/{id}")
    @KeyNeeds(OperatorModule.APPLICATIONS)
    ApplicationView application(ApiClient client, @PathVariable String id) {
        return ApplicationView.of(known(client, id));
    }

    @PostMapping("/api/v1/applications")
    @KeyNeeds(value = OperatorModule.APPLICATIONS, act = OperatorAct.ADD)
    ResponseEntity<WithSecret> add(ApiClient client, @RequestBody NewApplication wanted) {
        return withSecret(
                client,
                resources.add(
                        owner(client),
                        Given.text("name", wanted.name()),
                        addresses(wanted.redirectUris()),
                        addresses(wanted.postLogoutUris()),
                        actor(client)));
    }

    @PatchMapping("/api/v1/applications/{id}")
    @KeyNeeds(value = OperatorModule.APPLICATIONS, act = OperatorAct.CHANGE)
    ApplicationView change(ApiClient client, @PathVariable String id, @RequestBody NewApplication wanted) {
        ProtectedResource before = known(client, id);
        Application application = before.application();
        if (wanted.redirectUris() != null || wanted.postLogoutUris() != null) {
            OidcClient oidc = before.client();
            if (oidc == null) {
                throw noClient();
            }
            done(resources.changeAddresses(
                    application,
                    wanted.redirectUris() == null ? oidc.redirectUris() : addresses(wanted.redirectUris()),
                    wanted.postLogoutUris() == null ? oidc.postLogoutUris() : addresses(wanted.postLogoutUris()),
                    actor(client)));
        }
        if (wanted.name() != null) {
            done(resources.rename(application, Given.text("name", wanted.name()), actor(client)));
        }
        return ApplicationView.of(known(client, id));
    }

    @PostMapping("/api/v1/applications/{id}/secret")
    @KeyNeeds(value = OperatorModule.APPLICATIONS, act = OperatorAct.CHANGE)
    ResponseEntity<WithSecret> rotate(ApiClient client, @PathVariable String id) {
        return withSecret(client, resources.rotate(known(client, id).application(), actor(client)));
    }

    @DeleteMapping("/api/v1/applications/{id}")
    @KeyNeeds(value = OperatorModule.APPLICATIONS, act = OperatorAct.REMOVE)
    ResponseEntity<Void> remove(ApiClient client, @PathVariable String id) {
        Application application = known(client, id).application();
        if (application.id().equals(client.application().id())) {
            throw RestRefusal.conflict("application_own", "This key speaks for this application; use another key.");
        }
        if (!resources.remove(application, client.acting())) {
            throw RoleEndpoints.beyond("an application with a key that allows more");
        }
        return ResponseEntity.noContent().build();
    }

    private ResponseEntity<WithSecret> withSecret(ApiClient client, ResourceOutcome outcome) {
        ResourceOutcome.Done done = done(outcome);
        ProtectedResource now = known(client, done.application().id().toString());
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(new WithSecret(
                        ApplicationView.of(now),
                        done.registration()
                                .map(OidcClients.Registration::secret)
                                .orElse(null)));
    }

    private static ResourceOutcome.Done done(ResourceOutcome outcome) {
        return switch (outcome) {
            case ResourceOutcome.Done done -> done;
            case ResourceOutcome.NoClient none -> throw noClient();
            case ResourceOutcome.Unacceptable(ResourceOutcome.Fault fault) ->
                throw switch (fault) {
                    case NAME -> RestRefusal.malformed("'name' is text of 1 to 60 characters.");
                    case NAME_TAKEN ->
                        RestRefusal.conflict("application_name_taken", "There is an application with this name.");
                    case ADDRESSES ->
                        RestRefusal.malformed("'redirectUris' has 1 to 20 whole https addresses without fragment,"
                                + " 'postLogoutUris' 0 to 20.");
                };
        };
    }

    private static RestRefusal noClient() {
        return RestRefusal.conflict("application_without_client", "This application has no OpenID Connect client.");
    }

    private ProtectedResource known(ApiClient client, String id) {
        return resources
                .find(owner(client), new ApplicationId(Given.id("application", id)))
                .orElseThrow(() -> RestRefusal.notFound("application"));
    }

    private static List<URI> addresses(@Nullable List<String> texts) {
        try {
            return Optional.ofNullable(texts).orElseGet(List::of).stream()
                    .map(URI::create)
                    .toList();
        } catch (IllegalArgumentException wrong) {
            throw RestRefusal.malformed("One of the addresses is none.");
        }
    }

    private static Actor actor(ApiClient client) {
        return new Actor.ApiClient(client.id());
    }

    private static VirtualServerId owner(ApiClient client) {
        return client.application().virtualServer();
    }
}
