package org.countersign.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.device.vectors.Reference.hex;
import static org.countersign.device.vectors.Reference.hmac;
import static org.countersign.device.vectors.Reference.unhex;

import com.google.gson.JsonObject;
import java.security.SecureRandom;
import java.util.Optional;
import org.countersign.device.vectors.VectorFiles;
import org.countersign.device.wire.ProtocolException;
import org.countersign.otp.OtpKey;
import org.junit.jupiter.api.Test;

class SeedRecordTest {
    private static final JsonObject FILE = VectorFiles.read("seed-record.json");

    @Test
    void opensTheRecordsOfTheVectorsAndNoOther() {
        for (JsonObject entry : VectorFiles.list(FILE, "good")) {
            assertThat(opened(record(entry, Optional.empty()), entry, Optional.empty()))
                    .isEqualTo(entry.get("seed_hex").getAsString());
        }
        for (JsonObject entry : VectorFiles.list(FILE, "bad")) {
            assertThatThrownBy(() -> opened(record(entry, Optional.empty()), entry, Optional.empty()))
                    .as(entry.get("name").getAsString())
                    .isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void opensToTheSeedUnderTheRightPinAndToAnotherUnderAWrongOne() {
        for (JsonObject entry : VectorFiles.list(FILE, "pins")) {
            SeedRecord record = record(entry, Optional.of(derivation(entry)));
            assertThat(opened(record, entry, Optional.of(pin(entry, "pin"))))
                    .isEqualTo(entry.get("seed_hex").getAsString());
            assertThat(opened(record, entry, Optional.of(pin(entry, "wrongPin"))))
                    .isEqualTo(entry.get("wrongSeed_hex").getAsString());
            assertThatThrownBy(() -> opened(record, entry, Optional.empty()))
                    .isInstanceOfSatisfying(
                            ProtocolException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo("pin_required"));
        }
    }

    @Test
    void keepsTheSeedWhenThePinChanges() {
        DeviceKeyStore keys = new TestPhones().keys();
        byte[] seed = unhex("00112233445566778899aabbccddeeff00112233");
        SeedRecord before = SeedRecord.seal(keys, "S", seed, Pin.typed("7294"), new byte[16]);
        SeedRecord after = before.withPin(keys, "S", Pin.typed("7294"), Pin.typed("5830"), new byte[16]);
        try (OtpKey opened = after.open(keys, "S", Optional.of(Pin.typed("5830")))) {
            assertThat(opened.exposedBytes()).isEqualTo(seed);
        }
        try (OtpKey opened = after.open(keys, "S", Optional.of(Pin.typed("7294")))) {
            assertThat(opened.exposedBytes()).isNotEqualTo(seed).hasSize(20);
        }
        assertThat(SeedRecord.fromJson(new org.countersign.device.wire.Fields(after.toJson())))
                .isEqualTo(after);
    }

    private static Pin pin(JsonObject entry, String name) {
        return Pin.typed(entry.get(name).getAsString());
    }

    private static PinDerivation derivation(JsonObject entry) {
        return new PinDerivation(
                entry.get("salt_b64u").getAsString(),
                entry.get("memory").getAsInt(),
                entry.get("passes").getAsInt(),
                entry.get("lanes").getAsInt());
    }

    private static SeedRecord record(JsonObject entry, Optional<PinDerivation> derivation) {
        return new SeedRecord(
                derivation.isPresent() ? "TOKEN" : entry.get("pinKind").getAsString(),
                new SealedValue(
                        entry.get("iv_b64u").getAsString(),
                        entry.get("ciphertext_b64u").getAsString()),
                derivation);
    }

    private static String opened(SeedRecord record, JsonObject entry, Optional<Pin> pin) {
        try (OtpKey key = record.open(new VectorKeys(entry), entry.get("serial").getAsString(), pin)) {
            return hex(key.exposedBytes());
        }
    }

    /** The vector's own sealing key and pepper. */
    private static final class VectorKeys implements DeviceKeyStore {
        private final DeviceKeyStore sealing;
        private final JsonObject entry;

        VectorKeys(JsonObject entry) {
            this.entry = entry;
            this.sealing = new SoftwareKeyStore(
                    unhex(entry.get("kDevice_hex").getAsString()), new MemoryRecordStore(), new SecureRandom());
        }

        @Override
        public DeviceKey provide(String keyId) {
            return sealing.provide(keyId);
        }

        @Override
        public void delete(String keyId) {
            sealing.delete(keyId);
        }

        @Override
        public SealedValue seal(byte[] plaintext, byte[] aad) {
            return sealing.seal(plaintext, aad);
        }

        @Override
        public byte[] open(SealedValue sealed, byte[] aad) {
            return sealing.open(sealed, aad);
        }

        @Override
        public byte[] peppered(byte[] message) {
            return hmac(unhex(entry.get("kPepper_hex").getAsString()), message);
        }
    }
}
