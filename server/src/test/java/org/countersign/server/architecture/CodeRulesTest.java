package org.countersign.server.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.text.DecimalFormat;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.countersign.server.kernel.Seam;
import org.countersign.server.notification.Mail;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Time, randomness, secrets and SQL stay where they belong. */
@AnalyzeClasses(packages = "org.countersign", importOptions = ImportOption.DoNotIncludeTests.class)
class CodeRulesTest {
    private static final String KERNEL = "org.countersign.server.kernel..";

    private static DescribedPredicate<JavaClass> areOfTheServer() {
        return DescribedPredicate.describe(
                "are of the server",
                type -> type.getPackageName().startsWith("org.countersign.server")
                        && !type.getPackageName().contains(".templates"));
    }

    @ArchTest
    static final ArchRule noAmbientTime = noClasses()
            .that(areOfTheServer())
            .and()
            .resideOutsideOfPackage(KERNEL)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(InstantSource.class, "system")
            .because("time comes through the constructor, as an InstantSource");

    @ArchTest
    static final ArchRule noAmbientRandomness = noClasses()
            .that(areOfTheServer())
            .and()
            .resideOutsideOfPackage(KERNEL)
            .should()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callConstructor(SecureRandom.class)
            .orShould()
            .callConstructor(Random.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ThreadLocalRandom.class)
            .because("randomness comes through the constructor, as Randomness");

    @ArchTest
    static final ArchRule sqlOnlyInStores = noClasses()
            .that(areOfTheServer())
            .and()
            .haveSimpleNameNotEndingWith("Store")
            .and()
            .resideOutsideOfPackages("..database..", "..protocol.oidc..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(JdbcClient.class)
            .because("the SQL of a table has one place");

    /** Such a stream keeps its connection until it is closed; sixteen of them once stopped the whole server. */
    @ArchTest
    static final ArchRule noStreamsOfRows = noClasses()
            .that(areOfTheServer())
            .should()
            .callMethod(JdbcClient.MappedQuerySpec.class, "stream")
            .because("an open stream of rows holds a connection: use list(), set() or a row callback");

    @ArchTest
    static final ArchRule passcodesDependOnTheJdkOnly = classes()
            .that()
            .resideInAPackage("org.countersign.otp..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "org.countersign.otp..",
                    "java..",
                    "javax.crypto..",
                    "javax.xml..",
                    "org.w3c.dom..",
                    "org.xml.sax..",
                    "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Base|Data|Info)(\\$.*)?")
            .because("such a name says nothing");

    @ArchTest
    static final ArchRule packagesSayWhatTheyHold = noClasses()
            .should()
            .resideInAnyPackage("..common..", "..util..", "..model..", "..dto..", "..service..")
            .because("such a package holds anything");

    @ArchTest
    static final ArchRule recordsHoldNoArrays = fields().that()
            .areDeclaredInClassesThat(DescribedPredicate.describe("are records", JavaClass::isRecord))
            .and(DescribedPredicate.describe(
                    "are components", (JavaField field) -> !field.getModifiers().contains(JavaModifier.STATIC)))
            .should()
            .notHaveRawType(DescribedPredicate.describe("an array", JavaClass::isArray))
            .because("a record's equality and immutability end at an array");

    @ArchTest
    static final ArchRule interfacesAreSealedOrSeams = classes()
            .that(areOfTheServer())
            .and()
            .haveSimpleNameNotEndingWith("package-info")
            .and()
            .areInterfaces()
            .and()
            .areNotAnnotations()
            .and(DescribedPredicate.describe(
                    "are not sealed", (JavaClass type) -> !type.reflect().isSealed()))
            .should()
            .beAnnotatedWith(Seam.class)
            .because("an interface with one implementation is annotated as a seam with its reason");

    @ArchTest
    static final ArchRule nobodyWordsAMailByHand = noClasses()
            .that(areOfTheServer())
            .and()
            .resideOutsideOfPackage("org.countersign.server.notification..")
            .should()
            .callConstructor(Mail.class, String.class, String.class, String.class)
            .orShould()
            .callConstructor(Mail.class, String.class, String.class, String.class, Optional.class)
            .because("every mail is of a MailKind, whose words a virtual server can choose in each language");

    @ArchTest
    static final ArchRule noDigitsOfTheLocale = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(DecimalFormat.class)
            .orShould()
            .callMethod(String.class, "format", String.class, Object[].class)
            .orShould()
            .callMethod(String.class, "toLowerCase")
            .orShould()
            .callMethod(String.class, "toUpperCase")
            .orShould()
            .callMethod(String.class, "formatted", Object[].class)
            .because("they print non-ASCII digits or letters in some locales");
}
