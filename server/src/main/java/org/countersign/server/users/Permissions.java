package org.countersign.server.users;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What somebody may do. Whoever may do anything within a module may see it.
 *
 * @param all the permissions
 */
public record Permissions(Set<Permission> all) {
    /** May do everything. */
    public static final Permissions EVERYTHING = new Permissions(Set.copyOf(Permission.catalogue()));

    /** May do nothing. */
    public static final Permissions NONE = new Permissions(Set.of());

    /** Sees everything and changes nothing. */
    static final Permissions AUDITOR = of(OperatorAct.VIEW, OperatorModule.values());

    /** Helps people with their tokens; nothing about rules, operators or the record. */
    static final Permissions HELP_DESK = of(
                    OperatorAct.VIEW,
                    OperatorModule.SNAPSHOT,
                    OperatorModule.USERS,
                    OperatorModule.GROUPS,
                    OperatorModule.TOKENS,
                    OperatorModule.REPORTS)
            .and(of(OperatorAct.CHANGE, OperatorModule.USERS, OperatorModule.TOKENS));

    public Permissions {
        Set<Permission> whole = new LinkedHashSet<>(all);
        all.forEach(permission -> whole.add(new Permission(permission.module(), OperatorAct.VIEW)));
        all = Set.copyOf(whole);
    }

    /** Returns permissions to do {@code act} in each of {@code modules}. */
    static Permissions of(OperatorAct act, OperatorModule... modules) {
        return new Permissions(Set.copyOf(Arrays.stream(modules)
                .map(module -> new Permission(module, act))
                .toList()));
    }

    /** Returns what {@link #texts} wrote; what is no permission is left out. */
    public static Permissions parse(Collection<String> texts) {
        return new Permissions(Set.copyOf(texts.stream()
                .map(Permission::of)
                .flatMap(Optional::stream)
                .distinct()
                .toList()));
    }

    /** Says whether an act is allowed. */
    public boolean allow(OperatorModule module, OperatorAct act) {
        return all.contains(new Permission(module, act));
    }

    /** Says whether all of {@code other} is allowed here too. */
    public boolean cover(Permissions other) {
        return all.containsAll(other.all);
    }

    /** Returns these and those of {@code more}. */
    public Permissions and(Permissions more) {
        Set<Permission> both = new LinkedHashSet<>(all);
        both.addAll(more.all);
        return new Permissions(both);
    }

    /** Returns the acts allowed within a module. */
    public Set<OperatorAct> within(OperatorModule module) {
        Set<OperatorAct> acts = EnumSet.noneOf(OperatorAct.class);
        all.stream()
                .filter(permission -> permission.module() == module)
                .forEach(permission -> acts.add(permission.act()));
        return acts;
    }

    /** Returns them in few words for the record, for example {@code USERS VIEW+CHANGE; TOKENS VIEW}. */
    public String summary() {
        return Arrays.stream(OperatorModule.values())
                .filter(module -> !within(module).isEmpty())
                .map(module -> module + " "
                        + within(module).stream().map(OperatorAct::name).collect(Collectors.joining("+")))
                .collect(Collectors.joining("; "));
    }

    /** Returns the permissions as they are stored, in the catalogue's order. */
    public List<String> texts() {
        return Permission.catalogue().stream()
                .filter(all::contains)
                .map(Permission::text)
                .toList();
    }
}
