package org.countersign.server.enrollment;

import java.time.Instant;
import java.util.Optional;
import org.countersign.server.enrollment.EnrollmentRefused.Reason;
import org.countersign.server.kernel.Base64Url;
import org.countersign.server.kernel.Reach;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Hands the activation string to an app whose user typed its short form. It uses nothing up, however often it is asked. */
@Component
public final class TypedCodes {
    private static final String STEP = "typed";

    private final TypedTries tries;
    private final TypedCodeStore codes;
    private final EnrollmentStore store;
    private final Issuing issuing;
    private final Proceedings proceedings;
    private final TransactionOperations transactions;

    TypedCodes(
            TypedTries tries,
            TypedCodeStore codes,
            EnrollmentStore store,
            Issuing issuing,
            Proceedings proceedings,
            TransactionOperations transactions) {
        this.tries = tries;
        this.codes = codes;
        this.store = store;
        this.issuing = issuing;
        this.proceedings = proceedings;
        this.transactions = transactions;
    }

    /**
     * Looks a code up. The try is charged before.
     *
     * @param lookup follows from the code, as docs/formats/activation-string.md says
     * @param ip address it came from
     */
    public TypedAnswer find(byte[] lookup, String ip) {
        Optional<Instant> until = tries.charge(ip);
        if (until.isPresent()) {
            return new TypedAnswer.Paused(until.get());
        }
        Optional<TypedCodeStore.Home> home = codes.home(TypedCode.stored(lookup));
        if (home.isEmpty()) {
            return new TypedAnswer.Unknown();
        }
        Reach.enter(home.get().virtualServer());
        TypedAnswer answer =
                transactions.execute(status -> store.lock(home.get().enrollment())
                        .map(found -> answer(found, ip))
                        .orElseGet(TypedAnswer.Unknown::new));
        if (answer instanceof TypedAnswer.Found) {
            tries.refund(ip);
        }
        return answer;
    }

    private TypedAnswer answer(EnrollmentRow enrollment, String ip) {
        if (enrollment.state == EnrollmentRow.State.COMPLETED) {
            // Somebody else was faster: user and operators learn of it, as when the string itself comes too late.
            proceedings.contested(enrollment, STEP, ip);
            return new TypedAnswer.Unknown();
        }
        Optional<Reason> over = enrollment.over(proceedings.now());
        if (over.isPresent()) {
            proceedings.refuse(enrollment, STEP, over.get(), ip);
            return new TypedAnswer.Unknown();
        }
        proceedings.news().typed(enrollment, ip);
        return new TypedAnswer.Found(Base64Url.encode(issuing.sealedForTyping(enrollment)));
    }
}
