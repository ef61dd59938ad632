// Receives webhooks for src/drills/webhooks.sh: writes path, id and revision of each call as a line. While the file STALL
// exists, calls to /stall get no answer.
//   node hooks.mjs PORT FILE STALL
import { appendFileSync, existsSync } from "node:fs";
import { createServer } from "node:http";

const [port, file, stall] = process.argv.slice(2);

createServer(async (request, response) => {
  let body = "";
  for await (const piece of request) body += piece;
  const { data } = JSON.parse(body);
  appendFileSync(file, `${request.url} ${request.headers["webhook-id"]} ${data.revision}\n`);
  const answer = () => {
    if (request.url === "/stall" && existsSync(stall)) setTimeout(answer, 50);
    else response.writeHead(204).end();
  };
  answer();
}).listen(Number(port), "127.0.0.1");
