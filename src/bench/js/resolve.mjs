// Resolves the ids of public catalogs, and prints how many mean a model.
//
//   node resolve.mjs BASE_URL OUT_FOLDER [FORMAT FILE]...
//
// FORMAT is models.dev (api.json), openrouter or litellm (chat keys only). For each file it writes FORMAT.tsv with id, model,
// reason and certainty, so that a person can judge a sample. The sample that it prints is drawn with a fixed seed.
import { readFileSync, writeFileSync } from 'node:fs';

const [base, out, ...files] = process.argv.slice(2);
const SEED = 20261129;
const BATCH = 1000;
const MAX_ID_LENGTH = 200;

const IDS = {
  'models.dev': (catalog) => Object.values(catalog).flatMap((provider) => Object.keys(provider.models ?? {})),
  openrouter: (catalog) => catalog.data.map((model) => model.id),
  litellm: (catalog) => Object.keys(catalog).filter((key) => catalog[key].mode === 'chat'),
};

async function resolve(ids) {
  const answers = [];
  for (let i = 0; i < ids.length; i += BATCH) {
    const answer = await fetch(`${base}/api/v1/resolve`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ids: ids.slice(i, i + BATCH) }),
    });
    if (answer.status !== 200) {
      throw new Error(`POST /resolve returned ${answer.status}: ${await answer.text()}`);
    }
    answers.push(...(await answer.json()).data);
  }
  return answers;
}

function counts(keys) {
  const counted = new Map();
  keys.forEach((key) => counted.set(key, (counted.get(key) ?? 0) + 1));
  return [...counted].sort((one, other) => other[1] - one[1]).map(([key, count]) => `${key} ${count}`);
}

/** Numbers from 0 to 1, the same in each run (a linear congruential generator). */
function* random(seed) {
  for (let state = seed; ; ) {
    state = (state * 1103515245 + 12345) % 2147483648;
    yield state / 2147483648;
  }
}

function sample(all, size) {
  const numbers = random(SEED);
  return all
    .map((one) => [numbers.next().value, one])
    .sort((one, other) => one[0] - other[0])
    .slice(0, size)
    .map(([, one]) => one);
}

const line = (one) => [one.given, one.id ?? '-', one.reason ?? '-', one.certain === true ? 'certain' : one.id ? 'likely' : '-'].join('\t');

for (let i = 0; i + 1 < files.length; i += 2) {
  const [format, file] = files.slice(i, i + 2);
  const ids = [...new Set(IDS[format](JSON.parse(readFileSync(file, 'utf8'))))].filter((id) => id.length <= MAX_ID_LENGTH);
  const answers = await resolve(ids);
  const certain = answers.filter((one) => one.certain === true);
  const likely = answers.filter((one) => one.id && one.certain !== true);
  writeFileSync(`${out}/${format}.tsv`, answers.map(line).join('\n') + '\n');
  console.log(`${format}: ${ids.length} ids, ${certain.length} certain (${((100 * certain.length) / ids.length).toFixed(1)} %), ${likely.length} likely`);
  console.log(`  by reason: ${counts(certain.map((one) => one.reason)).join(', ')}`);
  console.log(`  by vendor: ${counts(certain.map((one) => one.id.split('/')[0])).slice(0, 15).join(', ')}`);
  console.log(`  a sample of the certain ones that are neither ids nor aliases:`);
  const spelled = certain.filter((one) => !['canonical', 'alias'].includes(one.reason));
  sample(spelled, 20).forEach((one) => console.log(`    ${one.given} -> ${one.id} (${one.reason})`));
}
