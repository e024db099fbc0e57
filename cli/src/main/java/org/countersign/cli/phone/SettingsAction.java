package org.countersign.cli.phone;

import java.io.IOException;
import java.util.Optional;
import org.countersign.device.Phone;
import org.countersign.device.TokenRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code phone settings}. */
@Command(name = "settings", description = "Change a token's settings.", mixinStandardHelpOptions = true)
final class SettingsAction extends PhoneAction {
    /** The Autosend switch. */
    enum Switch {
        ON,
        OFF
    }

    @Parameters(paramLabel = "SERIAL", description = "The token's serial, or its id.")
    private String serial = "";

    @Option(names = "--autosend", paramLabel = "on|off", description = "Whether push requests come to this phone.")
    private @Nullable Switch autosend;

    @Option(names = "--name", paramLabel = "NAME", description = "A new name for the token.")
    private @Nullable String name;

    @Override
    boolean act(Phone phone) throws IOException {
        boolean enabled = autosend == null ? phone.token(serial).pushEnabled() : autosend == Switch.ON;
        TokenRecord token = phone.settings(serial, Optional.ofNullable(name), enabled, Optional.empty());
        out().println(Plain.text(token.name()) + ": autosend " + (token.pushEnabled() ? "on" : "off"));
        return true;
    }
}
