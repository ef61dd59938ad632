// Registers a webhook at a running service, receives a ping and changes, and checks each signature with the official library of
// Standard Webhooks and with the code of the guide, which webhooks.sh puts into guide.mjs.
//   node receive.mjs BASE TOKEN
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { isFromModeltree } from "./guide.mjs";

const [base, token] = process.argv.slice(2);
const received = [];
let news = () => {};

const server = createServer(async (request, response) => {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  received.push({ headers: request.headers, body: Buffer.concat(pieces).toString("utf8") });
  response.writeHead(204).end();
  news();
}).listen(0, "127.0.0.1");
await once(server, "listening");

async function send(method, path, body, headers = {}) {
  const response = await fetch(base + path, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", ...headers },
    body: body && JSON.stringify(body),
  });
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${response.ok || (await response.text())}`);
  return response.status === 204 ? null : response.json();
}

async function count(number) {
  const deadline = Date.now() + 30_000;
  while (received.length < number) {
    assert.ok(Date.now() < deadline, `${received.length} of ${number} events`);
    await Promise.race([new Promise(resolve => (news = resolve)), new Promise(resolve => setTimeout(resolve, 1000))]);
  }
}

function check({ headers, body }, secret, isExpected) {
  let isVerified = true;
  try {
    assert.deepEqual(new Webhook(secret).verify(body, headers), JSON.parse(body));
  } catch (error) {
    assert.ok(error instanceof WebhookVerificationError, error.stack);
    isVerified = false;
  }
  assert.equal(isVerified, isExpected);
  assert.equal(isFromModeltree(headers, body, secret), isExpected);
}

const address = `http://127.0.0.1:${server.address().port}/hook`;
const hook = await send("POST", "/api/v1/webhooks", { url: address });
await send("POST", `/api/v1/webhooks/${hook.id}/test`);
await count(1);
await send("PUT", "/api/v1/models/elm/one", { name: "Eins 一" }, { "If-None-Match": "*" });
await count(2);
const { secret } = await send("POST", `/api/v1/webhooks/${hook.id}/secret`);
await send("PATCH", "/api/v1/models/elm/one", { name: "Zwei" }, { "If-Match": "*" });
await count(3);

received.forEach(event => check(event, hook.secret, true));
check(received[1], secret, false);
check(received[2], secret, true);
check({ ...received[2], body: received[2].body.replace("elm", "oak") }, secret, false);
check({ ...received[2], headers: { ...received[2].headers, "webhook-timestamp": "1" } }, secret, false);
await send("DELETE", `/api/v1/webhooks/${hook.id}`, null, { "If-Match": "*" });
for (const { body } of received) console.log(body);
server.close();
