package dev.holdfast.proof;

import dev.holdfast.stack.SharedStack;
import dev.holdfast.stack.Stack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test against the one running stack; after each, the promise is checked from the databases. */
@ExtendWith(SharedStack.class)
abstract class ShopTest {
    Shop shop;

    @BeforeEach
    void open(Stack stack) {
        shop = new Shop(stack);
        shop.awaitReady(shop.orders);
    }

    @AfterEach
    void the_promise_holds() {
        shop.assertPromise();
    }
}
