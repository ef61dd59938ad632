// First calls: a list, a card, a comparison, pages, an error and a 304. Argument: the service's URL.
import { modeltree, ProblemError } from "../src/index.js";

const service = modeltree({ baseUrl: process.argv[2] ?? "http://localhost:8080" });
const instructgpt = { vendor: "openai", slug: "instructgpt" };

const open = await service.get("/api/v1/models", {
  params: { query: { vendor: ["openai"], openWeights: true, sort: ["releaseDate"], limit: 3 } },
});
console.log(`list: ${open.data.map((model) => model.id).join(", ")}`);

const { name, contextWindow, performance, facts } = await service.get("/api/v1/models/{vendor}/{slug}/card", {
  params: { path: instructgpt },
});
const parameters = facts.find((fact) => fact.name === "parameters");
console.log(
  `card: ${name} reads ${contextWindow?.label}, scores ${performance[0]?.score?.toFixed(1)} for ${performance[0]?.label}` +
    ` and has ${parameters?.value?.number} parameters`,
);

const comparison = await service.get("/api/v1/compare", { params: { query: { ids: ["openai/gpt-4o", "openai/gpt-5"] } } });
const row = comparison.rows.find((candidate) => candidate.id === "contextWindow");
console.log(
  `compare: ${row?.label} ${row?.values.map(({ value }) => value?.number).join(" and ")} ${row?.unit}, best ${row?.winners.join(", ")}`,
);

let number = 0;
for await (const page of service.pages("/api/v1/models", { params: { query: { sort: ["releaseDate"], limit: 2 } } })) {
  console.log(`page ${++number}: ${page.data.map((model) => model.id).join(", ")}`);
  if (number === 3) {
    break;
  }
}

try {
  await service.get("/api/v1/models/{vendor}/{slug}/card", { params: { path: { vendor: "openai", slug: "instructgtp" } } });
} catch (error) {
  if (error instanceof ProblemError) {
    console.log(`${error.status}: ${error.message} Did you mean ${error.problem?.suggestions[0]}?`);
  } else {
    throw error;
  }
}

// The client revalidates by itself; whoever keeps bodies elsewhere sends the tag.
const path = "/api/v1/models/{vendor}/{slug}/card";
const card = await service.client.GET(path, { params: { path: instructgpt } });
const tag = card.response.headers.get("ETag") ?? "";
const again = await service.client.GET(path, { params: { path: instructgpt, header: { "If-None-Match": tag } } });
console.log(`${again.response.status}: the card has ${again.response.status === 304 ? "not " : ""}changed`);
