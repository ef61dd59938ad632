package org.modeltree.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OneToOne;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.modeltree.revision.UsesSql;

/** The table of packages in the design, and the one way through, held by the build. */
class ArchitectureTest {

    private static final String ROOT = "org.modeltree.";

    private static final Path SOURCES = Path.of("src/main/java/org/modeltree");
    private static final int MAX_FILES = 25;

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.modeltree");

    /**
     * Each package with all that is in it, and what else of ours it may import; those it imports bring theirs along. What is
     * not there is imported by nobody: security is reached by annotations, and pages, pictures and startup are the ends.
     */
    private static final Map<String, Set<String>> IMPORTS = new LinkedHashMap<>();

    static {
        allow("scoring");
        allow("revision");
        allow("http", "revision");
        allow("security", "http");
        allow("changes", "revision", "http");
        allow("catalog", "changes");
        allow("lineage", "catalog");
        allow("bands", "scoring", "catalog");
        allow("offering", "catalog");
        allow("identity", "offering");
        allow("card", "lineage", "bands", "offering");
        allow("formats", "identity", "card");
        allow("imports", "formats");
        allow("exports", "formats");
        allow("quality", "card");
        allow("webhooks", "changes");
        allow("pages", "quality", "exports", "imports");
        allow("agents", "quality", "exports", "imports");
        allow("pictures", "card");
        allow("startup", "exports", "imports");
    }

    private static void allow(String name, String... imported) {
        Set<String> all = new HashSet<>(Set.of(name));
        for (String one : imported) {
            all.addAll(IMPORTS.get(one));
        }
        IMPORTS.put(name, all);
    }

    @Test
    void every_package_imports_only_what_the_table_allows() {
        IMPORTS.forEach((name, allowed) -> {
            String[] inside = allowed.stream().map(one -> ROOT + one + "..").toArray(String[]::new);
            classes()
                    .that()
                    .resideInAPackage(ROOT + name + "..")
                    .should()
                    .onlyDependOnClassesThat(
                            DescribedPredicate.not(resideInAPackage(ROOT + ".")).or(resideInAnyPackage(inside)))
                    .allowEmptyShould(true)
                    .check(MAIN);
        });
    }

    @Test
    void there_is_no_package_that_the_table_does_not_know() {
        Set<String> unknown = new TreeSet<>();
        for (JavaClass type : MAIN) {
            if (!IMPORTS.containsKey(type.getPackageName().replace(ROOT, "").split("[.]", 2)[0])) {
                unknown.add(type.getName());
            }
        }
        assertEquals(Set.of(), unknown);
    }

    @Test
    void packages_make_no_circle() {
        SlicesRuleDefinition.slices()
                .matching(ROOT + "(**)")
                .should()
                .beFreeOfCycles()
                .check(MAIN);
    }

    @Test
    void a_folder_has_at_most_25_files_and_says_what_lives_there() throws IOException {
        try (Stream<Path> folders = Files.walk(SOURCES)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                List<String> files;
                try (Stream<Path> inside = Files.list(folder)) {
                    files = inside.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".java"))
                            .toList();
                }
                assertTrue(files.size() <= MAX_FILES, () -> folder + " has " + files.size() + " files");
                assertTrue(
                        files.isEmpty() || files.contains("package-info.java"),
                        () -> folder + " has no package-info.java");
            }
        }
    }

    @Test
    void scoring_is_pure() {
        classes()
                .that()
                .resideInAPackage(ROOT + "scoring")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", ROOT + "scoring")
                .check(MAIN);
    }

    @Test
    void only_resources_parameters_http_and_security_know_rest() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Resource")
                .and()
                .haveSimpleNameNotEndingWith("Params")
                .and()
                .resideOutsideOfPackages(ROOT + "http..", ROOT + "security..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "org.jboss.resteasy..")
                .check(MAIN);
    }

    @Test
    void only_entities_repositories_and_what_is_marked_know_the_database() {
        noClasses()
                .that(new DescribedPredicate<>("are neither entities, repositories nor marked") {
                    @Override
                    public boolean test(JavaClass type) {
                        return !isEntityOrPartOfOne(type) && !isRepository(type) && !isMarked(type);
                    }
                })
                .and()
                .resideOutsideOfPackages(
                        ROOT + "startup", ROOT + "revision", ROOT + "revision.sql", ROOT + "revision.trace")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "jakarta.persistence..", "org.hibernate..", "javax.sql..", ROOT + "revision.sql..")
                        .or(resideInAPackage("java.sql..")
                                // A driver's exception tells what to answer, and its Date becomes a LocalDate, in http.
                                .and(DescribedPredicate.describe(
                                        "not SQLException or Date",
                                        type -> !type.getSimpleName().matches("SQLException|Date")))))
                .check(MAIN);
    }

    @Test
    void nobody_imports_a_resource() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Resource")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".")
                        .and(DescribedPredicate.describe(
                                "are resources of ours",
                                type -> type.getSimpleName().endsWith("Resource"))))
                .check(MAIN);
    }

    @Test
    void resources_do_not_reach_past_services() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Resource")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe("are repositories", ArchitectureTest::isRepository))
                .check(MAIN);
    }

    @Test
    void entities_stay_in_their_package_and_relate_only_by_ids() {
        classes().that().areAnnotatedWith(Entity.class).should().notBePublic().check(MAIN);
        noFields()
                .should()
                .beAnnotatedWith(ManyToOne.class)
                .orShould()
                .beAnnotatedWith(OneToMany.class)
                .orShould()
                .beAnnotatedWith(ManyToMany.class)
                .orShould()
                .beAnnotatedWith(OneToOne.class)
                .check(MAIN);
    }

    @Test
    void views_are_records() {
        classes().that().haveSimpleNameEndingWith("View").should().beRecords().check(MAIN);
    }

    @Test
    void nothing_is_injected_into_fields() {
        fields().should().notBeAnnotatedWith(Inject.class).check(MAIN);
        methods().should().notBeAnnotatedWith(Inject.class).check(MAIN);
    }

    @Test
    void only_the_clock_tells_the_time() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Clocks")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .check(MAIN);
    }

    /** A class of the package that speaks to the database for its services. */
    private static boolean isRepository(JavaClass type) {
        if (!type.isTopLevelClass()) {
            return type.getEnclosingClass().map(ArchitectureTest::isRepository).orElse(false);
        }
        boolean speaks = type.isAssignableTo(PanacheRepositoryBase.class)
                || type.getFields().stream()
                        .anyMatch(field -> field.getRawType().isEquivalentTo(EntityManager.class));
        return speaks
                && !type.getModifiers().contains(JavaModifier.PUBLIC)
                && !type.getSimpleName().matches(".*(Service|Resource|View)");
    }

    private static boolean isMarked(JavaClass type) {
        return type.isAnnotatedWith(UsesSql.class)
                || type.getEnclosingClass().map(ArchitectureTest::isMarked).orElse(false);
    }

    private static boolean isEntityOrPartOfOne(JavaClass type) {
        return type.isAnnotatedWith(Entity.class)
                || type.getEnclosingClass()
                        .map(outer -> outer.isAnnotatedWith(Entity.class))
                        .orElse(false);
    }
}
