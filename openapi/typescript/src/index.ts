/** A typed client of Modeltree: bodies, problems as errors, pages as iterators, and revalidation by `ETag`. */
import createClient, { type Client, type FetchResponse, type MaybeOptionalInit } from "openapi-fetch";
import type { HttpMethod, PathsWithMethod } from "openapi-typescript-helpers";
import { ProblemError } from "./problem.js";
import { revalidating } from "./revalidating.js";
import type { components, paths } from "./schema.js";

export { ProblemError } from "./problem.js";
export type { components, operations, paths } from "./schema.js";

/** The schemas of the contract by their names: `Schema<"Card">`. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];
export type Problem = Schema<"Problem">;

/** What this client accepts. Cards are there as Markdown too, which it never asks for. */
type Media = "application/json" | "application/problem+json";
type GetPath = PathsWithMethod<paths, "get">;
type Init<Path extends GetPath> = MaybeOptionalInit<paths[Path], "get">;
/** The second argument, which may only be left out if nothing in it is required. */
type InitArgument<Path extends GetPath> = undefined extends Init<Path> ? [init?: Init<Path>] : [init: Init<Path>];

/** The body of a successful `GET`. */
export type Body<Path extends GetPath> = paths[Path] extends {
  get: { responses: { 200: { content: { "application/json": infer Json } } } };
}
  ? Json
  : never;

/** The paths of lists that come in pages. */
export type PagedPath = {
  [Path in GetPath]: Body<Path> extends { data: unknown[]; meta: { nextCursor: string | null } }
    ? paths[Path] extends { get: { parameters: { query?: { cursor?: string } } } }
      ? Path
      : never
    : never;
}[GetPath];

export interface Options {
  /** Where the service is, without `/api/v1`. The default is `http://localhost:8080`. */
  baseUrl?: string;
  /** A token for writing and for restricted reading. */
  token?: string;
  /** The language of labels and texts, if a call has no `lang`: `en` or `zh`, for example. */
  language?: string;
  /**
   * How many responses are kept to be revalidated by their `ETag`. The default is 200, and 0 in a browser, which does this
   * itself.
   */
  keptResponses?: number;
  /** What sends requests. The default is the global `fetch`. */
  fetch?: (request: Request) => Promise<Response>;
}

export interface Modeltree {
  /** The client of openapi-fetch, for writes and for whoever wants the response too. A problem is `error` there. */
  readonly client: Client<paths, Media>;

  /** The body of a `GET`. Rejects with a {@link ProblemError} if the status is 400 or above. */
  get<Path extends GetPath>(path: Path, ...init: InitArgument<Path>): Promise<Body<Path>>;

  /** Each page of a list, beginning with `cursor`, or with the first. Asks for a page when it is needed. */
  pages<Path extends PagedPath>(path: Path, ...init: InitArgument<Path>): AsyncGenerator<Body<Path>, void>;

  /** Each element of a list, over all pages. */
  items<Path extends PagedPath>(
    path: Path,
    ...init: InitArgument<Path>
  ): AsyncGenerator<Body<Path> extends { data: (infer Item)[] } ? Item : never, void>;
}

/** A client of the service at `baseUrl`. */
export function modeltree(options: Options = {}): Modeltree {
  const send = options.fetch ?? ((request: Request) => fetch(request));
  const kept = options.keptResponses ?? (typeof window === "undefined" ? 200 : 0);
  const headers = new Headers();
  if (options.token !== undefined) {
    headers.set("Authorization", `Bearer ${options.token}`);
  }
  if (options.language !== undefined) {
    headers.set("Accept-Language", options.language);
  }
  const client = createClient<paths, Media>({
    baseUrl: options.baseUrl ?? "http://localhost:8080",
    headers: Object.fromEntries(headers),
    fetch: kept > 0 ? revalidating(send, kept) : send,
    // A comma means "or" in the parameters of the service.
    querySerializer: { array: { style: "form", explode: false } },
  });

  // The types of a path are checked where it is named, and cannot be followed through a generic call.
  type Untyped = (path: string, init?: object) => Promise<FetchResponse<Record<HttpMethod, object>, unknown, Media>>;
  const request = client.GET as unknown as Untyped;

  async function read(path: string, init?: object): Promise<unknown> {
    const { data, error, response } = await request(path, init);
    if (!response.ok) {
      throw new ProblemError(response, error);
    }
    return data;
  }

  async function* pages(path: string, init?: { params?: { query?: object } }): AsyncGenerator<unknown, void> {
    let cursor: string | null | undefined;
    do {
      const query = cursor === undefined ? init?.params?.query : { ...init?.params?.query, cursor };
      const page = (await read(path, { ...init, params: { ...init?.params, query } })) as Schema<"ModelPage">;
      yield page;
      cursor = page.meta.nextCursor;
    } while (cursor !== null);
  }

  async function* items(path: string, init?: object): AsyncGenerator<unknown, void> {
    for await (const page of pages(path, init)) {
      yield* (page as Schema<"ModelPage">).data;
    }
  }

  return { client, get: read, pages, items } as unknown as Modeltree;
}
