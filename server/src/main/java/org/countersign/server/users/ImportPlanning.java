package org.countersign.server.users;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.ContainerId;
import org.countersign.server.kernel.GroupId;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.ImportProblem.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Compares a file of users with those there are: what would become of each. */
@Component
class ImportPlanning {
    private static final int SAMPLE = 20;

    private final ImportStore store;
    private final Groups groups;
    private final Containers containers;
    private final Operators operators;
    private final Randomness randomness;

    ImportPlanning(
            ImportStore store, Groups groups, Containers containers, Operators operators, Randomness randomness) {
        this.store = store;
        this.groups = groups;
        this.containers = containers;
        this.operators = operators;
        this.randomness = randomness;
    }

    /** A file compared with what there is. */
    record Draft(ImportPlan plan, List<ImportFile.Entry> entries, Known known) {}

    /**
     * A user as they are to be.
     *
     * @param before as they are, or none
     * @param container name of their container, or none for the default one
     * @param joins groups they are not in yet
     */
    record Person(
            ImportPlan.Fate fate,
            UserAccount account,
            @Nullable UserAccount before,
            @Nullable String container,
            List<Group> joins) {
        boolean isRenamed() {
            return before != null
                    && !(account.userName().equals(before.userName())
                            && account.displayName().equals(before.displayName())
                            && Objects.equals(account.mail(), before.mail()));
        }

        boolean isMoved() {
            return before != null
                    && !Objects.equals(
                            account.placement().container(), before.placement().container());
        }
    }

    /** What there is, by names in lower case. */
    record Known(
            Map<String, UserAccount> users,
            Map<UserId, Set<GroupId>> memberships,
            Map<String, Group> groups,
            Map<String, Container> containers) {}

    Draft plan(VirtualServerId virtualServer, byte[] content, boolean makesMissing, Acting by) {
        ImportFile file;
        try {
            file = ImportFile.read(content);
        } catch (ImportFile.Unreadable unreadable) {
            return new Draft(ImportPlan.impossible(unreadable.problem()), List.of(), none());
        }
        Known known = known(virtualServer, file.entries());
        List<ImportProblem> problems = new ArrayList<>(file.problems());
        problems.addAll(twice(file.entries()));
        Set<String> newGroups = new LinkedHashSet<>();
        Set<String> newContainers = new LinkedHashSet<>();
        for (ImportFile.Entry entry : file.entries()) {
            if (entry.container() != null && !known.containers.containsKey(folded(entry.container()))) {
                newContainers.add(entry.container());
                problems.addAll(missing(entry, Reason.NO_CONTAINER, entry.container(), makesMissing));
            }
            for (String group : entry.groups()) {
                if (!known.groups.containsKey(folded(group))) {
                    newGroups.add(group);
                    problems.addAll(missing(entry, Reason.NO_GROUP, group, makesMissing));
                }
            }
        }
        problems.addAll(beyond(virtualServer, file.entries(), known, by));
        problems.sort(Comparator.comparingInt(ImportProblem::line));
        if (file.entries().isEmpty() && problems.isEmpty()) {
            problems.add(new ImportProblem(0, Reason.EMPTY, ""));
        }
        return new Draft(
                summed(file.entries(), known, problems, List.copyOf(newGroups), List.copyOf(newContainers)),
                file.entries(),
                known);
    }

    /** Returns each user as they are to be, once what was missing has been made. */
    List<Person> resolved(VirtualServerId virtualServer, Draft draft, Actor actor) {
        for (String name : draft.plan().newContainers()) {
            containers
                    .create(virtualServer, name, actor)
                    .ifPresent(made -> draft.known().containers.put(folded(name), made));
        }
        for (String name : draft.plan().newGroups()) {
            groups.create(virtualServer, name, actor)
                    .ifPresent(made -> draft.known().groups.put(folded(name), made));
        }
        return draft.entries().stream()
                .map(entry -> person(virtualServer, entry, draft.known()))
                .toList();
    }

    private Person person(VirtualServerId virtualServer, ImportFile.Entry entry, Known known) {
        UserAccount before = known.users.get(entry.userName());
        UserId id = before == null ? new UserId(randomness.newId()) : before.id();
        Container container = entry.container() == null ? null : known.containers.get(folded(entry.container()));
        ContainerId place = container != null
                ? container.id()
                : before == null ? null : before.placement().container();
        UserAccount.Placement stands = before == null ? UserAccount.Placement.FIRST : before.placement();
        UserAccount account = new UserAccount(
                id,
                virtualServer,
                before == null ? entry.userName() : before.userName(),
                entry.displayName() != null
                        ? entry.displayName()
                        : before == null ? entry.userName() : before.displayName(),
                entry.mail() != null ? entry.mail() : before == null ? null : before.mail(),
                before == null ? UserAccount.State.ACTIVE : before.state(),
                new UserAccount.Placement(place, stands.origin(), stands.lockedUntil(), stands.reason()));
        Set<GroupId> in = known.memberships.getOrDefault(id, Set.of());
        List<Group> joins = entry.groups().stream()
                .map(name -> Optional.ofNullable(known.groups.get(folded(name))))
                .flatMap(Optional::stream)
                .distinct()
                .filter(group -> !in.contains(group.id()))
                .toList();
        return new Person(
                fate(before, account, joins), account, before, container == null ? null : container.name(), joins);
    }

    private static ImportPlan.Fate fate(@Nullable UserAccount before, UserAccount after, List<Group> joins) {
        if (before == null) {
            return ImportPlan.Fate.CREATED;
        }
        return after.equals(before) && joins.isEmpty() ? ImportPlan.Fate.UNCHANGED : ImportPlan.Fate.CHANGED;
    }

