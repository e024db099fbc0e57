package org.countersign.server.users;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.ContainerId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;

/**
 * The operators who may see a person: those to tell of what happens to them. What an operator is mailed is no more than the
 * console would show them.
 */
@Component
public final class Overseers {
    private final Operators operators;
    private final Users users;

    Overseers(Operators operators, Users users) {
        this.operators = operators;
        this.users = users;
    }

    /**
     * Returns the operators at work whose role shows people, and who see this one. Somebody who is gone stands in no container:
     * nobody limited to some sees them.
     */
    public List<Operator> of(VirtualServerId virtualServer, UserId person) {
        Optional<UserAccount> user = users.find(virtualServer, person);
        return operators.atWork(virtualServer).stream()
                .filter(operator -> operator.permissions().allow(OperatorModule.USERS, OperatorAct.VIEW))
                .filter(operator -> !operator.scope().limited()
                        || user.filter(known -> operator.scope().containers().contains(container(known)))
                                .isPresent())
                .toList();
    }

    private static UUID container(UserAccount person) {
        ContainerId container = person.placement().container();
        return container == null ? OperatorScope.DEFAULT_CONTAINER : container.value();
    }
}
