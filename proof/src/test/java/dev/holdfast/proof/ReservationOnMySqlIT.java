package dev.holdfast.proof;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "holdfast.db", matches = "mysql")
class ReservationOnMySqlIT extends ReservationContract {}
