package org.countersign.cli.phone;

import java.util.Locale;
import org.countersign.device.Phone;
import org.countersign.device.TokenRecord;
import picocli.CommandLine.Command;

/** {@code phone list}. */
@Command(name = "list", description = "List the tokens of this phone.", mixinStandardHelpOptions = true)
final class ListAction extends PhoneAction {
    @Override
    boolean act(Phone phone) {
        for (TokenRecord token : phone.tokens()) {
            out().println(String.join(
                    "\t",
                    Plain.text(token.serial()),
                    Plain.text(token.name()),
                    Plain.text(token.organisation()),
                    Plain.text(token.account()),
                    token.state().name().toLowerCase(Locale.ROOT),
                    token.pushEnabled() ? "autosend on" : "autosend off",
                    Plain.text(token.policy()),
                    Plain.text(token.origin()),
                    token.id()));
        }
        return true;
    }
}
