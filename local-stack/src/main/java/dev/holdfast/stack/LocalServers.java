package dev.holdfast.stack;

/** The four servers as processes of this machine. */
record LocalServers(StackSettings settings, Layout layout, Readiness readiness, Progress progress) implements Servers {

    @Override
    public Server database() {
        int port = settings.ports().database();
        return process(
                settings.database().label(),
                port,
                new DatabaseRecipe(settings.database(), layout, port),
                readiness.database());
    }

    @Override
    public Server redis() {
        return process("redis", settings.ports().redis(), recipes().redis(), readiness.redis());
    }

    @Override
    public Server nacos() {
        return process("nacos", settings.ports().nacos(), recipes().nacos(), readiness.nacos());
    }

    @Override
    public Server seata() {
        return process("seata", settings.ports().seata(), recipes().seata(), readiness.seata());
    }

    private Recipes recipes() {
        return new Recipes(settings, layout);
    }

    private Server process(String name, int port, LocalProcess.Recipe recipe, Probe probe) {
        return new LocalProcess(name, port, recipe, probe, readiness, layout.log(name), progress, LocalProcess.GRACE);
    }
}
