package org.countersign.device.wire;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where an address seems to be, for people.
 *
 * @param own whether only the organisation's own network can have it; then nothing else is known
 * @param country code of ISO 3166-1, two capital letters
 * @param city its name as the server writes it
 */
public record Place(boolean own, Optional<String> country, Optional<String> city) {
    private static final Pattern CODE = Pattern.compile("[A-Z]{2}");

    /** Reads the place of a push request; exactly one of the two forms of its page. */
    static Place read(Fields fields) {
        Place place =
                new Place(fields.bool("own"), fields.optionalString("country", 2), fields.optionalString("city", 256));
        fields.nothingElse();
        boolean isSomewhere = place.country.isPresent() || place.city.isPresent();
        if (place.own == isSomewhere
                || !place.country.map(code -> CODE.matcher(code).matches()).orElse(true)) {
            throw new ProtocolException(ErrorCodes.MESSAGE_MALFORMED, "The place of a push request is malformed.");
        }
        return place;
    }

    /** City and country, in English. */
    public String words() {
        if (own) {
            return "This network";
        }
        Optional<String> name =
                country.map(code -> new Locale.Builder().setRegion(code).build().getDisplayCountry(Locale.ENGLISH));
        return Stream.of(city, name).flatMap(Optional::stream).collect(Collectors.joining(", "));
    }
}
