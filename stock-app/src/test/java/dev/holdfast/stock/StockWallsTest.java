package dev.holdfast.stock;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.holdfast.stock.gate.Gate;
import dev.holdfast.stock.keeper.RowRepair;
import dev.holdfast.stock.shelf.Shelf;
import dev.holdfast.tcc.TccState;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;

/** Rooms are named by a class that lives in them: a rename moves the wall. */
class StockWallsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackagesOf(StockApplication.class);

    /** Everything in these is their own: no class can be named of them. */
    private static final String RETENTION = StockApplication.class.getPackageName() + ".retention";

    private static final String RECONCILER = StockApplication.class.getPackageName() + ".reconciler";

    /** By word, since the class path of this service must not even have it. */
    @Test
    void nobody_here_knows_seata() {
        noClasses()
                .should()
                .dependOnClassesThat(new DescribedPredicate<>("are of Seata") {
                    @Override
                    public boolean test(JavaClass type) {
                        return type.getPackageName().contains("seata");
                    }
                })
                .check(CLASSES);
    }

    @Test
    void the_shelf_knows_nothing_of_reservations() {
        noClasses()
                .that()
                .resideInAPackage(Shelf.class.getPackageName())
                .should()
                .dependOnClassesThat()
                .areAssignableTo(TccState.class)
                .check(CLASSES);
    }

    @Test
    void sql_is_nobodys_business_but_its_rooms() {
        classes().that().areAnnotatedWith(Mapper.class).should().notBePublic().check(CLASSES);
    }

    @Test
    void redis_is_nobodys_business_but_the_gates() {
        noClasses()
                .that()
                .resideOutsideOfPackage(Gate.class.getPackageName())
                .should()
                .dependOnClassesThat()
                .resideInAPackage(RedissonClient.class.getPackage().getName().replaceFirst("\\.api$", "") + "..")
                .check(CLASSES);
    }

    @Test
    void the_gate_knows_no_other_room_and_no_database() {
        noClasses()
                .that()
                .resideInAPackage(Gate.class.getPackageName())
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage(
                                StockApplication.class.getPackageName() + "..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(Gate.class.getPackageName())))
                        .or(JavaClass.Predicates.resideInAnyPackage(
                                "org.apache.ibatis..", "org.springframework.jdbc..")))
                .check(CLASSES);
    }

    @Test
    void only_the_reconciler_asks_the_keeper() {
        noClasses()
                .that()
                .resideOutsideOfPackages(RowRepair.class.getPackageName(), RECONCILER)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(RowRepair.class.getPackageName())
                .check(CLASSES);
    }

    /** It tells what is wrong in the database, and writes nothing there but its own log and whose turn it is. */
    @Test
    void the_reconciler_is_nobodys_servant_and_has_no_way_to_the_shelf() {
        noClasses()
                .that()
                .resideInAPackage(RECONCILER)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(Shelf.class.getPackageName())
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(RECONCILER)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(RECONCILER)
                .check(CLASSES);
    }

    /** It keeps the gate true to the database, never the database true to the gate. */
    @Test
    void the_keeper_writes_nothing_to_the_database() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(RowRepair.class.getPackageName())
                .and()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Mapper.class)
                .should()
                .beAnnotatedWith(Select.class)
                .check(CLASSES);
    }

    /** Stock rows and the gate are for those who buy: a removal neither waits for them nor makes anybody wait. */
    @Test
    void the_retention_touches_neither_shelf_nor_gate_and_is_nobodys_servant() {
        noClasses()
                .that()
                .resideInAPackage(RETENTION)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        Shelf.class.getPackageName(), Gate.class.getPackageName(), RowRepair.class.getPackageName())
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(RETENTION)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(RETENTION)
                .check(CLASSES);
    }

    @Test
    void rooms_form_no_circle() {
        slices().matching(StockApplication.class.getPackageName() + ".(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
