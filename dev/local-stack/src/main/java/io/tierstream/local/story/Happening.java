package io.tierstream.local.story;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event of the demonstration. Its id follows from what happens, so that publishing it again is a repeat.
 *
 * @param id of the event
 * @param type of the event, without what all have in common: {@code order.placed}
 * @param time when it happens
 * @param data the payload, which names the customer
 */
record Happening(String id, String type, Instant time, Map<String, Object> data) {

    private static final String SOURCE = "/demonstration";

    Happening {
        data = Map.copyOf(data);
    }

    String customerId() {
        return String.valueOf(data.get("customerId"));
    }

    /** In CloudEvents' JSON format. */
    Map<String, Object> structured() {
        var event = new LinkedHashMap<String, Object>();
        event.put("specversion", "1.0");
        event.put("id", id);
        event.put("source", SOURCE);
        event.put("type", "io.tierstream." + type + ".v1");
        event.put("time", time.toString());
        event.put("subject", customerId());
        event.put("datacontenttype", "application/json");
        event.put("data", data);
        return event;
    }
}