    private ImportPlan summed(
            List<ImportFile.Entry> entries,
            Known known,
            List<ImportProblem> problems,
            List<String> newGroups,
            List<String> newContainers) {
        Map<ImportPlan.Fate, Integer> counts = new EnumMap<>(ImportPlan.Fate.class);
        List<ImportPlan.Sample> sample = new ArrayList<>();
        for (ImportFile.Entry entry : entries) {
            UserAccount before = known.users.get(entry.userName());
            Person person = person(
                    before == null ? new VirtualServerId(randomness.newId()) : before.virtualServer(), entry, known);
            boolean joinsNew = entry.groups().stream().anyMatch(name -> !known.groups.containsKey(folded(name)))
                    || (entry.container() != null && !known.containers.containsKey(folded(entry.container())));
            ImportPlan.Fate fate =
                    person.fate() == ImportPlan.Fate.UNCHANGED && joinsNew ? ImportPlan.Fate.CHANGED : person.fate();
            counts.merge(fate, 1, Integer::sum);
            if (sample.size() < SAMPLE) {
                UserAccount account = person.account();
                sample.add(new ImportPlan.Sample(
                        entry.line(),
                        fate,
                        account.userName(),
                        account.displayName(),
                        account.mail(),
                        entry.container(),
                        entry.groups()));
            }
        }
        return new ImportPlan(
                counts.getOrDefault(ImportPlan.Fate.CREATED, 0),
                counts.getOrDefault(ImportPlan.Fate.CHANGED, 0),
                counts.getOrDefault(ImportPlan.Fate.UNCHANGED, 0),
                newGroups,
                newContainers,
                problems.stream().limit(ImportPlan.SHOWN).toList(),
                problems.size(),
                sample);
    }

    private Known known(VirtualServerId virtualServer, List<ImportFile.Entry> entries) {
        Map<String, UserAccount> users = store.known(
                virtualServer, entries.stream().map(ImportFile.Entry::userName).toList());
        Map<String, Group> byName = new HashMap<>();
        groups.of(virtualServer).forEach(group -> byName.put(folded(group.name()), group));
        Map<String, Container> places = new HashMap<>();
        containers.of(virtualServer).forEach(container -> places.put(folded(container.name()), container));
        return new Known(
                users,
                store.memberships(
                        virtualServer,
                        users.values().stream().map(UserAccount::id).toList()),
                byName,
                places);
    }

    /** What a file does takes the permissions that it takes by hand, and touches nobody above. */
    private List<ImportProblem> beyond(
            VirtualServerId virtualServer, List<ImportFile.Entry> entries, Known known, Acting by) {
        Set<UserId> above =
                operators
                        .above(
                                virtualServer,
                                by,
                                known.users.values().stream()
                                        .map(UserAccount::id)
                                        .toList())
                        .stream()
                        .map(Operator::user)
                        .collect(Collectors.toSet());
        List<ImportProblem> problems = new ArrayList<>();
        for (ImportFile.Entry entry : entries) {
            Person person = person(virtualServer, entry, known);
            needs(person, entry, known).stream()
                    .filter(needed -> !by.may(needed.module(), needed.act()))
                    .forEach(
                            needed -> problems.add(new ImportProblem(entry.line(), Reason.NOT_ALLOWED, needed.text())));
            boolean touched = !needs(person, entry, known).isEmpty();
            if (touched && above.contains(person.account().id())) {
                problems.add(new ImportProblem(
                        entry.line(), Reason.ABOVE, person.account().userName()));
            }
        }
        return problems;
    }

    /** Returns the permissions that a line needs: the same as the pages that do it one by one. */
    private static Set<Permission> needs(Person person, ImportFile.Entry entry, Known known) {
        Set<Permission> needs = new LinkedHashSet<>();
        boolean makesContainer = entry.container() != null && !known.containers.containsKey(folded(entry.container()));
        boolean makesGroup = entry.groups().stream().anyMatch(name -> !known.groups.containsKey(folded(name)));
        if (person.before() == null) {
            needs.add(new Permission(OperatorModule.USERS, OperatorAct.ADD));
        } else if (person.isRenamed() || person.isMoved() || makesContainer) {
            needs.add(new Permission(OperatorModule.USERS, OperatorAct.CHANGE));
        }
        if (makesGroup || makesContainer) {
            needs.add(new Permission(OperatorModule.GROUPS, OperatorAct.ADD));
        }
        if (makesGroup || !person.joins().isEmpty()) {
            needs.add(new Permission(OperatorModule.GROUPS, OperatorAct.CHANGE));
        }
        return needs;
    }

    private static List<ImportProblem> twice(List<ImportFile.Entry> entries) {
        Map<String, Integer> first = new HashMap<>();
        List<ImportProblem> problems = new ArrayList<>();
        for (ImportFile.Entry entry : entries) {
            Integer before = first.putIfAbsent(folded(entry.userName()), entry.line());
            if (before != null) {
                problems.add(new ImportProblem(entry.line(), Reason.TWICE, entry.userName() + ", " + before));
            }
        }
        return problems;
    }

    private static List<ImportProblem> missing(
            ImportFile.Entry entry, Reason reason, String name, boolean makesMissing) {
        return makesMissing ? List.of() : List.of(new ImportProblem(entry.line(), reason, name));
    }

    private static Known none() {
        return new Known(Map.of(), Map.of(), Map.of(), Map.of());
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
