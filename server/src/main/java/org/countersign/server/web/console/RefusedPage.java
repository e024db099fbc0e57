package org.countersign.server.web.console;

import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;

/**
 * What the page of a refusal shows.
 *
 * @param above whether the permission is there, but the act is about somebody who may do more than the operator
 */
public record RefusedPage(OperatorModule module, OperatorAct act, boolean above) {}
