package io.tierstream.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierstream.contracts.Decoding.Decoded;
import io.tierstream.contracts.Decoding.Undecodable;
import io.tierstream.contracts.EventValidation.Invalid;
import io.tierstream.contracts.EventValidation.Valid;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventValidationTest {

    private static final String ORDER = """
            {"specversion":"1.0","id":"1","source":"/shop","type":"io.tierstream.order.placed.v1",
             "time":"2026-11-20T09:30:00Z","subject":"acme",
             "data":{"orderId":"O-1","customerId":"acme","amount":%s}}""";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "12",
                "12.5",
                "\"12.50\"",
                "\"12.5000000\"",
                "999999999999999.9999",
                "\"999999999999999.9999\"",
                "1e3",
                "1.5E2",
                "0.0001",
                "0.0"
            })
    void shouldTakeAmounts(String amount) {
        assertThat(validate(ORDER.formatted(amount))).isInstanceOf(Valid.class);
        assertThat(decode(ORDER.formatted(amount))).isInstanceOf(Decoded.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "\"-1\"",
                "0.00001",
                "\"0.00001\"",
                "1000000000000000",
                "\"1000000000000000\"",
                "1e15",
                "1e400",
                "1e999999999",
                "1e-999999999",
                "\"1e3\"",
                "\"\"",
                "\" 1\"",
                "\"abc\"",
                "true",
                "null",
                "[]",
                "{}",
                "\"１２\"",
                "\"+1\"",
                "\"1,5\"",
                "\"0x10\"",
                "\"NaN\""
            })
    void shouldRefuseWhatIsNoAmount(String amount) {
        assertThat(validate(ORDER.formatted(amount))).isInstanceOfSatisfying(Invalid.class, invalid -> {
            assertThat(invalid.cloudEvent()).isTrue();
            assertThat(invalid.violations()).first().satisfies(violation -> {
                assertThat(violation.pointer()).startsWith("/data");
                assertThat(violation.message()).isNotBlank().doesNotContain("tierstream.contracts", "java.");
            });
        });
        assertThat(decode(ORDER.formatted(amount))).isInstanceOfSatisfying(Undecodable.class, undecodable -> {
            assertThat(undecodable.reason()).isEqualTo(DeadLetterReason.INVALID);
            assertThat(undecodable.detail()).contains("amount").doesNotContain("tierstream.contracts", "java.");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | /specversion | false",
                "{'specversion':'1.0','id':'','source':'/s','type':'t'} | /id | false",
                "{'specversion':'0.3','id':'1','source':'/s','type':'t'} | /specversion | false",
                "{'specversion':'1.0','id':'1','source':'not a uri','type':'t'} | /source | false",
                "{'specversion':'1.0','id':'1','source':'/s','type':'t','time':'yesterday'} | /time | false",
                "{'specversion':'1.0','id':'1','source':'/s','type':'t','time':'+99999-01-01T00:00:00Z'} | /time | false",
                "{'specversion':'1.0','id':'1','source':'/s','type':'nope','time':'2026-01-01T00:00:00Z'} | /type | true",
                "{'specversion':'1.0','id':'1','source':'/s','type':'io.tierstream.tier.changed.v1'} | /type | true",
                "{'specversion':'1.0','id':'1','source':'/s','type':'io.tierstream.payment.reversed.v1','data':{'paymentId':'p','customerId':'c'}} | /time | true",
                "{'specversion':'1.0','id':'1','source':'/s','type':'io.tierstream.payment.reversed.v1','time':'2026-01-01T00:00:00Z'} | /data | true",
                "{'specversion':'1.0','id':'1','source':'/s','type':'io.tierstream.payment.reversed.v1','time':'2026-01-01T00:00:00Z','data':{'paymentId':'p'}} | /data/customerId | true",
                "{'specversion':'1.0','id':'1','source':'/s','type':'io.tierstream.payment.reversed.v1','time':'2026-01-01T00:00:00Z','subject':'d','data':{'paymentId':'p','customerId':'c'}} | /subject | true",
                "{'specversion':'1.0','id':'1','source':'/s','type':'io.tierstream.payment.reversed.v1','time':'2026-01-01T00:00:00Z','data':{'paymentId':'p/../q','customerId':'c'}} | /data/paymentId | true",
                "{'specversion':'1.0','id':'1','source':'/s','type':'io.tierstream.payment.reversed.v1','time':'2026-01-01T00:00:00Z','data':{'paymentId':7,'customerId':'c'}} | /data/paymentId | true",
                "{'specversion':'1.0','id':'1','source':'/s','type':'io.tierstream.invoice.issued.v1','time':'2026-01-01T00:00:00Z','data':{'invoiceId':'i','customerId':'c','amount':1,'dueDate':'2026-02-30'}} | /data | true",
                "{'specversion':'1.0','id':'1','source':'/s','type':'io.tierstream.order.cancelled.v1','time':'2026-01-01T00:00:00Z','data':{'customerId':'c','cancellationId':'x'}} | /data | true",
                "{'specversion':'1.0','id':'1','source':'/s','type':'io.tierstream.payment.reversed.v1','time':'2026-01-01T00:00:00Z','data':[]} | /data | true",
            })
    void shouldPointAtWhatIsWrong(String json, String pointer, boolean cloudEvent) {
        assertThat(validate(json.replace('\'', '"'))).isInstanceOfSatisfying(Invalid.class, invalid -> {
            assertThat(invalid.cloudEvent()).isEqualTo(cloudEvent);
            assertThat(invalid.violations())
                    .anySatisfy(violation -> assertThat(violation.pointer()).startsWith(pointer));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"specversion", "id", "source", "type", "time", "subject"})
    void shouldRefuseAttributesThatAreNoText(String attribute) {
        String json =
                ORDER.formatted("1").replaceFirst("\"" + attribute + "\":\"[^\"]*\"", "\"" + attribute + "\":1.0");

        assertThatThrownBy(() -> RawEvent.structured(EventJson.mapper().readTree(json)))
                .isInstanceOf(InvalidEventException.class)
                .hasMessage(attribute + ": must be a text");
    }

    @Test
    void shouldListEverythingThatIsWrong() {
        Invalid invalid = (Invalid) validate("""
                {"specversion":"1.0","id":"1","source":"/shop","type":"io.tierstream.order.placed.v1","subject":"b",
                 "data":{"customerId":"acme","amount":-1,"currency":"euro"}}""");

        assertThat(invalid.violations())
                .extracting(Violation::pointer)
                .contains("/time", "/data/orderId", "/data/amount", "/data/currency", "/subject");
    }

    @Test
    void shouldSayWhichDayDoesNotExist() {
        String invoice = ORDER.replace("order.placed", "invoice.issued")
                .replace("orderId", "invoiceId")
                .formatted("1,\"dueDate\":\"2026-02-30\"");

        assertThat(validate(invoice))
                .isEqualTo(new Invalid(
                        true,
                        List.of(new Violation(
                                "/data/dueDate", "rule", "must be a day that exists, such as 2026-11-22"))));
    }

    private static EventValidation.Result validate(String json) {
        return EventValidation.validate(RawEvent.structured(EventJson.mapper().readTree(json)));
    }

    private static Decoding decode(String json) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("content-type", "application/cloudevents+json".getBytes(StandardCharsets.UTF_8));
        return EventCodec.decode(Topics.ORDERS, json.getBytes(StandardCharsets.UTF_8), headers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "42", "{\"id\":1,\"id\":2}", "\u0000\u0001", "{} {}"})
    void shouldCallPoisonUnreadable(String value) {
        assertThat(decode(value))
                .isInstanceOfSatisfying(
                        Undecodable.class,
                        undecodable -> assertThat(undecodable.reason()).isEqualTo(DeadLetterReason.UNREADABLE));
    }

    @Test
    void shouldCallNestingWithoutEndUnreadable() {
        assertThat(decode("[".repeat(100_000)))
                .isInstanceOfSatisfying(
                        Undecodable.class,
                        undecodable -> assertThat(undecodable.reason()).isEqualTo(DeadLetterReason.UNREADABLE));
    }

    @Test
    void shouldReadBinaryModeWithoutContentType() {
        RecordHeaders headers = new RecordHeaders();
        for (List<String> header : List.of(
                List.of("ce_specversion", "1.0"),
                List.of("ce_id", "1"),
                List.of("ce_source", "/kcat"),
                List.of("ce_type", EventTypes.PAYMENT_REVERSED),
                List.of("ce_time", "2026-11-20T10:30:00+01:00"))) {
            headers.add(header.get(0), header.get(1).getBytes(StandardCharsets.UTF_8));
        }
        byte[] value = "{\"paymentId\":\"p\",\"customerId\":\"c\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(EventCodec.decode(Topics.PAYMENTS, value, headers)).isInstanceOf(Decoded.class);
        assertThat(EventCodec.decode(Topics.ORDERS, value, headers))
                .isInstanceOfSatisfying(
                        Undecodable.class,
                        undecodable -> assertThat(undecodable.reason()).isEqualTo(DeadLetterReason.WRONG_TOPIC));
    }
}
