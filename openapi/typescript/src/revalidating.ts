type Send = (request: Request) => Promise<Response>;

/** Larger bodies, such as exports, are streamed to the caller and not kept. */
const MAX_BYTES = 250_000;

interface Kept {
  tag: string;
  status: number;
  headers: Headers;
  body: ArrayBuffer;
}

/**
 * Keeps the newest responses that have an `ETag`, and asks for them again with `If-None-Match`. If the service says 304, the
 * caller gets the kept body, with the headers of the 304. A caller that sends `If-None-Match` itself gets the 304.
 */
export function revalidating(send: Send, size: number): Send {
  // A map keeps the order of insertion, so its first key is the one that has not been used for the longest time.
  const responses = new Map<string, Kept>();
  return async (request) => {
    if (request.method !== "GET" || request.headers.has("If-None-Match")) {
      return send(request);
    }
    const key = ["Accept", "Accept-Language", "Authorization"].map((name) => request.headers.get(name)).join("\n") + request.url;
    const kept = responses.get(key);
    if (kept !== undefined) {
      request.headers.set("If-None-Match", kept.tag);
    }
    const response = await send(request);
    if (response.status === 304 && kept !== undefined) {
      const headers = new Headers(kept.headers);
      response.headers.forEach((value, name) => headers.set(name, value));
      remember(key, kept);
      return new Response(kept.body.slice(0), { status: kept.status, headers });
    }
    const tag = response.headers.get("ETag");
    const length = response.headers.get("Content-Length");
    if (response.status !== 200 || tag === null || length === null || Number(length) > MAX_BYTES) {
      return response;
    }
    const body = await response.clone().arrayBuffer();
    remember(key, { tag, status: response.status, headers: new Headers(response.headers), body });
    return response;
  };

  function remember(key: string, kept: Kept): void {
    responses.delete(key);
    responses.set(key, kept);
    const [oldest] = responses.keys();
    if (responses.size > size && oldest !== undefined) {
      responses.delete(oldest);
    }
  }
}
