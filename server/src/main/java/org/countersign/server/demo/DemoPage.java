package org.countersign.server.demo;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the start page of the demo shows.
 *
 * @param steps the walk, in order
 * @param app where the app is
 * @param wiki where Acme Wiki is, or none
 */
public record DemoPage(List<Step> steps, URI app, @Nullable URI wiki, String userName, String password) {
    /**
     * One step of the walk.
     *
     * @param key its name in the catalogue
     * @param href where it happens
     * @param done whether it has been done
     * @param next whether it is the first that has not
     */
    public record Step(int number, String key, String href, boolean done, boolean next) {}

    /** Says whether the whole walk is done. */
    public boolean isFinished() {
        return steps.stream().allMatch(Step::done);
    }
}
