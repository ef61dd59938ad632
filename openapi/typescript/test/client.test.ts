// Runs against the service at MODELTREE_URL, with the starter catalog and the token MODELTREE_TOKEN.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { type Body, modeltree, type Options, ProblemError, type Schema } from "../src/index.js";

const baseUrl = process.env["MODELTREE_URL"] ?? "http://localhost:8080";
const token = process.env["MODELTREE_TOKEN"] ?? "";
const instructgpt = { params: { path: { vendor: "openai", slug: "instructgpt" } } };
const card = "/api/v1/models/{vendor}/{slug}/card";

/** A client that notes what was sent, and the status of what came back. */
function observed(options: Options = {}) {
  const exchanges: { tag: string | null; status: number }[] = [];
  const service = modeltree({
    baseUrl,
    ...options,
    fetch: async (request) => {
      const response = await fetch(request);
      exchanges.push({ tag: request.headers.get("If-None-Match"), status: response.status });
      return response;
    },
  });
  return { service, exchanges };
}

test("a body has the types of the contract", async () => {
  const body: Schema<"Card"> = await modeltree({ baseUrl }).get(card, instructgpt);
  assert.equal(body.id, "openai/instructgpt");
  assert.equal(body.contextWindow?.tokens, 2048);
  // @ts-expect-error: a card has no such property
  assert.equal(body.contextwindow, undefined);
});

test("labels come in the language of the client, and in that of the call before it", async () => {
  const service = modeltree({ baseUrl, language: "zh" });
  const chinese = await service.get(card, instructgpt);
  assert.equal(chinese.performance[0]?.label, "上下文 / 记忆");
  const english = await service.get(card, { params: { ...instructgpt.params, query: { lang: "en" } } });
  assert.equal(english.performance[0]?.label, "Context / memory");
});

test("a problem is thrown with its code and its suggestions", async () => {
  const missing = modeltree({ baseUrl }).get(card, { params: { path: { vendor: "openai", slug: "instructgtp" } } });
  await assert.rejects(missing, (error) => {
    assert.ok(error instanceof ProblemError);
    assert.equal(error.status, 404);
    assert.equal(error.problem?.code, "not_found");
    assert.equal(error.problem?.suggestions[0], "openai/instructgpt");
    assert.match(error.message, /openai\/instructgtp/);
    return true;
  });
});

test("an answer that is no problem is thrown with its status", async () => {
  const proxy = createServer((_, response) => response.writeHead(502, { "Retry-After": "7" }).end("<h1>Bad Gateway</h1>"));
  await new Promise<void>((listening) => proxy.listen(0, "127.0.0.1", listening));
  const { port } = proxy.address() as AddressInfo;
  try {
    await assert.rejects(modeltree({ baseUrl: `http://127.0.0.1:${port}` }).get(card, instructgpt), (error) => {
      assert.ok(error instanceof ProblemError);
      assert.deepEqual([error.status, error.problem, error.retryAfter], [502, null, 7]);
      return true;
    });
  } finally {
    proxy.close();
  }
});

test("pages follow each other to the end, from a cursor too", async () => {
  const service = modeltree({ baseUrl });
  const query = { vendor: ["anthropic"], sort: ["name" as const], limit: 7 };
  const pages: Body<"/api/v1/models">[] = [];
  for await (const page of service.pages("/api/v1/models", { params: { query } })) {
    pages.push(page);
  }
  assert.ok(pages.length > 2);
  const ids = pages.flatMap((page) => page.data.map((model) => model.id));
  assert.equal(ids.length, pages[0]?.meta.total);
  assert.equal(new Set(ids).size, ids.length);

  const rest: string[] = [];
  const cursor = pages[0]?.meta.nextCursor ?? "";
  for await (const model of service.items("/api/v1/models", { params: { query: { ...query, cursor } } })) {
    rest.push(model.id);
  }
  assert.deepEqual(rest, ids.slice(7));
});

test("an iterator asks for no page that nobody needs", async () => {
  const { service, exchanges } = observed();
  for await (const model of service.items("/api/v1/models", { params: { query: { limit: 2 } } })) {
    assert.ok(model.id);
    break;
  }
  assert.equal(exchanges.length, 1);
});

test("only lists that have a cursor have pages", () => {
  const service = modeltree({ baseUrl });
  // @ts-expect-error: a card is no list
  service.pages(card, instructgpt);
  service.pages("/api/v1/vendors");
  service.pages("/api/v1/changes", { params: { query: { since: 0 } } });
});

test("a response that has not changed is not sent again", async () => {
  const { service, exchanges } = observed();
  const first = await service.get(card, instructgpt);
  const second = await service.get(card, instructgpt);
  assert.deepEqual(second, first);
  assert.notEqual(second, first);
  assert.deepEqual(exchanges.map(({ status }) => status), [200, 304]);
  assert.ok(exchanges[1]?.tag);
});

test("another language has a response of its own", async () => {
  const { service, exchanges } = observed();
  await service.get(card, { params: { ...instructgpt.params, query: { lang: "en" } } });
  await service.get(card, { params: { ...instructgpt.params, query: { lang: "zh" } } });
  assert.deepEqual(exchanges, [{ tag: null, status: 200 }, { tag: null, status: 200 }]);
});

test("the response that was not used for the longest time is forgotten first", async () => {
  const { service, exchanges } = observed({ keptResponses: 2 });
  for (const slug of ["gpt-1", "gpt-2", "gpt-1", "gpt-4", "gpt-1", "gpt-2"]) {
    await service.get("/api/v1/models/{vendor}/{slug}", { params: { path: { vendor: "openai", slug } } });
  }
  assert.deepEqual(exchanges.map(({ status }) => status), [200, 200, 304, 200, 304, 200]);
});

test("an export is streamed and not kept", async () => {
  const { service, exchanges } = observed();
  for (let i = 0; i < 2; i++) {
    const { data } = await service.client.GET("/api/v1/export", { parseAs: "stream" });
    await data?.cancel();
  }
  assert.deepEqual(exchanges, [{ tag: null, status: 200 }, { tag: null, status: 200 }]);
});

test("a write is seen by the next read", async () => {
  const { service, exchanges } = observed({ token });
  const model = "/api/v1/models/{vendor}/{slug}";
  const before = await service.get(model, instructgpt);
  const licence = `licence-${Date.now()}`;
  const { response, error } = await service.client.PATCH(model, {
    params: { ...instructgpt.params, header: { "If-Match": "*" } },
    body: { licence },
    headers: { "Content-Type": "application/merge-patch+json" },
  });
  assert.equal(response.status, 200, JSON.stringify(error));
  const after = await service.get(model, instructgpt);
  assert.equal(after.licence, licence);
  assert.notEqual(after.licence, before.licence);
  assert.deepEqual(exchanges.map(({ status }) => status), [200, 200, 200]);
});
