// Publishes four orders of one customer: HTTP and Kafka, binary and structured each.
// Usage: node publish.js URL KEY BROKER CUSTOMER
const { CloudEvent, HTTP, Kafka: KafkaBinding, emitterFor, httpTransport, Mode } = require("cloudevents");
const { Kafka, logLevel } = require("kafkajs");

const [url, key, broker, customer] = process.argv.slice(2);

function order(name, amount) {
  return new CloudEvent({
    id: `${customer}-node-${name}`,
    source: "urn:client:node",
    type: "io.tierstream.order.placed.v1",
    time: new Date().toISOString(),
    subject: customer,
    datacontenttype: "application/json",
    data: { orderId: `${customer}-node-${name}`, customerId: customer, amount, cost: "1.00" },
  });
}

async function overHttp(message) {
  const answer = await fetch(`${url}/v1/events`, {
    method: "POST",
    headers: { ...message.headers, "x-api-key": key },
    body: message.body,
  });
  if (answer.status !== 202) {
    throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
  }
}

async function main() {
  await overHttp(HTTP.binary(order("http-binary", "100.01")));
  await overHttp(HTTP.structured(order("http-structured", "100.02")));
  const emit = emitterFor(httpTransport(`${url}/v1/events`), { mode: Mode.BINARY });
  await emit(order("http-emitter", "100.03"), { headers: { "x-api-key": key } });

  const producer = new Kafka({ clientId: "node", brokers: [broker], logLevel: logLevel.ERROR }).producer();
  await producer.connect();
  for (const [name, amount, bind] of [
    ["kafka-binary", "100.04", KafkaBinding.binary],
    ["kafka-structured", "100.05", KafkaBinding.structured],
  ]) {
    const message = bind(order(name, amount));
    const value = typeof message.value === "string" ? message.value : JSON.stringify(message.value);
    // The SDK leaves attributes that are not set as undefined, which the Kafka client does not take.
    const headers = Object.fromEntries(Object.entries(message.headers).filter(([, text]) => text !== undefined));
    await producer.send({ topic: "orders", messages: [{ key: customer, value, headers }] });
  }
  await producer.disconnect();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
