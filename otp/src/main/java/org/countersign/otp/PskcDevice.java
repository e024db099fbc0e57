package org.countersign.otp;

import java.util.Optional;

/** The names around a key in a PSKC document: who made the device, its serial number, who issued the key. */
record PskcDevice(Optional<String> manufacturer, Optional<String> serialNumber, Optional<String> issuer) {}
