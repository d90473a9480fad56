package io.tierstream.tier.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.tier.http.PrioritisingOrders.OrderLine;
import io.tierstream.tier.web.OrderLines.Wrong;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderLinesTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "O-1,C-1,2026-12-01,12.5",
                "O-1;C-1;2026-12-01;12,5",
                "O-1\tC-1\t2026-12-01T00:00\t12.5",
                "orderId,customerId,promisedAt,quantity\r\nO-1,C-1,2026-11-30T16:00:00Z,12.5\r\n\r\n",
                "\"O-1\", C-1 ,2026-12-01 00:00,12.5"
            })
    void shouldReadLinesAsSpreadsheetsCopyAndSaveThem(String text) {
        OrderLines lines = OrderLines.read(text, SHANGHAI);

        assertThat(lines.wrong()).isEmpty();
        assertThat(lines.orders())
                .containsExactly(
                        new OrderLine("O-1", "C-1", Instant.parse("2026-11-30T16:00:00Z"), new BigDecimal("12.5")));
    }

    @Test
    void shouldNotTakeAnOrderForHeaders() {
        OrderLines lines = OrderLines.read("O-1,C-1,2026-12-01,5 t\n", SHANGHAI);

        assertThat(lines.wrong()).containsExactly(new Wrong(1, "priorities.wrong.quantity", "5 t"));
    }

    @Test
    void shouldSayWhichLineIsWrongAndWhy() {
        OrderLines lines = OrderLines.read("""
                O-1,C-1,2026-12-01,5
                O-2,C-1,tomorrow,5
                O-3,C-1
                O-4,C-1,2026-12-01,many
                """, SHANGHAI);

        assertThat(lines.numbers()).containsExactly(1L);
        assertThat(lines.wrong())
                .containsExactly(
                        new Wrong(2, "priorities.wrong.promised", "tomorrow"),
                        new Wrong(3, "priorities.wrong.fields", "O-3 C-1"),
                        new Wrong(4, "priorities.wrong.quantity", "many"));
    }
}
