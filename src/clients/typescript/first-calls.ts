// First calls with generated types: a list, a card, a comparison, pages, an error and a 304. Argument: the service's URL.
import createClient from "openapi-fetch";
import type { components, paths } from "./modeltree.js";

const service = process.argv[2] ?? "http://localhost:8080";
// A comma means "or" in the parameters of the service; without this, arrays are sent as repeated parameters.
// Cards are there as Markdown too, which this client never asks for.
const client = createClient<paths, "application/json" | "application/problem+json">({
  baseUrl: service,
  querySerializer: { array: { style: "form", explode: false } },
});

/** The body of a success; a problem is thrown. */
function body<T>(response: { data?: T; error?: { detail: string | null } }): T {
  if (response.data === undefined) {
    throw new Error(response.error?.detail ?? "no body");
  }
  return response.data;
}

function ids(page: { data: components["schemas"]["Model"][] }): string {
  return page.data.map((model) => model.id).join(", ");
}

const open = body(
  await client.GET("/api/v1/models", {
    params: { query: { vendor: ["openai"], openWeights: true, sort: ["releaseDate"], limit: 3 } },
  }),
);
console.log(`list: ${ids(open)}`);

const instructgpt = { vendor: "openai", slug: "instructgpt" };
const card = await client.GET("/api/v1/models/{vendor}/{slug}/card", { params: { path: instructgpt } });
const { name, contextWindow, performance, facts } = body(card);
const parameters = facts.find((fact) => fact.name === "parameters");
console.log(
  `card: ${name} reads ${contextWindow?.label}, scores ${performance[0]?.score?.toFixed(1)} for ${performance[0]?.label}` +
    ` and has ${parameters?.value?.number} parameters`,
);

const comparison = body(
  await client.GET("/api/v1/compare", { params: { query: { ids: ["openai/gpt-4o", "openai/gpt-5"] } } }),
);
const row = comparison.rows.find((candidate) => candidate.id === "contextWindow");
console.log(
  `compare: ${row?.label} ${row?.values.map(({ value }) => value?.number).join(" and ")} ${row?.unit}, best ${row?.winners.join(", ")}`,
);

let cursor: string | undefined;
for (const number of [1, 2, 3]) {
  const page = body(await client.GET("/api/v1/models", { params: { query: { sort: ["releaseDate"], limit: 2, cursor } } }));
  console.log(`page ${number}: ${ids(page)}`);
  cursor = page.meta.nextCursor ?? undefined;
}

const { error, response } = await client.GET("/api/v1/models/{vendor}/{slug}/card", {
  params: { path: { vendor: "openai", slug: "instructgtp" } },
});
console.log(`${response.status}: ${error?.detail} Did you mean ${error?.suggestions[0]}?`);

const again = await client.GET("/api/v1/models/{vendor}/{slug}/card", {
  params: { path: instructgpt, header: { "If-None-Match": card.response.headers.get("ETag") ?? undefined } },
});
console.log(`${again.response.status}: the card has ${again.response.status === 304 ? "not " : ""}changed`);
