package org.countersign.journeys;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One server and one browser for all journeys by id, because starting them is what costs. A test class takes it with
 * {@code @ExtendWith(SharedStage.class)}, and each test method the {@link Journey} that it asks for. Both end by
 * themselves.
 */
final class SharedStage implements ParameterResolver, AfterTestExecutionCallback {
    private static final Namespace OURS = Namespace.create(SharedStage.class);

    /** The demo's fifty tokens are not enough for everybody who enrolls here. */
    private static final int MORE_TOKENS = 200;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Journey.class;
    }

    @Override
    public Journey resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Stage stage = test.getRoot().getStore(OURS).computeIfAbsent("stage", first -> set(), Stage.class);
        return test.getStore(OURS).computeIfAbsent("journey", first -> new Journey(stage), Journey.class);
    }

    @Override
    public void afterTestExecution(ExtensionContext test) {
        Journey journey = test.getStore(OURS).get("journey", Journey.class);
        if (journey != null && test.getExecutionException().isPresent()) {
            journey.keepPictures(test.getRequiredTestClass().getSimpleName() + "-"
                    + test.getRequiredTestMethod().getName());
        }
    }

    private static Stage set() {
        try {
            Stage stage = Stage.set();
            JsonObject tokens = new JsonObject();
            tokens.addProperty("count", MORE_TOKENS);
            new RestClient(stage.server()).post("/tokens/allocate", tokens);
            return stage;
        } catch (IOException noServer) {
            throw new UncheckedIOException(noServer);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }
}
