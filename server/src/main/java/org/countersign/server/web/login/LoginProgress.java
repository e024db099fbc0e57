package org.countersign.server.web.login;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.countersign.server.authentication.SignIn;
import org.countersign.server.authentication.SignIns;
import org.countersign.server.push.PushProgress;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** Tells the waiting page how its request stands as soon as that changes; while nothing does, it holds no thread. */
@Controller
class LoginProgress {
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final LoginVisits visits;
    private final SignIns signIns;
    private final InstantSource time;

    LoginProgress(LoginVisits visits, SignIns signIns, InstantSource time) {
        this.visits = visits;
        this.signIns = signIns;
        this.time = time;
    }

    /** Answers at once when the request is no longer as {@code seen}, and within {@link #PATIENCE} in any case. */
    @GetMapping("/o/{slug}/login/{key}/progress")
    @ResponseBody
    CompletableFuture<Map<String, Object>> progress(
            @PathVariable String slug,
            @PathVariable String key,
            @RequestParam String seen,
            HttpServletRequest request) {
        Optional<SignIn> signIn =
                visits.find(request.getSession(false), slug, key).flatMap(LoginVisit::signIn);
        Optional<PushProgress> progress = signIn.flatMap(signIns::progress);
        if (signIn.isEmpty()
                || progress.isEmpty()
                || !StepViews.word(progress.get()).equals(seen)) {
            return CompletableFuture.completedFuture(told(progress));
        }
        return signIns.await(signIn.get(), progress.get(), PATIENCE).thenApply(this::told);
    }

    private Map<String, Object> told(Optional<PushProgress> progress) {
        return StepViews.told(progress, time.instant());
    }
}
