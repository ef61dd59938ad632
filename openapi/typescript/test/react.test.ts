// Renders on the server, where a component that suspends is sent when its data is there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createElement, Suspense } from "react";
import { renderToReadableStream } from "react-dom/server";
import { modeltree } from "../src/index.js";
import { modeltreeHooks } from "../src/react.js";

const hooks = modeltreeHooks(modeltree({ baseUrl: process.env["MODELTREE_URL"] ?? "http://localhost:8080" }));

function CardTitle({ slug }: { slug: string }) {
  const { data: card } = hooks.useSuspenseQuery("get", "/api/v1/models/{vendor}/{slug}/card", {
    params: { path: { vendor: "openai", slug } },
  });
  return createElement("h2", null, `${card.name}: ${card.contextWindow?.label}`);
}

async function render(slug: string): Promise<string> {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const title = createElement(Suspense, { fallback: "loading" }, createElement(CardTitle, { slug }));
  const problems: unknown[] = [];
  const stream = await renderToReadableStream(createElement(QueryClientProvider, { client }, title), {
    onError: (problem) => void problems.push(problem),
  });
  await stream.allReady;
  const html = await new Response(stream).text();
  client.clear();
  return html + JSON.stringify(problems);
}

test("a component has the data of its hook", async () => {
  assert.match(await render("instructgpt"), /<h2>InstructGPT: 2K<\/h2>/);
});

test("a hook fails with the problem", async () => {
  const html = await render("instructgtp");
  assert.doesNotMatch(html, /<h2>/);
  assert.match(html, /"code":"not_found"/);
});
