/** Hooks for React by TanStack Query: `useQuery`, `useSuspenseQuery`, `useInfiniteQuery` and `useMutation`. */
import createHooks, { type OpenapiQueryClient } from "openapi-react-query";
import type { Modeltree } from "./index.js";
import type { paths } from "./schema.js";

export type ModeltreeHooks = OpenapiQueryClient<paths, "application/json" | "application/problem+json">;

/**
 * Hooks whose data and problems have the types of the contract:
 *
 *     const { data: card, error } = hooks.useQuery("get", "/api/v1/models/{vendor}/{slug}/card", {
 *       params: { path: { vendor: "openai", slug: "instructgpt" } },
 *     });
 */
export function modeltreeHooks(modeltree: Modeltree): ModeltreeHooks {
  return createHooks(modeltree.client);
}
