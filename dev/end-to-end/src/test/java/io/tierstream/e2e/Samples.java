package io.tierstream.e2e;

import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.EventType;
import io.tierstream.contracts.EventTypes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** A good event of every input type, to be spoilt in one way each. */
final class Samples {

    /** Per type: complete data, and the names of what is required. */
    private static final Map<String, Sample> SAMPLES = new LinkedHashMap<>();

    /** Complete data of a type. */
    record Sample(String data, List<String> required) {}

    static {
        add(
                EventTypes.ORDER_PLACED,
                "{'orderId':'o','customerId':'c','amount':'10','currency':'EUR','cost':'5','quantity':1}",
                "orderId",
                "customerId",
                "amount");
        add(
                EventTypes.ORDER_CANCELLED,
                "{'customerId':'c','orderId':'o','amount':'10','currency':'EUR','cost':'5','quantity':1,'reason':'r'}",
                "customerId",
                "orderId");
        add(
                EventTypes.ORDER_RETURNED,
                "{'returnId':'r','customerId':'c','amount':'10','orderId':'o','currency':'EUR','cost':'5','quantity':1,'reason':'r'}",
                "returnId",
                "customerId",
                "amount");
        add(
                EventTypes.INVOICE_ISSUED,
                "{'invoiceId':'i','customerId':'c','amount':'10','dueDate':'2026-11-22','currency':'EUR','orderId':'o'}",
                "invoiceId",
                "customerId",
                "amount",
                "dueDate");
        add(
                EventTypes.PAYMENT_RECEIVED,
                "{'paymentId':'p','invoiceId':'i','customerId':'c','amount':'10','currency':'EUR','dueDate':'2026-11-22','lateReason':'bank'}",
                "paymentId",
                "invoiceId",
                "customerId",
                "amount");
        add(EventTypes.INVOICE_CANCELLED, "{'invoiceId':'i','customerId':'c'}", "invoiceId", "customerId");
        add(EventTypes.PAYMENT_REVERSED, "{'paymentId':'p','customerId':'c'}", "paymentId", "customerId");
        add(
                EventTypes.COMPLAINT_OPENED,
                "{'complaintId':'t','customerId':'c','subject':'s','description':'d','category':'g','severity':'high','channel':'mail','orderId':'o'}",
                "complaintId",
                "customerId",
                "subject");
        for (String type :
                List.of(EventTypes.COMPLAINT_RESOLVED, EventTypes.COMPLAINT_REOPENED, EventTypes.COMPLAINT_WITHDRAWN)) {
            add(type, "{'complaintId':'t','customerId':'c','note':'n'}", "complaintId", "customerId");
        }
        add(
                EventTypes.CUSTOMER_UPDATED,
                "{'customerId':'c','name':'N','accountManager':'m','segment':'s','region':'r','customerSince':'2020-01-01'}",
                "customerId",
                "name");
        add(
                EventTypes.CUSTOMER_VISITED,
                "{'customerId':'c','visitId':'v','visitedBy':'w','note':'n'}",
                "customerId",
                "visitId",
                "visitedBy");
        add(
                EventTypes.PROSPECT_ASSESSED,
                "{'customerId':'c','financial':10,'market':20,'cooperation':30,'influence':40,'assessedBy':'w'}",
                "customerId",
                "financial",
                "market",
                "cooperation",
                "influence",
                "assessedBy");
    }

    private Samples() {}

    private static void add(String type, String data, String... required) {
        SAMPLES.put(type, new Sample(data.replace('\'', '"'), List.of(required)));
    }

    static List<String> types() {
        return List.copyOf(SAMPLES.keySet());
    }

    static List<String> types(String topic) {
        return EventTypes.inputs().stream()
                .filter(type -> type.topic().equals(topic))
                .map(EventType::name)
                .toList();
    }

    static List<String> required(String type) {
        return SAMPLES.get(type).required();
    }

    static ObjectNode data(String type) {
        return (ObjectNode) EventJson.mapper().readTree(SAMPLES.get(type).data());
    }

    /** Data of a type whose business ids, the customer's included, are of nobody else. */
    static ObjectNode data(String type, String customer) {
        ObjectNode data = data(type);
        for (String field : List.copyOf(data.propertyNames())) {
            if (field.endsWith("Id")) {
                data.put(field, customer + "-" + data.path(field).asString());
            }
        }
        return data.put("customerId", customer);
    }

    /** A good event in structured mode. */
    static ObjectNode event(String type, String id) {
        ObjectNode json = EventJson.mapper().createObjectNode();
        json.put("specversion", "1.0");
        json.put("id", id);
        json.put("source", "urn:journey:bad");
        json.put("type", type);
        json.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        json.put("datacontenttype", "application/json");
        json.set("data", data(type));
        return json;
    }
}
