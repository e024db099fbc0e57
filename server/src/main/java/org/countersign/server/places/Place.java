package org.countersign.server.places;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where an address seems to be. */
public sealed interface Place {
    /** Returns it in words for people, in English. */
    String words();

    /** The network of the organisation: nobody else can have such an address. */
    record ThisNetwork() implements Place {
        @Override
        public String words() {
            return "This network";
        }
    }

    /**
     * A country, a city, or both.
     *
     * @param country code of ISO 3166-1, two capital letters; none where only the city is known
     * @param city its name as the database of places writes it
     */
    record Somewhere(@Nullable String country, @Nullable String city) implements Place {
        @Override
        public String words() {
            String name = country == null ? null : Locale.of("", country).getDisplayCountry(Locale.ENGLISH);
            return Stream.of(city, name).filter(word -> word != null).collect(Collectors.joining(", "));
        }
    }
}
