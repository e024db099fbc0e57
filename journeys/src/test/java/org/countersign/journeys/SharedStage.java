package org.countersign.journeys;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One server and one browser for all journeys by id of this process, because starting them is what costs. A test class takes
 * it with {@code @ExtendWith(SharedStage.class)}, and each test method the {@link Journey} that it asks for. A journey ends by
 * itself, the server with the process: where two processes share the classes, each class is a run of its own.
 */
final class SharedStage implements ParameterResolver, AfterTestExecutionCallback {
    private static final Namespace OURS = Namespace.create(SharedStage.class);

    /** The demo's fifty tokens are not enough for everybody who enrolls here. */
    private static final int MORE_TOKENS = 200;

    private static @Nullable Stage stage;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Journey.class;
    }

    @Override
    public Journey resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getStore(OURS).computeIfAbsent("journey", first -> new Journey(stage()), Journey.class);
    }

    @Override
    public void afterTestExecution(ExtensionContext test) {
        Journey journey = test.getStore(OURS).get("journey", Journey.class);
        if (journey != null && test.getExecutionException().isPresent()) {
            journey.keepPictures(test.getRequiredTestClass().getSimpleName() + "-"
                    + test.getRequiredTestMethod().getName());
        }
    }

    private static synchronized Stage stage() {
        if (stage == null) {
            Stage made = set();
            stage = made;
            // The browser goes with its driver, which ends with this process.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> made.server().close()));
        }
        return stage;
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
