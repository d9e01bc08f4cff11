package dev.holdfast.stack;

/** Where to look next, for the person who ran ./up. */
final class Addresses {

    private Addresses() {}

    static void print(Stack stack) {
        StringBuilder text = new StringBuilder();
        if (stack.settings().apps().wanted()) {
            text.append(
                    """
                    gateway         %1$s
                    another order   curl -i %1$s/orders -H 'Content-Type: application/json' \\
                                      -H "Idempotency-Key: $(date +%%s%%N)" \\
                                      -d '{"buyerId":"demo","lines":[{"storeId":1,"skuId":1001,"quantity":2}]}'
                    """
                            .formatted(stack.gateway()));
        }
        text.append("Seata console   %s   %s / %s%n"
                .formatted(stack.seataConsole(), Accounts.SEATA_CONSOLE.name(), Accounts.SEATA_CONSOLE.password()));
        text.append("Nacos console   %s   %s / %s%n"
                .formatted(stack.nacosConsole(), Accounts.NACOS_ADMIN.name(), Accounts.NACOS_ADMIN.password()));
        text.append("database        %s   %s / %s%n"
                .formatted(
                        stack.database().address(), Accounts.DATABASE_ROOT.name(), Accounts.DATABASE_ROOT.password()));
        text.append("logs            ").append(stack.logs());
        System.out.println(text);
    }
}
