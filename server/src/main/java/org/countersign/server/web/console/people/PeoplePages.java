package org.countersign.server.web.console.people;

import java.util.List;
import org.countersign.server.users.Container;
import org.countersign.server.users.Group;
import org.countersign.server.users.UserAccount;
import org.jspecify.annotations.Nullable;

/** What the pages about groups, containers and who belongs where show. */
public final class PeoplePages {
    private PeoplePages() {}

    /**
     * A group or container in a list.
     *
     * @param id as addresses carry it
     * @param size how many people, counted up to {@code most}
     */
    public record Line(String id, String name, int size, int most) {
        /** Returns the number in words: {@code 12}, or {@code 10000+}. */
        public String shownSize() {
            return size > most ? most + "+" : Integer.toString(size);
        }
    }

    /**
     * The list of groups or containers.
     *
     * @param kind {@code groups} or {@code containers}
     * @param typed what was typed as the name of a new one, to correct it
     * @param problem key of the text that says what is wrong with it, or none
     * @param done what was done a moment ago: {@code created}, {@code removed}, or nothing
     */
    public record Lines(
            String kind,
            List<Line> lines,
            String typed,
            @Nullable String problem,
            String done) {}

    /**
     * The page of one group or container.
     *
     * @param group the group, or none
     * @param container the container, or none
     * @param query whom somebody looks for among its people
     * @param next address of the next page, or none
     * @param found people who could come in and whom the operator has looked for
     * @param wanted what was typed to find them
     */
    public record One(
            Line line,
            @Nullable Group group,
            @Nullable Container container,
            String query,
            List<UserAccount> members,
            @Nullable String next,
            boolean further,
            String wanted,
            List<UserAccount> found,
            String done,
            int count) {}

    /** The form to rename a group or container, or the question whether to remove it. */
    public record Act(
            String kind, Line line, String typed, @Nullable String problem) {}

    /**
     * Chosen people, and where they could go.
     *
     * @param toDefault whether they could go to the default container
     * @param problem key of the text that says what is wrong, or none
     */
    public record Place(
            List<UserAccount> chosen,
            boolean toDefault,
            List<Container> containers,
            List<Group> groups,
            @Nullable String problem) {}
}
