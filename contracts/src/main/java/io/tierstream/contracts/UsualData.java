package io.tierstream.contracts;

import io.tierstream.contracts.order.v1.OrderPlaced;
import io.tierstream.contracts.payment.v1.PaymentReceived;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;

/**
 * The data of orders and payments, the most frequent events, as nearly every publisher writes it, read without data
 * binding, which takes several times as long. Whatever is unusual or wrong is left to the mapper, so that both mean the
 * same and the mapper alone says what is wrong.
 */
final class UsualData {

    private static final Map<Class<?>, Function<JsonParser, EventData>> READINGS =
            Map.of(OrderPlaced.class, UsualData::order, PaymentReceived.class, UsualData::payment);

    private static final TokenStreamFactory JSON = EventJson.mapper().tokenStreamFactory();

    private UsualData() {}

    /** Absent when that type is not read here, or anything about the data is unusual. */
    static @Nullable EventData read(Class<? extends EventData> type, byte[] data) {
        Function<JsonParser, EventData> reading = READINGS.get(type);
        if (reading == null) {
            return null;
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), data)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            EventData read = reading.apply(parser);
            // A name that is missing is the end of the object, and of the document.
            return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null ? read : null;
        } catch (RuntimeException e) {
            // Whatever it is, the mapper meets it again and says it.
            return null;
        }
    }

    private static OrderPlaced order(JsonParser parser) {
        String orderId = null;
        String customerId = null;
        BigDecimal amount = null;
        String currency = null;
        BigDecimal cost = null;
        BigDecimal quantity = null;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            switch (name) {
                case "orderId" -> orderId = once(orderId, text(parser));
                case "customerId" -> customerId = once(customerId, text(parser));
                case "amount" -> amount = once(amount, decimal(parser));
                case "currency" -> currency = once(currency, text(parser));
                case "cost" -> cost = once(cost, decimal(parser));
                case "quantity" -> quantity = once(quantity, decimal(parser));
                default -> throw new UnusualException();
            }
        }
        return new OrderPlaced(there(orderId), there(customerId), there(amount), currency, cost, quantity);
    }

    /** Without the reason of lateness, which is rare. */
    private static PaymentReceived payment(JsonParser parser) {
        String paymentId = null;
        String invoiceId = null;
        String customerId = null;
        BigDecimal amount = null;
        String currency = null;
        LocalDate dueDate = null;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            switch (name) {
                case "paymentId" -> paymentId = once(paymentId, text(parser));
                case "invoiceId" -> invoiceId = once(invoiceId, text(parser));
                case "customerId" -> customerId = once(customerId, text(parser));
                case "amount" -> amount = once(amount, decimal(parser));
                case "currency" -> currency = once(currency, text(parser));
                case "dueDate" -> dueDate = once(dueDate, day(parser));
                default -> throw new UnusualException();
            }
        }
        return new PaymentReceived(
                there(paymentId), there(invoiceId), there(customerId), there(amount), currency, dueDate, null);
    }

    private static <T> T once(@Nullable T before, T now) {
        if (before != null) {
            throw new UnusualException();
        }
        return now;
    }

    private static <T> T there(@Nullable T value) {
        if (value == null) {
            throw new UnusualException();
        }
        return value;
    }

    private static String text(JsonParser parser) {
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            throw new UnusualException();
        }
        return parser.getString();
    }

    private static BigDecimal decimal(JsonParser parser) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            return parser.getDecimalValue();
        }
        if (token == JsonToken.VALUE_STRING && EventJson.isPlainDecimal(parser.getString())) {
            return new BigDecimal(parser.getString());
        }
        throw new UnusualException();
    }

    /** In the form {@code 2026-11-22}. */
    private static LocalDate day(JsonParser parser) {
        String text = text(parser);
        if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
            throw new UnusualException();
        }
        return LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw new UnusualException();
            }
            number = 10 * number + c - '0';
        }
        return number;
    }

    /** Something that is left to the mapper. */
    private static final class UnusualException extends RuntimeException {

        UnusualException() {
            super(null, null, false, false);
        }
    }
}
