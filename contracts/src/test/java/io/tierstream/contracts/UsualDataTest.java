package io.tierstream.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.order.v1.OrderPlaced;
import io.tierstream.contracts.payment.v1.PaymentReceived;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

/** What is read without data binding is what the mapper reads. */
class UsualDataTest {

    private static final List<String> NAMES = List.of(
            "orderId",
            "paymentId",
            "invoiceId",
            "customerId",
            "amount",
            "currency",
            "cost",
            "quantity",
            "dueDate",
            "x");

    private static final List<String> VALUES = List.of(
            "\"a-1\"",
            "\"customer-1\"",
            "\"\"",
            "\" \"",
            "\"\\u0041\"",
            "\"名\"",
            "\"EUR\"",
            "\"eur\"",
            "\"12.50\"",
            "\"12.50000\"",
            "\"+1\"",
            "\"1e3\"",
            "\"-1\"",
            "\"123456789012345678901\"",
            "\"0\"",
            "10",
            "10.25",
            "1e2",
            "1e999999999",
            "0e-400000000000",
            "-3",
            "\"2026-11-22\"",
            "\"2026-02-29\"",
            "\"2026-2-9\"",
            "\"2026-11-22T10:00:00Z\"",
            "\"1899-12-31\"",
            "null",
            "true",
            "[]",
            "{\"a\": 1}");

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 50);
    }

    @Test
    void shouldReadUsualData() {
        assertThat(
                        read(
                                OrderPlaced.class,
                                "{\"orderId\":\"o-1\",\"customerId\":\"c-1\",\"amount\":\"12.50\",\"cost\":10,\"quantity\":1.5}"))
                .isEqualTo(new OrderPlaced(
                        "o-1", "c-1", new BigDecimal("12.5"), null, BigDecimal.TEN, new BigDecimal("1.5")));
        assertThat(read(
                        PaymentReceived.class,
                        "{\"amount\":\"1\",\"paymentId\":\"p\",\"invoiceId\":\"i\",\"customerId\":\"c\",\"currency\":\"USD\","
                                + "\"dueDate\":\"2024-02-29\"}"))
                .isEqualTo(new PaymentReceived("p", "i", "c", BigDecimal.ONE, "USD", LocalDate.of(2024, 2, 29), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"orderId\":\"o\",\"customerId\":\"c\",\"amount\":\"1\"} {}",
                "{\"orderId\":\"o\",\"customerId\":\"c\",\"amount\":\"1\"",
                "{\"orderId\":\"o\",\"orderId\":\"o\",\"customerId\":\"c\",\"amount\":\"1\"}",
                "{\"orderId\":\"o\",\"customerId\":\"c\",\"amount\":\"1\",\"cost\":null}",
                "{\"orderId\":\"o\",\"customerId\":\"c\",\"amount\":\"1\",\"more\":1}",
                "[]",
                "null",
                ""
            })
    void shouldLeaveTheUnusualToTheMapper(String json) {
        assertThat(read(OrderPlaced.class, json)).isNull();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldReadWhatTheMapperReadsOrLeaveItToIt(long seed) {
        Random random = new Random(seed);
        int usual = 0;
        for (int i = 0; i < 500; i++) {
            boolean order = random.nextBoolean();
            Class<? extends EventData> type = order ? OrderPlaced.class : PaymentReceived.class;
            String json = document(order, random);
            EventData read = read(type, json);
            if (read != null) {
                usual++;
                assertThat(mapped(type, json)).as("seed %d: %s", seed, json).isEqualTo(read);
            }
        }
        assertThat(usual).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "-1", "1.5", "1.", ".5", "", "-", "--1", "1.5.1", "1e3", "+1", "１", "12345678901234567890"})
    void shouldTellPlainDecimals(String text) {
        Pattern plain = Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,20})?");

        assertThat(EventJson.isPlainDecimal(text)).isEqualTo(plain.matcher(text).matches());
        assertThat(EventJson.isPlainDecimal(text + "1"))
                .isEqualTo(plain.matcher(text + "1").matches());
        assertThat(EventJson.isPlainDecimal(text + "." + text))
                .isEqualTo(plain.matcher(text + "." + text).matches());
    }

    /** Whole, but for a few members that are another, missing, or there twice. */
    private static String document(boolean order, Random random) {
        List<String> members = new ArrayList<>(
                order
                        ? List.of("\"orderId\":\"o\"", "\"customerId\":\"c\"", "\"amount\":\"5.5\"")
                        : List.of(
                                "\"paymentId\":\"p\"",
                                "\"invoiceId\":\"i\"",
                                "\"customerId\":\"c\"",
                                "\"amount\":\"5.5\""));
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            String member =
                    "\"" + NAMES.get(random.nextInt(NAMES.size())) + "\":" + VALUES.get(random.nextInt(VALUES.size()));
            if (random.nextInt(3) == 0) {
                members.set(random.nextInt(members.size()), member);
            } else {
                members.add(random.nextInt(members.size() + 1), member);
            }
        }
        String json = "{" + String.join(",", members) + "}";
        return random.nextInt(20) == 0 ? json.substring(0, random.nextInt(json.length())) : json;
    }

    private static EventData read(Class<? extends EventData> type, String json) {
        return UsualData.read(type, json.getBytes(StandardCharsets.UTF_8));
    }

    private static Object mapped(Class<? extends EventData> type, String json) {
        try {
            return EventJson.mapper().readValue(json.getBytes(StandardCharsets.UTF_8), type);
        } catch (JacksonException e) {
            return e;
        }
    }
}
