// Prints a table of what Lighthouse says about pages, as on a phone with a slow connection, and what it finds. Fails if a
// category has less than 95 of 100. Performance depends on the machine, so with --quick it is only printed. Pages with
// parameters have no value for SEO, because robots.txt asks search engines to leave them.
//
//   node measure.mjs http://127.0.0.1:8080 [--quick]
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [service, mode] = process.argv.slice(2);
const quick = mode === "--quick";
const ALL = [
  "/",
  "/m/openai/instructgpt",
  "/bands",
  "/bands/context",
  "/compare",
  "/compare?models=openai/gpt-4,openai/gpt-4o",
  "/offerings",
  "/offerings?models=openai/gpt-4o",
  "/providers",
  "/providers/openai",
  "/changes",
  "/docs",
  "/search",
  "/search?q=gpt",
];
const paths = quick ? ALL.slice(0, 2) : ALL;
const GOAL = 95;
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"];

const seconds = (audit) => `${(audit.numericValue / 1000).toFixed(1)} s`;

const chrome = await launch({ chromePath: "/usr/bin/chromium", chromeFlags: FLAGS });
let missed = 0;
try {
  console.log("| Page | Performance | Accessibility | Best practices | SEO | Largest paint | Blocked | Shift | Bytes |");
  console.log("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
  const found = [];
  for (const path of paths) {
    const categories = path.includes("?") ? CATEGORIES.slice(0, 3) : CATEGORIES;
    const { lhr } = await lighthouse(service + path, {
      port: chrome.port,
      logLevel: "error",
      onlyCategories: categories,
      disableFullPageScreenshot: true,
    });
    if (lhr.runtimeError) {
      throw new Error(`${path}: ${lhr.runtimeError.message}`);
    }
    const scores = CATEGORIES.map((category) => (categories.includes(category) ? Math.round(100 * lhr.categories[category].score) : "–"));
    const audits = lhr.audits;
    console.log(`| \`${path}\` | ${scores.join(" | ")} | ${seconds(audits["largest-contentful-paint"])} | ${
      Math.round(audits["total-blocking-time"].numericValue)} ms | ${audits["cumulative-layout-shift"].numericValue.toFixed(3)} | ${
      Math.round(audits["total-byte-weight"].numericValue / 1000)} kB |`);
    categories.forEach((category, i) => {
      if (scores[i] < GOAL && !(quick && category === "performance")) missed++;
      for (const { id, weight } of lhr.categories[category].auditRefs) {
        const audit = audits[id];
        if (weight > 0 && audit.score !== null && audit.score < (category === "performance" ? 0.9 : 1)) {
          const where = (audit.details?.items ?? []).slice(0, 4)
            .map((item) => item.node?.selector ?? item.url ?? item.source?.url ?? item.description ?? "").filter(Boolean);
          found.push(`${path}: ${category}: ${audit.title}${audit.displayValue ? ` (${audit.displayValue})` : ""}${
            audit.explanation ? ` ${audit.explanation}` : ""} ${where.join(", ")}`);
        }
      }
    });
  }
  found.forEach((line) => console.log(line));
} finally {
  chrome.kill();
}
process.exitCode = missed > 0 ? 1 : 0;
