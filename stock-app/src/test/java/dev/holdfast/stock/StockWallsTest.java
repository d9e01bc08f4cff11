package dev.holdfast.stock;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.holdfast.stock.shelf.Shelf;
import dev.holdfast.tcc.TccState;
import org.apache.ibatis.annotations.Mapper;
import org.junit.jupiter.api.Test;

/** Rooms are named by a class that lives in them: a rename moves the wall. */
class StockWallsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackagesOf(StockApplication.class);

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
    void rooms_form_no_circle() {
        slices().matching(StockApplication.class.getPackageName() + ".(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
