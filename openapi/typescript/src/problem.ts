import type { components } from "./schema.js";

type Problem = components["schemas"]["Problem"];

/** What the service says about a request that failed: a problem by RFC 9457. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  /** The HTTP status. */
  readonly status: number;
  /** The body; null if what answered is not the service, such as a proxy that cannot reach it. */
  readonly problem: Problem | null;
  /** Seconds to wait before the next attempt (`Retry-After`); null if the response does not say. */
  readonly retryAfter: number | null;

  constructor(response: Response, body: unknown) {
    const problem = isProblem(body) ? body : null;
    super(problem?.detail ?? problem?.title ?? `${response.url} returned the status ${response.status}`);
    this.status = response.status;
    this.problem = problem;
    const seconds = response.headers.get("Retry-After");
    this.retryAfter = seconds !== null && /^\d+$/.test(seconds) ? Number(seconds) : null;
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "title" in body && "status" in body && "code" in body;
}
