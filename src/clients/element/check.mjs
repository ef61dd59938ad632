// Opens the three examples in Chromium, from a server of their own, and compares what their cards show with the JSON of the
// service, in both languages. Fails on an error in the console, and if the guide shows other code than what runs here.
//
//   node check.mjs http://127.0.0.1:8080 path/to/guide.md
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { launch } from "puppeteer-core";

const [service, guidePath] = process.argv.slice(2);
// What the examples name; each reader puts in an address of their own.
const NAMED = "http://localhost:8080";
const TYPES = { ".html": "text/html;charset=utf-8", ".js": "text/javascript;charset=utf-8" };
const EXAMPLES = {
  html: ["index.html"],
  react: ["index.html", "main.jsx"],
  vue: ["main.js"],
};

function expect(holds, what) {
  if (!holds) {
    throw new Error(`expected ${what}`);
  }
}

const file = (path) => readFile(new URL(path, import.meta.url), "utf8");

const guide = await readFile(guidePath, "utf8");
for (const [example, names] of Object.entries(EXAMPLES)) {
  for (const name of names) {
    expect(guide.includes(await file(`${example}/${name}`)), `${guidePath} to show ${example}/${name}`);
  }
}

const site = createServer(async (request, response) => {
  const path = request.url.endsWith("/") ? `${request.url}index.html` : request.url;
  if (!/^\/(html|react|vue)\/(index\.html|bundle\.js)$/.test(path)) {
    response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
    return;
  }
  response.writeHead(200, { "Content-Type": TYPES[extname(path)] });
  response.end((await file(`.${path}`)).replaceAll(NAMED, service));
});
await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));

const browser = await launch({
  executablePath: "/usr/bin/chromium",
  // The sandbox refuses to run as root, as CI does; all that is opened is our own.
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  for (const example of Object.keys(EXAMPLES)) {
    for (const language of ["en", "zh"]) {
      const card = await (await fetch(`${service}/api/v1/models/openai/instructgpt/card?lang=${language}`)).json();
      const page = await browser.newPage();
      const errors = [];
      page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
      page.on("pageerror", (error) => errors.push(String(error)));
      await page.setExtraHTTPHeaders({ "Accept-Language": language });
      await page.evaluateOnNewDocument((tag) => {
        Object.defineProperty(navigator, "language", { get: () => tag });
        // Events, because a tab that is not shown may draw no frames to poll in.
        window.drawn = new Promise((resolve) => {
          for (const event of ["modeltree-load", "modeltree-error"]) addEventListener(event, () => resolve());
        });
      }, language);
      await page.goto(`http://127.0.0.1:${site.address().port}/${example}/`);
      const text = await page.evaluate(async () => {
        await Promise.race([window.drawn, new Promise((resolve) => setTimeout(resolve, 60_000))]);
        return document.querySelector("modeltree-card").shadowRoot.querySelector("article").innerText;
      });
      const own = card.performance[0];
      for (const part of [card.name, card.contextWindow.label, own.label, own.score.toFixed(1), card.labels.performance.model.label]) {
        expect(text.includes(part), `${example} in ${language} to show ${part}, got ${text}`);
      }
      expect(errors.length === 0, `no error in the console of ${example}, got ${errors.join("; ")}`);
      console.log(`${example}, ${language}: ${card.name}, ${own.label} ${own.score.toFixed(1)}, as in the JSON`);
      await page.close();
    }
  }
} finally {
  await browser.close();
  site.close();
}
