package org.countersign.server.web.console;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;

/** Says which permission a page or an act of the console asks of the operator's role. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Needs {
    OperatorModule value();

    OperatorAct act() default OperatorAct.VIEW;
}
