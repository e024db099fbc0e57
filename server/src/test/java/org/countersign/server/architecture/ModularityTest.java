package org.countersign.server.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.countersign.server.CountersignServer;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/** Modules touch only what they declare, and every class belongs to one. */
class ModularityTest {
    private static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.countersign.server");

    @Test
    void modulesTouchOnlyWhatTheyDeclare() {
        System.setProperty("spring.modulith.detection-strategy", "explicitly-annotated");
        ApplicationModules.of(CountersignServer.class).verify();
    }

    @Test
    void everyClassBelongsToAModule() {
        classes()
                .that(areOurs())
                .should(new ArchCondition<>("lie in a package that is annotated as a module") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean inModule = type.getPackage().isAnnotatedWith(ApplicationModule.class);
                        events.add(new SimpleConditionEvent(
                                type, inModule, type.getName() + " lies in no module: annotate its package-info"));
                    }
                })
                .check(SERVER);
    }

    /** All but the program's entry and the generated templates. */
    private static DescribedPredicate<JavaClass> areOurs() {
        return DescribedPredicate.describe(
                "are ours",
                type -> !type.getPackageName().equals("org.countersign.server")
                        && !type.getPackageName().startsWith("org.countersign.server.web.templates"));
    }
}
