package dev.holdfast.stockapi;

import java.util.List;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/** stock-app's endpoints as Feign sees them; {@link StockClient} is what others call. */
@FeignClient(name = "stock-app", contextId = "holdfast-stock", configuration = StockFeignConfiguration.class)
interface StockEndpoints {
    @PostMapping("/tcc/reservations/{reservationId}/try")
    Reservation tryReserve(@PathVariable("reservationId") String reservationId, @RequestBody TryRequest request);

    @PostMapping("/tcc/reservations/{reservationId}/confirm")
    Reservation confirm(@PathVariable("reservationId") String reservationId, @RequestBody Xid request);

    @PostMapping("/tcc/reservations/{reservationId}/cancel")
    Reservation cancel(@PathVariable("reservationId") String reservationId, @RequestBody Xid request);

    @PostMapping("/tcc/reservations/try")
    List<Each<StockRefusal.Members>> tryAll(@RequestBody TryBatch request);

    @PostMapping("/tcc/reservations/confirm")
    List<Each<StockRefusal.Members>> confirmAll(@RequestBody SettleBatch request);

    @PostMapping("/tcc/reservations/cancel")
    List<Each<StockRefusal.Members>> cancelAll(@RequestBody SettleBatch request);

    @PostMapping("/tcc/reservations/find")
    List<Reservation> findAll(@RequestBody FindBatch request);

    @GetMapping("/tcc/reservations/{reservationId}")
    Reservation find(@PathVariable("reservationId") String reservationId);

    @GetMapping("/tcc/reservations")
    List<HeldReservation> list(
            @RequestParam("state") ReservationState state,
            @RequestParam("olderThanSeconds") long olderThanSeconds,
            @RequestParam("afterTime") String afterTime,
            @RequestParam("afterId") String afterId,
            @RequestParam("limit") int limit);

    @GetMapping("/stock/{skuId}")
    StockLevel level(@PathVariable("skuId") long skuId, @RequestParam("storeId") long storeId);
}
