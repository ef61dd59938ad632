// Reads Modeltree with TokenLens, which reads the file of models.dev, and computes costs and context windows from it.
//
//   node drop-in.mjs http://127.0.0.1:8080
import { FetchModelsError, fetchModels } from "@tokenlens/fetch";
import { getContext, getTokenCosts } from "@tokenlens/helpers";

const service = process.argv[2];
const baseUrl = `${service}/compat/models.dev/api.json`;

function expect(holds, what) {
  if (!holds) {
    throw new Error(`expected ${what}`);
  }
}

const catalog = await fetchModels({ baseUrl });
const providers = Object.values(catalog);
const models = providers.flatMap((provider) => Object.values(provider.models));
expect(providers.length > 20 && models.length > 300, `the whole catalog, got ${providers.length} and ${models.length}`);

// 1,000 tokens of input and 500 of output, for the first models of each provider, beside what Modeltree computes.
const usage = { input_tokens: 1000, output_tokens: 500 };
let compared = 0;
let windows = 0;
for (const provider of providers) {
  // TokenLens looks for ids in lower case only.
  const priced = Object.values(provider.models).filter(
    (model) => model.cost?.input > 0 && model.cost?.output > 0 && model.id === model.id.toLowerCase(),
  );
  for (const model of priced.slice(0, 2)) {
    const modelId = `${provider.id}:${model.id}`;
    const { totalUSD } = getTokenCosts({ modelId, usage, providers: { [provider.id]: provider } });
    const answer = await fetch(`${service}/api/v1/cost`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ provider: provider.id, offering: model.id, usage: { input: "1000", output: "500" } }),
    });
    const own = await answer.json();
    expect(answer.ok, `a cost of ${modelId}, got ${JSON.stringify(own)}`);
    if (own.price.window) {
      // The file of models.dev has no prices for certain hours.
      continue;
    }
    expect(Math.abs(totalUSD - Number(own.total)) < 1e-9, `${own.total} for ${modelId}, TokenLens says ${totalUSD}`);
    compared += 1;
    if (model.limit?.context > 0) {
      const { totalMax, combinedMax } = getContext({ modelId, providers: { [provider.id]: provider } });
      expect((totalMax ?? combinedMax) === model.limit.context, `the window of ${modelId}, got ${totalMax} ${combinedMax}`);
      windows += 1;
    }
  }
}
expect(compared > 20 && windows > 10, `costs and windows to compare, got ${compared} and ${windows}`);

const one = await fetchModels({ baseUrl, provider: "openai", model: "gpt-4o" });
expect(one?.name === "GPT-4o", `one model of one provider, got ${JSON.stringify(one)}`);
let refusal;
try {
  await fetchModels({ baseUrl: `${service}/compat/models.dev/nothing.json` });
} catch (error) {
  refusal = error;
}
expect(refusal instanceof FetchModelsError && refusal.status === 404, `a typed 404, got ${refusal}`);

console.log(`providers: ${providers.length}, models: ${models.length}`);
console.log(`costs that are the same: ${compared}, context windows: ${windows}`);
console.log(`404: ${refusal.message}`);
