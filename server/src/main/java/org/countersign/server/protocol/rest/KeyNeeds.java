package org.countersign.server.protocol.rest;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;

/** Says which permission a call of the management API asks of the key's role, besides the scope MANAGE. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@interface KeyNeeds {
    OperatorModule value();

    OperatorAct act() default OperatorAct.VIEW;
}
