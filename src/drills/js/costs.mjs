// Compares POST /cost with the npm package @pydantic/genai-prices for every priced offering of a service.
//
//   node costs.mjs BASE_URL PACKAGE_FOLDER
//
// Prints the counts and the differences by reason. The package computes with binary fractions, so totals are equal if they
// differ by less than a billionth. Exits with 1 if a total differs although all prices are the same.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [base, folder] = process.argv.slice(2);
const entry = createRequire(pathToFileURL(`${folder}/`)).resolve('@pydantic/genai-prices');
const { calcPrice } = await import(pathToFileURL(entry));

// Our ids of providers, and those of the package.
const PROVIDERS = {
  openai: 'openai', anthropic: 'anthropic', google: 'google', 'google-vertex': 'google', 'amazon-bedrock': 'aws',
  azure: 'azure', xai: 'x-ai', deepseek: 'deepseek', mistral: 'mistral', groq: 'groq', cohere: 'cohere',
  openrouter: 'openrouter', togetherai: 'together', 'fireworks-ai': 'fireworks', cerebras: 'cerebras',
  moonshotai: 'moonshotai', perplexity: 'perplexity', 'novita-ai': 'novita',
};

// Each token is in one of our units, while the package counts cached and audio tokens as input as well.
const USAGES = {
  plain: [{ input: 12000, output: 800 }, { input_tokens: 12000, output_tokens: 800 }],
  cached: [
    { input: 12000, cacheRead: 4000, output: 800 },
    { input_tokens: 16000, cache_read_tokens: 4000, output_tokens: 800 },
  ],
  written: [
    { input: 12000, cacheRead: 4000, cacheWrite: 2000, output: 800 },
    { input_tokens: 18000, cache_read_tokens: 4000, cache_write_tokens: 2000, output_tokens: 800 },
  ],
  long: [
    { input: 290000, cacheRead: 10000, output: 5000 },
    { input_tokens: 300000, cache_read_tokens: 10000, output_tokens: 5000 },
  ],
  audio: [
    { input: 1000, audioInput: 500, output: 100 },
    { input_tokens: 1500, input_audio_tokens: 500, output_tokens: 100 },
  ],
};

const PRICES = {
  input: 'input_mtok', output: 'output_mtok', cacheRead: 'cache_read_mtok', cacheWrite: 'cache_write_mtok',
  audioInput: 'input_audio_mtok',
};

const at = new Date();
const amount = (price) => Number(price !== null && typeof price === 'object' ? price.base : price ?? NaN);
const isTiered = (price) => Object.values(price).some((one) => one !== null && typeof one === 'object');

async function ours(offering, usage) {
  const answer = await fetch(`${base}/api/v1/cost`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ provider: offering.provider, offering: offering.id, usage, at: at.toISOString() }),
  });
  return answer.status === 200 ? answer.json() : null;
}

function theirs(offering, usage) {
  try {
    return calcPrice(usage, offering.id, { providerId: PROVIDERS[offering.provider], timestamp: at });
  } catch {
    return null;
  }
}

/** Why two totals differ: the first unit that is charged by another amount, a tier that one of them lacks, or arithmetic. */
function reason(cost, price, model) {
  for (const line of cost.lines) {
    const unit = line.chargedAs ?? line.name;
    const stated = amount(model[PRICES[line.name]]);
    if (line.chargedAs !== null && !Number.isNaN(stated)) {
      return `price of ${line.name}: charged as ${unit}, package ${stated}`;
    }
    const ofPoint = Number(price[unit] ?? line.amount);
    if (!Number.isNaN(stated) && Math.abs(ofPoint - stated) > 1e-12) {
      return `price of ${line.name}: ${ofPoint}, package ${stated}`;
    }
    if (Number.isNaN(stated) && line.chargedAs === null) {
      return `price of ${line.name}: ${ofPoint}, package none`;
    }
  }
  if (model.requests_kcount) {
    // The package charges each request on its own account; here a usage states its requests.
    return `price of perRequest: ${price.perRequest ?? 'none'}, package ${model.requests_kcount / 1000}`;
  }
  const tiers = cost.lines.some((line) => line.minContextTokens > 0);
  return tiers !== isTiered(model) ? 'tier: only one of them has it' : 'arithmetic';
}

const catalog = await (await fetch(`${base}/api/v1/export`)).text();
const offerings = catalog
  .split('\n')
  .filter((line) => line.includes('"type":"offering"'))
  .map((line) => JSON.parse(line))
  .filter((one) => one.provider in PROVIDERS && one.prices && !one.lastSeen);
let compared = 0;
let equal = 0;
let unknown = 0;
const different = [];
for (const offering of offerings) {
  for (const [name, [usage, given]] of Object.entries(USAGES)) {
    const known = theirs(offering, given);
    const cost = known && (await ours(offering, usage));
    if (!cost || cost.currency !== 'USD') {
      unknown += 1;
      continue;
    }
    compared += 1;
    const total = Number(cost.total);
    if (Math.abs(total - known.total_price) <= 1e-9 * Math.max(1, total)) {
      equal += 1;
    } else {
      const price = Object.fromEntries(cost.price.amounts.map((one) => [one.name, one.amount]));
      const why = reason(cost, price, known.model_price);
      different.push({ why, text: `${offering.provider} ${offering.id} ${name}: ${total}, package ${known.total_price}; ${why}` });
    }
  }
}
const of = (kind) => different.filter((one) => one.why.startsWith(kind));
console.log(`offerings=${offerings.length} compared=${compared} equal=${equal} unknown_to_one=${unknown}`);
console.log(`differ_by_price=${of('price').length} differ_by_tier=${of('tier').length} differ_by_arithmetic=${of('arithmetic').length}`);
for (const one of different) {
  console.log(one.text);
}
process.exit(compared > 0 && of('arithmetic').length === 0 ? 0 : 1);
