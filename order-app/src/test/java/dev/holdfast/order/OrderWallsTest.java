package dev.holdfast.order;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.holdfast.order.ledger.Orders;
import dev.holdfast.order.recovery.Resolver;
import dev.holdfast.order.tcc.OrderTcc;
import dev.holdfast.order.tcc.OrderTransaction;
import dev.holdfast.order.tcc.StockTcc;
import dev.holdfast.stockapi.StockClient;
import dev.holdfast.tcc.TccState;
import org.apache.ibatis.annotations.Mapper;
import org.apache.seata.core.context.RootContext;
import org.junit.jupiter.api.Test;

/** Rooms are named by a class that lives in them: a rename moves the wall. */
class OrderWallsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackagesOf(OrderApplication.class);

    private static final String RECOVERY = Resolver.class.getPackageName();

    @Test
    void only_the_tcc_room_knows_seata() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        OrderTransaction.class.getPackageName(), OrderApplication.class.getPackageName())
                .should()
                .dependOnClassesThat()
                .resideInAPackage(rootOf(RootContext.class))
                .check(CLASSES);
    }

    @Test
    void only_the_tcc_room_and_recovery_ask_stock() {
        noClasses()
                .that()
                .resideOutsideOfPackages(StockTcc.class.getPackageName(), RECOVERY)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(StockClient.class)
                .check(CLASSES);
    }

    @Test
    void only_the_ledger_has_sql_and_the_log_of_recovery() {
        classes()
                .that()
                .areAnnotatedWith(Mapper.class)
                .should()
                .resideInAnyPackage(Orders.class.getPackageName(), RECOVERY)
                .andShould()
                .notBePublic()
                .check(CLASSES);
    }

    @Test
    void only_the_ledger_speaks_of_tcc_states() {
        noClasses()
                .that()
                .resideOutsideOfPackage(Orders.class.getPackageName())
                .should()
                .dependOnClassesThat()
                .areAssignableTo(TccState.class)
                .check(CLASSES);
    }

    @Test
    void doors_are_public_or_seata_never_confirms_them() {
        classes()
                .that()
                .areAssignableTo(StockTcc.class)
                .or()
                .areAssignableTo(OrderTcc.class)
                .should()
                .bePublic()
                .check(CLASSES);
    }

    @Test
    void rooms_form_no_circle() {
        slices().matching(OrderApplication.class.getPackageName() + ".(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    /** org.apache.seata.. of org.apache.seata.core.context.RootContext. */
    private static String rootOf(Class<?> type) {
        String[] parts = type.getPackageName().split("\\.");
        return parts[0] + "." + parts[1] + "." + parts[2] + "..";
    }
}
